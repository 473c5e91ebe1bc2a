// In Restricted Mode recorded runs can be browsed and experiments planned, and nothing can be launched: the command says why, and what to do.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { runsFolder } from '../../src/shared/run-folder.ts';
import { keepFailure, openEditor, writeBriefExperiment, type Editor } from './editor.ts';
import { waitForPoints } from './run-state.ts';
import { complete, openBehind, problems } from './text-editor.ts';

const WITHIN_MS = 2 * 60_000;

/** One epoch of the quick start, trained by the command line that is in the package. */
async function trainBriefly({ workspace, extension }: Editor): Promise<void> {
  const file = await writeBriefExperiment(workspace);
  await promisify(execFile)(process.execPath, [join(extension, 'dist', 'cli.js'), 'train', file], { cwd: workspace });
}

describe('an untrusted workspace', { timeout: 10 * 60_000 }, () => {
  let editor: Editor;
  before(async () => {
    const trust = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
    editor = await openEditor({ settings: trust });
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  test('says in the view what can be done, and what needs trust', async () => {
    const { workbench } = editor;
    const view = await workbench.showRuns();
    await view.getByText('launching and stopping need a trusted workspace').waitFor();
    await view.getByText('Manage Workspace Trust').waitFor();
    await workbench.screenshot('untrusted-dark');
  });

  test('offers the launch, which says why it cannot, and leads to the place where trust is given', async () => {
    const { workbench, workspace } = editor;
    const offered = await workbench.searchCommands('IPU: ');
    assert.ok(
      offered.some((label) => label.includes('IPU: Launch Training Run')),
      offered.join(),
    );
    await workbench.command('IPU: Launch Training Run');
    const notification = workbench.notifications.filter({ hasText: 'Launching a run needs a trusted workspace' });
    await notification.waitFor();
    assert.ok(!existsSync(join(workspace, runsFolder)), 'nothing was started');
    await notification.getByText('Manage Workspace Trust', { exact: true }).click();
    await workbench.page.locator('.workspace-trust-editor').waitFor();
    await workbench.command('View: Close All Editors');
  });

  test('an experiment is completed, and its author told what is wrong', async () => {
    const { workbench, workspace } = editor;
    const text = await readFile(join(workspace, 'bert-large-squad.ipu.json'), 'utf8');
    await openBehind(workbench, 'bert-large-squad.ipu.json', text, /"layers_per_ipu": \[3, /);
    await (await complete(workbench)).filter({ hasText: '[3, 7, 7, 7]' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await (await problems(workbench)).filter({ hasText: 'squad/train-v1.1.json does not exist' }).waitFor();
    await workbench.command('View: Hide Panel');
    await workbench.command('View: Close All Editors');
  });

  test('plans', async () => {
    const { workbench } = editor;
    await workbench.command('IPU: Plan');
    await workbench.pick('quick-start.ipu.json');
    await workbench.plan();
    await workbench.command('View: Close All Editors');
  });

  test('is looked at by the doctor, which runs no program that it finds there', async () => {
    const { workbench } = editor;
    await workbench.command('IPU: Doctor');
    const report = await workbench.markdown();
    await report.getByText('not asked for its version because the workspace is not trusted').first().waitFor();
    await workbench.command('View: Close All Editors');
  });

  test('shows a run that the command line trains meanwhile, with its curve', async () => {
    const { workbench } = editor;
    await trainBriefly(editor);
    const view = await workbench.showRuns();
    await view.locator('.monaco-list-row', { hasText: 'brief' }).waitFor({ timeout: WITHIN_MS });
    await workbench.command('IPU: Open Dashboard');
    const dashboard = await workbench.dashboard();
    await dashboard.locator('[data-run-id][data-state="completed"] button').click();
    await waitForPoints(dashboard, 'loss', 13, WITHIN_MS);
    assert.equal(await dashboard.locator('[data-action="launch"]:visible').count(), 0);
    assert.deepEqual(editor.pageErrors, []);
  });
});
