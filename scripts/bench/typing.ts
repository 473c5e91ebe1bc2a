// How long the Plan panel takes to follow a key: from the key going down to the changed page, in the real VS Code, and how much of
// it the page takes to draw.
//   node scripts/setup.mjs --tests --then scripts/bench/typing.ts
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { openEditor } from '../../test/e2e/editor.ts';
import { until } from '../../test/e2e/run-state.ts';
import { describeDelays } from './timing.ts';

const file = 'bert-large-squad.ipu.json';
const keys = 60;
const warmUp = 10;

// Of the browser, where the functions below run.
declare function addEventListener(type: string, listener: () => void, capture: boolean): void;
declare const MutationObserver: new (listener: () => void) => { observe(target: unknown, options: object): void };

/** Where each page notes its times: milliseconds since 1970, with fractions. */
interface Noted {
  times: number[];
  messages: number[];
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
    noted.messages = [];
    const now = (): number => performance.timeOrigin + performance.now();
    addEventListener('message', () => void noted.messages.push(now()), true);
    const note = (): void => void noted.times.push(now());
    new MutationObserver(note).observe(body, { subtree: true, attributes: true, attributeFilter: ['data-value'] });
  });
}

/** The first time noted since the last call, if there is one. */
function takeTime(): number | undefined {
  return (globalThis as unknown as Noted).times.splice(0)[0];
}

/** The time of the first message since the last call. */
function takeMessage(): number | undefined {
  return (globalThis as unknown as Noted).messages.splice(0)[0];
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
  const [delays, draws]: [number[], number[]] = [[], []];
  for (let key = 0; key < keys; key++) {
    await workbench.page.keyboard.press(key % 2 === 0 ? '0' : 'Backspace');
    const changed = await until('the page to change', 10_000, () => body.evaluate(takeTime));
    const pressed = await workbench.page.evaluate(takeTime);
    const told = await body.evaluate(takeMessage);
    if (key < warmUp || pressed === undefined || told === undefined) continue;
    delays.push(changed - pressed);
    draws.push(changed - told);
  }
  console.log(`key to page: ${describeDelays(delays)}; load ${loadavg()[0]!.toFixed(1)}`);
  console.log(`of it, message to page: ${describeDelays(draws)}`);
} finally {
  await editor.close();
}
