// The road through the whole house, in the real VS Code: launch from the palette, watch, reload in mid-run, finish, find it again.
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { runsFolder } from '../../src/shared/run-folder.ts';
import { keepFailure, openEditor, type Editor } from './editor.ts';
import { pointsOf, readJournal, readRun, selectedRun, until, waitForPoints } from './run-state.ts';

// The run takes one minute on two quiet cores; here an editor and a browser share them.
const RUN_WITHIN_MS = 10 * 60_000;
const START_WITHIN_MS = 2 * 60_000;

async function launchQuickStart({ workbench }: Editor): Promise<{ dashboard: FrameLocator; runId: string }> {
  await workbench.command('IPU: Launch Training Run');
  await workbench.pick('quick-start.ipu.json');
  const dashboard = await workbench.dashboard();
  return { dashboard, runId: await selectedRun(dashboard) };
}

function waitForState(dashboard: FrameLocator, runId: string, state: string, timeout: number): Promise<void> {
  return dashboard.locator(`[data-run-id="${runId}"][data-state="${state}"]`).waitFor({ timeout });
}

describe('a run from the palette to its result', { timeout: 20 * 60_000 }, () => {
  let editor: Editor;
  let runId: string;
  before(async () => {
    editor = await openEditor();
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  test('launching opens the dashboard, and its curves grow', async () => {
    const { workbench } = editor;
    let dashboard: FrameLocator;
    ({ dashboard, runId } = await launchQuickStart(editor));
    const first = await waitForPoints(dashboard, 'loss', 5, START_WITHIN_MS);
    await waitForPoints(dashboard, 'loss', first + 5, START_WITHIN_MS);
    for (const chart of ['learning-rate', 'throughput', 'ipu'])
      await waitForPoints(dashboard, chart, 2, START_WITHIN_MS);
    await dashboard.locator('[data-source="model"]', { has: dashboard.locator('canvas[data-chart="ipu"]') }).waitFor();
    await workbench.status.filter({ hasText: 'quick-start' }).waitFor();
    const runs = await workbench.showRuns();
    await runs.locator('.monaco-list-row', { hasText: 'quick-start' }).waitFor();
    await workbench.screenshot('running-dark');
  });

  test('reloading the window in mid-run loses nothing', async () => {
    const { workbench, workspace } = editor;
    const stepBefore = readRun(workspace, runId).step;
    await workbench.reload();
    await workbench.command('IPU: Open Dashboard');
    const dashboard = await workbench.dashboard();
    assert.equal(await selectedRun(dashboard), runId, 'the same run is shown');
    assert.equal(await dashboard.locator('[data-run-id]').count(), 1, 'and no other was started');
    await waitForPoints(dashboard, 'loss', stepBefore, START_WITHIN_MS);
    await until(`more than ${stepBefore} steps`, START_WITHIN_MS, () =>
      Promise.resolve(readRun(workspace, runId).step > stepBefore ? true : undefined),
    );
  });

  test('the run finishes; page, database and journal agree', async () => {
    const { workbench, workspace } = editor;
    const dashboard = await workbench.dashboard();
    await waitForState(dashboard, runId, 'completed', RUN_WITHIN_MS);
    const events = await readJournal(workspace, runId);
    const steps = events.flatMap((event) => (event.kind === 'metrics' && 'loss' in event.values ? [event.step] : []));
    assert.deepEqual(
      steps,
      Array.from({ length: steps.length }, (_, index) => index + 1),
      'every step is recorded once',
    );

    const row = readRun(workspace, runId);
    assert.equal(row.state, 'completed');
    assert.equal(row.step, steps.length);
    for (const name of ['eval_exact_match', 'eval_f1']) {
      const shown = dashboard.locator(`[data-result="${name}"]`);
      await shown.waitFor();
      const value = Number(await shown.getAttribute('data-value'));
      assert.ok(Number.isFinite(value) && value >= 0 && value <= 100, `${name} is a percentage: ${value}`);
      assert.equal(value, row.results[name], `${name} on the page and in the database`);
    }
    const trainF1 = Object.entries(row.results).find(([name]) => /train.*f1/.test(name));
    assert.ok(trainF1 && trainF1[1] > 80, `it has learnt its training questions: ${JSON.stringify(row.results)}`);
    assert.equal(await pointsOf(dashboard, 'loss'), steps.length, 'the whole curve is drawn');
    await workbench.screenshot('finished-dark');
  });

  test('after another reload the run is still listed, with its curve', async () => {
    const { workbench, workspace } = editor;
    await workbench.reload();
    await workbench.command('IPU: Open Dashboard');
    const dashboard = await workbench.dashboard();
    await waitForState(dashboard, runId, 'completed', START_WITHIN_MS);
    await dashboard.locator(`[data-run-id="${runId}"] button`).click();
    await waitForPoints(dashboard, 'loss', readRun(workspace, runId).step, START_WITHIN_MS);
    assert.deepEqual(editor.pageErrors, []);
  });
});

describe('stopping and resuming from the palette', { timeout: 10 * 60_000 }, () => {
  let editor: Editor;
  let stoppedRun: string;
  before(async () => {
    editor = await openEditor({ settings: { 'workbench.colorTheme': 'Light Modern' } });
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  test('the run ends with a checkpoint, and says that it was stopped', async () => {
    const { workbench, workspace } = editor;
    const { dashboard, runId } = await launchQuickStart(editor);
    stoppedRun = runId;
    await waitForPoints(dashboard, 'loss', 10, START_WITHIN_MS);
    await workbench.screenshot('running-light');
    await workbench.command('IPU: Stop Run');
    await waitForState(dashboard, runId, 'stopped', START_WITHIN_MS);
    const events = await readJournal(workspace, runId);
    const checkpoint = events.findLast((event) => event.kind === 'checkpoint');
    assert.ok(checkpoint, 'a checkpoint is recorded');
    await access(join(workspace, runsFolder, runId, checkpoint.path, 'model.safetensors'));
    assert.equal(checkpoint.step, readRun(workspace, runId).step, 'of the last step');
    assert.equal(events.at(-1)?.kind, 'end');
    await workbench.screenshot('stopped-light');
  });

  test('it goes on from there, in the same folder and on the same curve, and can be stopped again', async () => {
    const { workbench, workspace } = editor;
    const stoppedAt = readRun(workspace, stoppedRun).step;
    await workbench.command('IPU: Resume Run');
    const dashboard = await workbench.dashboard();
    await waitForState(dashboard, stoppedRun, 'running', START_WITHIN_MS);
    await waitForPoints(dashboard, 'loss', stoppedAt + 5, START_WITHIN_MS);
    await workbench.command('IPU: Stop Run');
    await waitForState(dashboard, stoppedRun, 'stopped', START_WITHIN_MS);
    const events = await readJournal(workspace, stoppedRun);
    assert.equal(events.filter(({ kind }) => kind === 'hello').length, 2);
    const steps = events.flatMap((event) => (event.kind === 'metrics' ? [event.step] : []));
    assert.deepEqual(
      steps,
      Array.from({ length: steps.length }, (_, index) => index + 1),
      'no step is computed twice',
    );
    assert.deepEqual(editor.pageErrors, []);
  });
});
