// The Details tab in a real browser: what it shows and asks, by mouse and keyboard, and what axe-core finds. Skipped, visibly, where
// there is no Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import { AppError } from '../../../src/shared/errors.ts';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract, DashboardNotifications } from '../../../src/shared/messages/dashboard.ts';
import type { AnnotationChange, RunDetail, RunSummary } from '../../../src/shared/messages/runs.ts';
import { dashboardParsers } from '../../../src/views/panels/parsers/dashboard.ts';
import { answering } from '../answering.ts';
import { seriousProblems } from '../axe.ts';
import { waitFor } from '../../support/wait.ts';
import { detailAnswers, details } from '../../../webview/components/fixtures/details.ts';
import { allRuns, completed, curvesOf, detailOf, running } from '../../../webview/components/fixtures/runs.ts';
import type { ThemeName } from '../../../webview/components/themes.ts';
import { buildPage, openPage, type BuiltPage } from '../host.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`;
/** A folder to keep pictures in, for whoever wants to look. */
const pictures = process.env['PICTURES'];

let browser: Browser;
let built: BuiltPage;
before(async () => {
  if (skip) return;
  built = await buildPage('dashboard');
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
});
after(() => browser?.close());

const run: RunSummary = {
  ...completed,
  source: 'quick-start.ipu.json',
  annotations: { tags: ['baseline'], notes: 'The first good one.' },
};
const detail: RunDetail = {
  ...detailOf(run),
  experiment: { name: 'quick-start' },
  log: [
    { time: run.startedAt, level: 'info', message: 'Execution provider: cpu' },
    { time: run.startedAt + 1, level: 'warning', message: 'The gradients are not finite.' },
  ],
  badLines: [{ line: 7, reason: 'its checksum is wrong.' }],
};

async function show(overrides: Partial<Handlers<DashboardContract>> = {}, theme: ThemeName = 'dark') {
  const page = await browser.newPage({ viewport: { width: 1200, height: 1400 } });
  const runs = [run, ...allRuns.filter(({ runId }) => runId !== run.runId)];
  const handlers = answering<DashboardContract>(dashboardParsers, {
    ready: () => ({ runs, selected: run.runId, trusted: true }),
    'runs/get': ({ runId }) => (runId === run.runId ? detail : detailOf(runs.find((one) => one.runId === runId)!)),
    'runs/series': () => curvesOf(20),
    ...detailAnswers,
    ...overrides,
  });
  const answers = { handlers, parsers: dashboardParsers };
  const host = await openPage<DashboardContract, DashboardNotifications>(page, built, answers, theme);
  await page.locator('[data-tab="details"]').click();
  return { page, host, tab: page.locator('.details-tab') };
}

test('it shows what was run, with what, and what was said', { skip }, async () => {
  const { page, tab } = await show();
  await tab.locator('[data-field="training.learning_rate"]').waitFor();
  assert.deepEqual(await tab.locator('tbody tr').count(), 2, 'only what differs');
  await tab.locator('.check input').uncheck();
  assert.equal(await tab.locator('tbody tr').count(), details.configuration.fields.length);
  await tab.locator('[placeholder="Search fields and values"]').fill('epochs');
  assert.deepEqual(await tab.locator('tbody tr').allInnerTexts(), ['training.num_train_epochs\t3\t3']);
  assert.match(await tab.innerText(), /quick-start\.ipu\.json[^]*ONNX Runtime[^]*1\.30\.0[^]*Step 200/);
  await tab.locator('.uncommitted summary').click();
  assert.match(await tab.locator('.diff').innerText(), /\+new/);
  await tab.locator('select').selectOption('warning');
  assert.equal(await tab.locator('.log li').count(), 1);
  assert.match(await tab.locator('.skipped summary').innerText(), /^1 line of the journal/);
  await page.close();
});

