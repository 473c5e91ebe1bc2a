// The page in a real browser: the hooks that the end-to-end test reads, the policy, themes, live growth. Skipped, visibly,
// where there is no Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Handlers } from '../../src/shared/messages/contract.ts';
import type { DashboardContract, DashboardNotifications } from '../../src/shared/messages/dashboard.ts';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import { dashboardParsers } from '../../src/views/panels/parsers/dashboard.ts';
import { answering } from './answering.ts';
import { waitFor } from '../support/wait.ts';
import { allRuns, completed, curvesOf, detailOf, failed, running } from '../../webview/components/fixtures/runs.ts';
import { answerSeries } from '../../webview/components/fixtures/series.ts';
import type { ThemeName } from '../../webview/components/themes.ts';
import { buildPage, openPage, type BuiltPage } from './host.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`;

let browser: Browser;
let built: BuiltPage;
before(async () => {
  if (skip) return;
  built = await buildPage('dashboard');
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
});
after(() => browser?.close());

async function show(
  runs: readonly RunSummary[],
  selected: RunSummary | null,
  overrides: Partial<Handlers<DashboardContract>> = {},
  theme: ThemeName = 'dark',
) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const handlers = answering<DashboardContract>(dashboardParsers, {
    ready: () => ({ runs, selected: selected?.runId ?? null, trusted: true }),
    'runs/get': ({ runId }) => {
      const run = runs.find((one) => one.runId === runId);
      return run ? detailOf(run) : null;
    },
    'runs/series': (request) =>
      answerSeries(curvesOf(runs.find((one) => one.runId === request.runId)?.step ?? 0), request),
    ...overrides,
  });
  const answers = { handlers, parsers: dashboardParsers };
  const host = await openPage<DashboardContract, DashboardNotifications>(page, built, answers, theme);
  return { page, host, errors };
}

/** Waits until a chart says that it has drawn this many points. */
function pointsDrawn(page: Page, chart: string, points: number) {
  return page.locator(`canvas[data-chart="${chart}"][data-points="${points}"]`).waitFor();
}

/** How many pixels of a chart are not transparent. */
function inkOf(page: Page, chart: string): Promise<number> {
  return page.evaluate(`(() => {
    const canvas = document.querySelector('canvas[data-chart="${chart}"]');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, index) => index % 4 === 3 && value > 0).length;
  })()`);
}

test('runs, figures and charts carry what the end-to-end test reads', { skip }, async () => {
  const { page, errors } = await show(allRuns, completed);
  for (const chart of ['loss', 'learning-rate', 'throughput']) await pointsDrawn(page, chart, 375);
  await pointsDrawn(page, 'ipu', 4 * 375);
  assert.equal(await page.locator('body').getAttribute('data-page'), 'dashboard');
  assert.equal(await page.locator('[data-run-id]').count(), allRuns.length);
  assert.equal(await page.locator(`[data-run-id="${failed.runId}"]`).getAttribute('data-state'), 'failed');
  const f1 = page.locator('[data-result="eval_f1"]');
  assert.equal(await f1.getAttribute('data-value'), String(completed.results['eval_f1']));
  assert.equal(await f1.innerText(), '9.1 %');
  assert.ok((await inkOf(page, 'loss')) > 1000);
  const modelled = page.locator('[data-source="model"]');
  assert.equal(await modelled.count(), 1);
  assert.match(await modelled.innerText(), /IPU utilisation[\s\S]*modelled/i);
  assert.deepEqual(errors, []);
});

test(
  'the page works under its policy; the controls’ inline style attributes are all that it refuses',
  { skip },
  async () => {
    const { page } = await show(allRuns, completed);
    await pointsDrawn(page, 'loss', 375);
    const refused = await page.evaluate<string[]>('window.violations');
    assert.deepEqual(
      [...new Set(refused)].filter((directive) => directive !== 'style-src-attr'),
      [],
    );
  },
);

