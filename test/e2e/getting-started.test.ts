// A newcomer's road in the real VS Code: an empty folder, the walkthrough and its check marks, the doctor.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { walkthroughId } from '../../src/contributions/walkthrough.ts';
import { keepFailure, openEditor, type Editor } from './editor.ts';
import { selectedRun } from './run-state.ts';

const WITHIN_MS = 3 * 60_000;

describe('getting started in an empty folder', { timeout: 12 * 60_000 }, () => {
  let editor: Editor;
  before(async () => {
    editor = await openEditor({ empty: true });
    await editor.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  const experiment = (): string => join(editor.workspace, 'quick-start', 'quick-start.ipu.json');
  const step = (name: string) =>
    editor.workbench.page.locator(`.getting-started-step[data-step-id$="#${walkthroughId}#${name}"]`);
  const isDone = async (name: string): Promise<void> => {
    await step(name).locator('.codicon.complete').first().waitFor({ timeout: WITHIN_MS });
  };
  const doneSteps = () => editor.workbench.page.locator('.getting-started-step .codicon.complete').count();
  const showWalkthrough = async (): Promise<void> => {
    await editor.workbench.command('IPU: Get Started');
    await step('sample').waitFor();
  };
  const launch = async (): Promise<void> => {
    const { workbench } = editor;
    await workbench.command('View: Close All Editors');
    await workbench.command('IPU: Launch Training Run');
    await workbench.pick('quick-start.ipu.json');
    const dashboard = await workbench.dashboard();
    const runId = await selectedRun(dashboard);
    await dashboard.locator(`[data-run-id="${runId}"][data-state="completed"]`).waitFor({ timeout: WITHIN_MS });
  };

  test('the view says that there is no experiment, and offers a sample', async () => {
    const view = await editor.workbench.showRuns();
    await view.getByText('This folder has no experiment file').waitFor();
    await view.getByText('New Experiment from Sample').waitFor();
    await view.getByText('Get Started').waitFor();
    await editor.workbench.screenshot('empty-folder-dark');
  });

  test('the first step brings the sample with its data, and is done when it is there', async () => {
    const { workbench, workspace } = editor;
    await showWalkthrough();
    assert.equal(await doneSteps(), 0, 'nothing is done yet');
    await workbench.screenshot('walkthrough-dark');
    await workbench.page.locator('.gettingStartedContainer').getByText('New Experiment from Sample').click();
    await workbench.page.locator('.tab.active', { hasText: 'quick-start.ipu.json' }).waitFor();
    assert.ok(existsSync(join(workspace, 'quick-start', 'squad', 'train-sample.json')));
    await showWalkthrough();
    await isDone('sample');
    assert.equal(await doneSteps(), 1);
  });

  test('the plan is read, a run is launched, watched and compared: each is checked when it has happened', async () => {
    const { workbench } = editor;
    await workbench.command('View: Close All Editors');
    await workbench.command('IPU: Plan');
    await workbench.pick('quick-start.ipu.json');
    await workbench.plan();
    await showWalkthrough();
    await isDone('plan');
    assert.equal(await doneSteps(), 2);

    const text = await readFile(experiment(), 'utf8');
    await writeFile(experiment(), text.replace(/"num_train_epochs": \d+/, '"num_train_epochs": 1'));
    await launch();
    await showWalkthrough();
    await isDone('launch');
    await isDone('watch');
    assert.equal(await doneSteps(), 4);
    await launch();
    await showWalkthrough();
    await isDone('compare');
    await workbench.command('Preferences: Color Theme');
    await workbench.pick('Light Modern');
    await workbench.page.locator('.monaco-workbench.vs').waitFor();
    await workbench.screenshot('walkthrough-light');
  });

  test('the doctor shows what is there and what is not needed, and its report can be copied', async () => {
    const { workbench } = editor;
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('View: Close All Editors');
    await workbench.command('IPU: Doctor');
    const report = await workbench.markdown();
    await report.getByRole('heading', { name: 'IPU Workbench: Doctor' }).waitFor();
    for (const what of ['Training engine', 'Run database', 'Slurm'])
      await report.getByText(what, { exact: true }).waitFor();
    await report.getByText(/It starts, with ONNX Runtime \d/).waitFor();
    await report.getByText(/runs\.db, .*, 2 runs, /).waitFor();
    await workbench.screenshot('doctor-light');
    const button = '.editor-group-container.active a.action-label[aria-label^="Copy Doctor Report as Markdown"]';
    await workbench.page.locator(button).click();
    await workbench.page.locator('.statusbar-item', { hasText: 'The report is on the clipboard' }).waitFor();
    const copied = await workbench.page.evaluate<string>('navigator.clipboard.readText()');
    assert.match(copied, /^# IPU Workbench: Doctor\n\nVersion /);
    assert.match(copied, /\| ✓ \| \*\*Training engine\*\* \|/);
    assert.deepEqual(editor.pageErrors, []);
  });
});
