// In Restricted Mode the recorded runs can be browsed, and nothing can be launched: the window says why, and what to do.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { keepFailure, openEditor, writeBriefExperiment, type Editor } from './editor.ts';
import { waitForPoints } from './run-state.ts';

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

  test('offers no launch, and says what is missing and how to get it', async () => {
    const { workbench } = editor;
    const view = await workbench.showRuns();
    await view.getByText('launching and stopping need a trusted workspace').waitFor();
    await view.getByText('Manage Workspace Trust').waitFor();
    const offered = await workbench.searchCommands('IPU: ');
    assert.ok(
      offered.some((label) => label.includes('IPU: Open Dashboard')),
      offered.join(),
    );
    assert.ok(!offered.some((label) => label.includes('Launch Training Run')), offered.join());
    await workbench.screenshot('untrusted-dark');
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
