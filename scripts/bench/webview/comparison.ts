// The comparison page on fifty runs of a hundred thousand points each.

import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { CompareContract, CompareNotifications } from '../../../src/shared/messages/compare.ts';
import { compareParsers } from '../../../src/views/panels/parsers/compare.ts';
import { createAnalysisClient } from '../../../src/analysis/client.ts';
import { answering } from '../../../test/webview/answering.ts';
import { openPage } from '../../../test/webview/host.ts';
import { median } from '../figure.ts';
import type { Report } from '../webview.ts';
import { benchRunId, recordRun } from './recorded.ts';
import { createTaskMeter, firstDrawing, heapBytes, readBuiltPage, watchCharts, withPlace } from './stage.ts';

const runCount = 50;
const steps = 100_000;
const script = join(import.meta.dirname, '..', '..', '..', 'dist', 'analysis.js');

/** From asking for the page until the overlay of all curves is painted. */
export async function measureComparison(browser: Browser, rounds: number, report: Report): Promise<void> {
  const built = readBuiltPage('compare');
  const analysis = createAnalysisClient(script);
  await withPlace(async ({ runsFolder, open }) => {
    const runIds = Array.from({ length: runCount }, (_, index) => benchRunId(index));
    for (const runId of runIds) recordRun(runsFolder, { runId, steps, metrics: ['loss'], ended: true });
    const store = await open();
    const detail = async (runId: string) => {
      const found = await store.request('runs/get', { runId });
      if (!found) throw new Error(`There is no run ${runId}.`);
      return found;
    };
    const handlers = answering<CompareContract>(compareParsers, {
      ready: async () => ({ runs: await store.request('runs/list', {}), runIds }),
      'runs/series': (params) => store.request('runs/series', params),
      'compare/facts': async (params) =>
        analysis.request('compare/facts', { runs: await Promise.all(params.runIds.map(detail)) }),
      'compare/scores': async ({ runId, baseline }) =>
        analysis.request('compare/scores', { run: await detail(runId), baseline: await detail(baseline) }),
    });
    const times: number[] = [];
    let heap = NaN;
    for (let round = 0; round <= rounds; round++) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.addInitScript(watchCharts);
      await openPage<CompareContract, CompareNotifications>(page, built, { handlers, parsers: compareParsers }, 'dark');
      const ms = await firstDrawing(page, 'loss');
      if (round === 0)
        report(`first comparison of ${runCount} runs of ${steps} points, store just opened`, ms, 'ms', 1500);
      else times.push(ms);
      heap = await heapBytes((await createTaskMeter(page)).session);
      await page.close();
    }
    report(`comparison of ${runCount} runs of ${steps} points: all curves after`, median(times), 'ms', 1500);
    report('JavaScript heap of that page', heap / 2 ** 20, 'MiB', 150);
  }).finally(() => analysis.close());
}
