// How fast the pages are: dashboard, table and comparison in headless Chromium with a real store behind them, and TensorBoard's page on
// the same event files. VS Code's panel, frame and extension host come on top of our figures, a network on top of nobody's.
//   npm run bench -- webview [size] [million] [live] [table] [compare] [tensorboard] [--rounds N] [--points N]
// IPUW_TENSORBOARD names the `tensorboard` of a Python environment (pip install tensorboard).

import { readFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import { setUpChromium } from '../setup/chromium.mjs';
import { median } from './figure.ts';
import { describeMachine } from './machine.ts';
import { benchRunId, recordRun, valueAt } from './webview/recorded.ts';
import { createTaskMeter, firstDrawing, heapBytes, openDashboard, readBuiltPage, withPlace } from './webview/stage.ts';
import { measureComparison } from './webview/comparison.ts';
import { measureTable } from './webview/table.ts';
import { measureTensorBoard } from './webview/peer.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, points: { type: 'string', default: '1000000' } },
});
const rounds = Number(values.rounds);
const points = Number(values.points);
const dist = join(import.meta.dirname, '..', '..', 'dist', 'webview');

/** Says a figure and the mark it must keep below. */
export type Report = (what: string, value: number, unit: string, mark?: number) => void;

const report: Report = (what, value, unit, mark) => {
  const verdict = mark === undefined ? '' : value < mark ? `, mark ${mark}: passed` : `, mark ${mark}: NOT REACHED`;
  console.log(`${what}: ${value < 100 ? value.toFixed(1) : value.toFixed(0)} ${unit}${verdict}`);
};

function size(): void {
  for (const page of ['dashboard', 'plan', 'compare']) {
    const bytes = (kind: string): number => gzipSync(readFileSync(join(dist, `${page}.${kind}`))).length;
    report(`bundle of the ${page} page, gzipped`, (bytes('js') + bytes('css')) / 1024, 'KiB', 400);
  }
}

/** A run of a million points: from asking for the page to its first painted curve, a zoom, and what the page holds. */
async function million(browser: Browser): Promise<void> {
  const built = readBuiltPage('dashboard');
  await withPlace(async ({ runsFolder, open }) => {
    const runId = benchRunId(0);
    recordRun(runsFolder, { runId, steps: points, metrics: ['loss'], ended: true });
    const store = await open();
    const opened: number[] = [];
    const zoomed: number[] = [];
    let heap = NaN;
    for (let round = 0; round <= rounds; round++) {
      const { page } = await openDashboard(browser, built, store, runId);
      const first = await firstDrawing(page, 'loss');
      const zooms = [await zoom(page, 0.3, 0.5), await zoom(page, 0.2, 0.6), await zoom(page, 0.1, 0.9)];
      // The first round fills caches of the browser and of the store; it is said apart.
      if (round === 0)
        report(`first page with ${points} points, store just opened: first curve after`, first, 'ms', 500);
      else {
        opened.push(first);
        zoomed.push(...zooms);
      }
      const { session } = await createTaskMeter(page);
      heap = await heapBytes(session);
      await page.close();
    }
    report(`run of ${points} points: first curve after`, median(opened), 'ms', 500);
    report('zoom by drag: from letting go to the new curve', median(zoomed), 'ms', 150);
    report('JavaScript heap of that page', heap / 2 ** 20, 'MiB', 150);
  });
}

/** Drags over a part of the loss's width; ms from letting the button go until its points have changed and were painted. */
async function zoom(page: Page, from: number, to: number): Promise<number> {
  const figure = page.locator('figure.chart', { has: page.locator('canvas[data-chart="loss"]') });
  const box = await figure.locator('canvas').boundingBox();
  if (!box) throw new Error('The chart of the loss has no place.');
  await page.evaluate(`(() => {
    const canvas = document.querySelector('canvas[data-chart="loss"]');
    // What the note says after its \"of\": until the answer is there it stays that of the part that was shown before.
    const note = () => canvas.closest('figure').querySelector('.note').textContent.split(' of ')[1];
    window.zoomed = new Promise((resolve) => {
      addEventListener('pointerup', () => {
        const [let_go, before] = [performance.now(), note()];
        const watch = () => {
          if (note() === before) return requestAnimationFrame(watch);
          requestAnimationFrame(() => resolve(performance.now() - let_go));
        };
        watch();
      }, { once: true, capture: true });
    });
  })()`);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 5 });
  await page.mouse.up();
  return Number(await page.evaluate('window.zoomed'));
}

