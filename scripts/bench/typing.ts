// How long the Plan panel takes to follow a key: from the key going down to the changed page, in the real VS Code.
//   node scripts/setup.mjs --tests --then scripts/bench/typing.ts
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { openEditor } from '../../test/e2e/editor.ts';
import { until } from '../../test/e2e/run-state.ts';

const file = 'bert-large-squad.ipu.json';
const keys = 60;
const warmUp = 10;

// Of the browser, where the functions below run.
declare function addEventListener(type: string, listener: () => void, capture: boolean): void;
declare const MutationObserver: new (listener: () => void) => { observe(target: unknown, options: object): void };

/** Where each page notes its times: milliseconds since 1970, with fractions. */
interface Noted {
  times: number[];
}

async function noteKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = globalThis as unknown as Noted;
    noted.times = [];
    const note = (): void => void noted.times.push(performance.timeOrigin + performance.now());
    addEventListener('keydown', note, true);
  });
}

async function noteChanges(plan: FrameLocator): Promise<void> {
  await plan.locator('body').evaluate((body) => {
    const noted = globalThis as unknown as Noted;
    noted.times = [];
    const note = (): void => void noted.times.push(performance.timeOrigin + performance.now());
    new MutationObserver(note).observe(body, { subtree: true, attributes: true, attributeFilter: ['data-value'] });
  });
}

/** The first time noted since the last call, if there is one. */
function takeTime(): number | undefined {
  return (globalThis as unknown as Noted).times.splice(0)[0];
}

const editor = await openEditor();
try {
  const { workbench, workspace } = editor;
  const text = await readFile(join(workspace, file), 'utf8');
  const before = /[^]*"gradient_accumulation_steps": \d+/.exec(text)![0].split('\n');
  await workbench.openFile(file, before.length, before.at(-1)!.length + 1);
  await workbench.command('IPU: Plan');
  const plan = await workbench.plan();
  const body = plan.locator('body');
  await plan.locator('[data-batch="stepsPerEpoch"][data-value]').waitFor();
  await noteKeys(workbench.page);
  await noteChanges(plan);
  const delays: number[] = [];
  for (let key = 0; key < keys; key++) {
    await workbench.page.keyboard.press(key % 2 === 0 ? '0' : 'Backspace');
    const changed = await until('the page to change', 10_000, () => body.evaluate(takeTime));
    const pressed = await workbench.page.evaluate(takeTime);
    if (key >= warmUp && pressed !== undefined) delays.push(changed - pressed);
  }
  delays.sort((a, b) => a - b);
  const at = (share: number): string => `${delays[Math.floor(share * (delays.length - 1))]!.toFixed(0)} ms`;
  console.log(
    `key to page: fastest ${at(0)}, median ${at(0.5)}, nine of ten ${at(0.9)}; load ${loadavg()[0]!.toFixed(1)}`,
  );
} finally {
  await editor.close();
}