test('tags and notes are edited in place, by keyboard', { skip }, async () => {
  const changes: AnnotationChange[] = [];
  const { page, host, tab } = await show({
    'runs/annotate': ({ runIds, change }) => {
      assert.deepEqual(runIds, [run.runId]);
      changes.push(change);
      return [];
    },
  });
  await tab.getByLabel('Add a tag').fill('lr 3e-5, seed 43');
  await page.keyboard.press('Enter');
  await tab.getByLabel('Remove the tag baseline').press('Enter');
  await tab.getByLabel('Notes', { exact: true }).fill('Better than it looks.');
  await page.keyboard.press('Control+Enter');
  await waitFor('three changes', () => changes.length === 3);
  assert.deepEqual(changes, [
    { addTags: ['lr 3e-5', 'seed 43'] },
    { removeTags: ['baseline'] },
    { notes: 'Better than it looks.' },
  ]);
  // While something is typed that is not kept yet, what the host says does not take its place.
  await tab.getByLabel('Notes', { exact: true }).fill('Half a sent');
  host.notify('runs/changed', { runs: [{ ...run, annotations: { tags: ['new'], notes: 'From elsewhere' } }] });
  await tab.locator('[data-tag="new"]').waitFor();
  assert.equal(await tab.getByLabel('Notes', { exact: true }).inputValue(), 'Half a sent');
  await page.close();
});

test('notes that were typed are kept for the run they were typed at', { skip }, async () => {
  const kept: string[] = [];
  const { page, host, tab } = await show({
    'runs/annotate': ({ runIds, change }) => {
      kept.push(`${runIds.join()} ${change.notes}`);
      return [];
    },
  });
  await tab.getByLabel('Notes', { exact: true }).fill('Of the first');
  host.notify('select', { runId: running.runId });
  await waitFor('the notes', () => kept.length > 0);
  assert.deepEqual(kept, [`${run.runId} Of the first`]);
  await waitFor('the other run', async () => (await tab.getByLabel('Notes', { exact: true }).inputValue()) === '');
  await page.close();
});

test('buttons reach the host with the run; a checkpoint goes by its step', { skip }, async () => {
  const calls: string[] = [];
  const { page, tab } = await show({
    'details/run-again': ({ runId }) => (calls.push(`again ${runId}`), null),
    'details/copy-command': ({ runId }) => (calls.push(`copy ${runId}`), null),
    'details/reveal': ({ runId, checkpoint }) => (calls.push(`reveal ${runId} ${checkpoint}`), null),
  });
  for (const action of ['run-again', 'copy-command']) await tab.locator(`[data-action="${action}"]`).click();
  await tab.getByLabel('Reveal the checkpoint of step 200').click();
  await waitFor('three calls', () => calls.length === 3);
  assert.deepEqual(calls, [`again ${run.runId}`, `copy ${run.runId}`, `reveal ${run.runId} 200`]);
  await page.close();
});

test('what was not recorded, or cannot be read, is told in its place', { skip }, async () => {
  const nothing = await show({
    'details/get': () => ({ configuration: { fields: [], problem: '' }, environment: null }),
  });
  await nothing.tab.getByText('No experiment was recorded with this run.').waitFor();
  await nothing.tab.getByText('The environment was not recorded with this run.').waitFor();
  await nothing.page.close();
  const broken = await show({
    'details/get': () => {
      throw new AppError('gone', 'The run folder is gone.', 'Refresh the list of runs.');
    },
  });
  await broken.tab.getByText('The run folder is gone.').waitFor();
  assert.equal(await broken.tab.getByText('Reading what was recorded').isVisible(), false);
  await broken.page.close();
});

test('nobody is kept out and nothing is wider than the page, in every theme', { skip }, async () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    const { page, tab } = await show({}, theme);
    await tab.locator('[data-field="training.learning_rate"]').waitFor();
    assert.deepEqual(await seriousProblems(page, '.details-tab'), [], theme);
    if (pictures) await tab.screenshot({ path: `${pictures}/details-${theme}.png` });
    for (const width of [1200, 700, 500]) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      assert.ok(over <= 0, `${theme}, ${width} px: ${over} px too wide`);
      if (pictures && width === 500)
        await page.screenshot({ path: `${pictures}/details-${theme}-narrow.png`, fullPage: true });
    }
    await page.close();
  }
});