/** A run that goes on: ten events a second for a while; what the page's thread works for each drawing. */
async function live(browser: Browser): Promise<void> {
  const built = readBuiltPage('dashboard');
  await withPlace(async ({ runsFolder, open }) => {
    const runId = benchRunId(0);
    const steps = 100_000;
    const metrics = ['loss', 'learning_rate', 'grad_norm', 'samples_per_second'];
    const journal = recordRun(runsFolder, { runId, steps, metrics, ended: false });
    const store = await open();
    const { page } = await openDashboard(browser, built, store, runId);
    await firstDrawing(page, 'loss');
    await page.evaluate(`(() => {
      window.longTasks = [];
      new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ entryTypes: ['longtask'] });
      window.drawings = 0;
      const canvas = document.querySelector('canvas[data-chart="loss"]');
      new MutationObserver(() => window.drawings++).observe(canvas, { attributes: true, attributeFilter: ['aria-label'] });
    })()`);
    await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
    const seconds = 20;
    let bytes: Uint8Array[] = [];
    const next = steps + 2;
    const writer = createJournalWriter({ append: (line) => void bytes.push(line), now: () => Date.now(), next });
    for (let event = 1; event <= seconds * 10; event++) {
      const step = steps + event;
      writer.write({
        kind: 'metrics',
        step,
        values: Object.fromEntries(metrics.map((name, index) => [name, valueAt(step, steps, index)])),
      });
      await appendFile(journal, Buffer.concat(bytes));
      bytes = [];
      await wait(100);
    }
    const frames = frameTimes(await browser.stopTracing());
    const drawings = Number(await page.evaluate('window.drawings'));
    const longest = Math.max(0, ...((await page.evaluate('window.longTasks')) as number[]));
    if (drawings === 0) throw new Error('The page has drawn nothing new.');
    console.log(
      `${seconds} s of ten events a second: ${drawings} drawings, longest task over 50 ms: ${longest.toFixed(0)} ms`,
    );
    if (frames.length === 0) throw new Error('No frame was seen.');
    const share = (part: number): number => frames[Math.floor(frames.length * part)] ?? NaN;
    console.log(`${frames.length} frames, the longest: ${(frames.at(-1) ?? NaN).toFixed(0)} ms of processor time`);
    report('processor time of the page’s thread for a frame, median', share(0.5), 'ms', 16);
    report('the same, nine of ten frames below', share(0.9), 'ms', 16);
  });
}

interface TraceEvent {
  readonly [name: string]: unknown;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Of its thread's own clock, in µs, which stands still while others have the processor. */
  readonly tts?: number;
  readonly tdur?: number;
}

/** What each frame took of the page's thread, scripts, layout, painting and canvases, in ms, shortest first. */
function frameTimes(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { readonly traceEvents: readonly TraceEvent[] };
  const called = (name: string): TraceEvent[] => traceEvents.filter((event) => event.name === name);
  const commits = called('Commit').map(({ pid, tid, tts = NaN }) => ({ thread: `${pid} ${tid}`, tts }));
  // Those of pages; the browser's own window has frames too.
  const threads = new Set(called('FireAnimationFrame').map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = called('RunTask').filter(({ pid, tid }) => threads.has(`${pid} ${tid}`));
  const isFrame = ({ pid, tid, tts = NaN, tdur = NaN }: TraceEvent): boolean =>
    commits.some((commit) => commit.thread === `${pid} ${tid}` && commit.tts >= tts && commit.tts <= tts + tdur);
  return tasks
    .filter(isFrame)
    .map(({ tdur = NaN }) => tdur / 1000)
    .sort((a, b) => a - b);
}

const cases: Readonly<Record<string, (browser: Browser) => unknown>> = {
  size,
  million,
  live,
  table: (browser) => measureTable(browser, report),
  compare: (browser) => measureComparison(browser, rounds, report),
  tensorboard: async (browser) => {
    const folder = await mkdtemp(join(tmpdir(), 'ipu-bench-events-'));
    try {
      await mkdir(join(folder, 'events'));
      await measureTensorBoard(browser, join(folder, 'events'), { points, rounds });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const unknown = positionals.filter((name) => !Object.hasOwn(cases, name));
if (unknown.length > 0) throw new Error(`There is no case ${unknown.join(', ')}: ${Object.keys(cases).join(', ')}.`);
console.log(describeMachine(new Date()));
const browser = await chromium.launch({ executablePath: await setUpChromium(), args: ['--no-sandbox'] });
console.log(`Chromium ${browser.version()}, headless, medians of ${rounds} rounds`);
try {
  for (const [name, run] of Object.entries(cases)) {
    if (positionals.length === 0 || positionals.includes(name)) await run(browser);
  }
} finally {
  await browser.close();
}
