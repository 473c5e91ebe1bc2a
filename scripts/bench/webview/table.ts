// The table of ten thousand runs: how long it takes to open, and whether a frame takes over 50 ms while it is scrolled and filtered.

import type { Browser, Page } from 'playwright-core';
import type { DashboardContract, DashboardNotifications } from '../../../src/shared/messages/dashboard.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { dashboardParsers } from '../../../src/views/panels/parsers/dashboard.ts';
import { answering } from '../../../test/webview/answering.ts';
import { openPage } from '../../../test/webview/host.ts';
import type { Report } from '../webview.ts';
import { benchRunId, valueAt } from './recorded.ts';
import { createTaskMeter, heapBytes, readBuiltPage } from './stage.ts';

const runCount = 10_000;

/** Opens the table, scrolls it to its end and back, filters and sorts it. */
export async function measureTable(browser: Browser, report: Report): Promise<void> {
  const runs = Array.from({ length: runCount }, (_, index) => summaryOf(index));
  const handlers = answering<DashboardContract>(dashboardParsers, {
    ready: () => ({ runs, selected: null, trusted: true }),
    'runs/get': () => null,
    'runs/series': () => [],
    'runs/fields': () => ({}),
    'views/list': () => [],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(watchFrames);
  const startedAt = performance.now();
  const answers = { handlers, parsers: dashboardParsers };
  await openPage<DashboardContract, DashboardNotifications>(page, readBuiltPage('dashboard'), answers, 'dark');
  await page.locator('[data-action="show-table"]').click();
  await page.locator('[role="grid"] [data-row]').first().waitFor();
  report(`table of ${runCount} runs: shown after`, performance.now() - startedAt, 'ms');
  await page.locator('[role="grid"] [data-row]').first().hover();
  await longFrames(page);
  for (const step of [90, 900, 9000, -90, -900, -9000]) {
    for (let turn = 0; turn < 20; turn++) {
      await page.mouse.wheel(0, step);
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
    }
  }
  report('longest frame over 50 ms while scrolling (0: none)', await longFrames(page), 'ms', 50);
  await page.locator('[role="columnheader"][data-column]').nth(2).click();
  report('longest frame over 50 ms when sorted by a column', await longFrames(page), 'ms');
  await page.keyboard.press('Control+Home');
  const { session } = await createTaskMeter(page);
  report('JavaScript heap of that page', (await heapBytes(session)) / 2 ** 20, 'MiB', 150);
  await page.close();
}

/** Frames that take over 50 ms, as the browser itself counts them. */
const watchFrames = `(() => {
  window.longFrames = [];
  new PerformanceObserver((list) => window.longFrames.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'long-animation-frame' });
})()`;

/** The longest of them since the last call; 0 if there was none. */
async function longFrames(page: Page): Promise<number> {
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');
  return Number(await page.evaluate('Math.max(0, ...window.longFrames.splice(0))'));
}

function summaryOf(index: number): RunSummary {
  const startedAt = Date.UTC(2026, 0, 1) + index * 60_000;
  const loss = valueAt(index, runCount, 0);
  return {
    runId: benchRunId(index),
    name: `bert-${index % 7 === 0 ? 'large' : 'base'}-${index}`,
    ...(index % 3 === 0 && { group: `group ${index % 40}` }),
    state: index % 11 === 0 ? 'failed' : 'completed',
    startedAt,
    lastEventAt: startedAt + 50_000,
    workedMs: 50_000,
    step: 1000 + (index % 500),
    latest: { loss, learning_rate: 1e-5 * (index % 9), samples_per_second: 100 + (index % 77) },
    ranges: { loss: { min: loss / 2, max: loss * 3 } },
    results: { eval_f1: 60 + (index % 300) / 10, eval_exact_match: 50 + (index % 300) / 10, train_loss: loss },
    points: 100,
  };
}