test('a running run grows as the host tells, and becomes a finished one', { skip }, async () => {
  let now: RunSummary = { ...running, step: 10, progress: { phase: 'train', done: 10, total: 375 } };
  const { page, host } = await show([now], now, {
    'runs/get': () => detailOf(now),
    'runs/series': (request) => answerSeries(curvesOf(now.step), request),
  });
  await pointsDrawn(page, 'loss', 10);
  now = { ...now, step: 90, lastEventAt: now.lastEventAt + 1, progress: { phase: 'train', done: 90, total: 375 } };
  host.notify('runs/changed', { runs: [now] });
  await pointsDrawn(page, 'loss', 90);
  assert.match(await page.locator('.progress-text').innerText(), /^step 90\/375 · 24 %/);
  now = { ...completed, runId: now.runId, lastEventAt: now.lastEventAt + 2 };
  host.notify('runs/changed', { runs: [now] });
  await page.locator('[data-result="eval_f1"]').waitFor();
  assert.equal(await page.locator('[data-action="stop"]').isVisible(), false);
});

test('clicks reach the host with the run’s id', { skip }, async () => {
  const calls: string[] = [];
  const { page } = await show(allRuns, running, {
    'runs/stop': ({ runId }) => (calls.push(`stop ${runId}`), null),
    'runs/open-output': ({ runId }) => (calls.push(`output ${runId}`), null),
    launch: () => (calls.push('launch'), null),
  });
  await page.locator('[data-action="stop"]').click();
  await page.locator(`[data-run-id="${failed.runId}"] button`).click();
  await page.locator('.run-header[data-state="failed"]').waitFor();
  assert.match(await page.locator('.run-header [role="alert"]').innerText(), /does not exist[\s\S]*Mend/);
  await page.locator('[data-action="output"]').click();
  await page.locator('.runs [data-action="launch"]').click();
  await waitFor('three calls', () => calls.length === 3);
  assert.deepEqual(calls, [`stop ${running.runId}`, `output ${failed.runId}`, 'launch']);
});

test('the run that was chosen is chosen again after a reload', { skip }, async () => {
  const { page } = await show(allRuns, null);
  await page.locator(`[data-run-id="${completed.runId}"] button`).click();
  await pointsDrawn(page, 'loss', 375);
  await page.reload();
  await pointsDrawn(page, 'loss', 375);
  assert.equal(await page.locator('[data-run-id]:has([aria-current])').getAttribute('data-run-id'), completed.runId);
});

test('without runs the page says how to get one; without trust, why not', { skip }, async () => {
  const { page } = await show([], null);
  await page.locator('[data-role="empty"] [data-action="launch"]').waitFor();
  const restricted = await show([], null, { ready: () => ({ runs: [], selected: null, trusted: false }) });
  const empty = restricted.page.locator('[data-role="empty"]');
  await empty.waitFor();
  assert.match(await empty.innerText(), /trust this workspace/);
  assert.equal(await restricted.page.locator('[data-action="launch"]:visible').count(), 0);
});

test('names from files stay text', { skip }, async () => {
  const evil = { ...running, name: '<img src=x onerror="document.title=1">' };
  const { page } = await show([evil], evil);
  await page.locator('h1', { hasText: '<img src=x' }).waitFor();
  assert.equal(await page.locator('img').count(), 0);
});

test('nothing is wider than the page, in every theme and narrow too', { skip }, async () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    const { page } = await show(allRuns, failed, {}, theme);
    await page.locator('.run-header[data-state="failed"]').waitFor();
    for (const width of [1100, 700, 420]) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      assert.ok(over <= 0, `${theme}, ${width} px: ${over} px too wide`);
    }
    await page.close();
  }
});

test('more than two notes are folded away, and unfold', { skip }, async () => {
  const log = [1, 2, 3, 4, 5, 6].map((place) => ({
    time: place,
    level: 'warning',
    message: `Warning ${place}`,
  }));
  const { page, errors } = await show([completed], completed, {
    'runs/get': () => ({ ...detailOf(completed), checkpoints: [], log }),
  });
  const notes = page.locator('.run-header .notes li:visible');
  await page.locator('.more-notes summary', { hasText: '4 more notes' }).waitFor();
  assert.equal(await notes.count(), 2);
  await page.locator('.more-notes summary').click();
  assert.deepEqual(
    await notes.allInnerTexts(),
    log.map(({ message }) => message),
  );
  assert.deepEqual(errors, []);
  await page.close();
});
