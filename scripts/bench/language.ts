// How long the editor waits for what it shows about an experiment's text: over the language thread alone, and in the real VS Code from
// a key going down to the changed mark below the text or to the list of completions.
//   node scripts/setup.mjs --tests --then scripts/bench/language.ts
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createLanguageClient } from '../../src/language/client.ts';
import { openEditor } from '../../test/e2e/editor.ts';
import { until } from '../../test/e2e/run-state.ts';
import { openBehind } from '../../test/e2e/text-editor.ts';
import { describeDelays } from './timing.ts';

const root = join(import.meta.dirname, '..', '..');
const name = 'bert-large-squad.ipu.json';
const rounds = 60;
const warmUp = 10;
const inList = /"layers_per_ipu": \[3, 7, 7, 7/;

async function measure(what: string, ask: (round: number) => Promise<unknown>): Promise<void> {
  const delays: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await ask(round);
    delays.push(performance.now() - start);
  }
  console.log(`${what}: ${describeDelays(delays.slice(warmUp))}; load ${loadavg()[0]!.toFixed(1)}`);
}

/** Questions to the thread, and its answers. */
async function measureThread(): Promise<void> {
  const workspace = join(root, 'samples');
  const file = join(workspace, name);
  const text = await readFile(file, 'utf8');
  const found = inList.exec(text)!;
  const offset = found.index + found[0].length;
  const asked = { file, text, counts: null };
  const client = createLanguageClient(join(root, 'dist', 'language.js'));
  await measure('thread: diagnostics', () => client.diagnose(asked));
  await measure('thread: completion', () => client.complete({ file, text, offset, workspace }));
  await measure('thread: hover', () => client.hover({ ...asked, offset }));
  await measure('thread: lenses', () => client.findLenses({ file, text, runs: [], workspaceFolder: workspace }));
  await client.close();
}

// Of the browser, where the functions below run.
declare function addEventListener(type: string, listener: () => void, capture: boolean): void;
declare function requestAnimationFrame(then: () => void): void;
declare const document: { querySelectorAll(selector: string): { readonly length: number } };

interface Noted {
  selector: string;
  pressed: number;
  seen: number;
  count: number;
}

/** Notes when a key goes down, and the first frame after it in which there are more or fewer of what the selector finds. */
async function note(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = globalThis as unknown as Noted;
    const count = (): number => document.querySelectorAll(noted.selector).length;
    const look = (): void => {
      if (noted.seen === 0 && count() !== noted.count) noted.seen = performance.now();
      requestAnimationFrame(look);
    };
    const press = (): void => {
      [noted.pressed, noted.seen, noted.count] = [performance.now(), 0, count()];
    };
    noted.seen = 1;
    addEventListener('keydown', press, true);
    look();
  });
}

/** Milliseconds from the key to the change; undefined while it has not come. */
function takeDelay(): number | undefined {
  const { pressed, seen } = globalThis as unknown as Noted;
  return seen === 0 ? undefined : seen - pressed;
}

async function measureKeys(page: Page, what: string, selector: string, keys: readonly string[]): Promise<void> {
  await page.evaluate((searched) => void ((globalThis as unknown as Noted).selector = searched), selector);
  const delays: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.keyboard.press(keys[round % keys.length]!);
    const delay = await until(what, 20_000, () => page.evaluate(takeDelay));
    // What closes the list takes no time that anybody waits for.
    if (keys.length === 1 || round % 2 === 0 || keys[1] !== 'Escape') delays.push(delay);
  }
  console.log(`${what}: ${describeDelays(delays.slice(warmUp))}; load ${loadavg()[0]!.toFixed(1)}`);
}

async function measureEditor(): Promise<void> {
  const editor = await openEditor();
  try {
    const { workbench, workspace } = editor;
    const text = await readFile(join(workspace, name), 'utf8');
    await openBehind(workbench, name, text, /"learning_ra/);
    await workbench.page.locator('.squiggly-info').first().waitFor();
    await note(workbench.page);
    await measureKeys(workbench.page, 'VS Code: key to mark', '.squiggly-error', ['x', 'Backspace']);
    await openBehind(workbench, name, text, inList);
    const rows = '.suggest-widget.visible .monaco-list-row';
    await measureKeys(workbench.page, 'VS Code: key to completions', rows, ['Control+Space', 'Escape']);
  } finally {
    await editor.close();
  }
}

await measureThread();
await measureEditor();
