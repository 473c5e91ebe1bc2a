// What has changed since the last run, and what a published configuration says, in the real VS Code: the diff editor and a
// read-only text.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { loadExperiment } from '../../src/config/load.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import { runFiles, runsFolder } from '../../src/shared/run-folder.ts';
import { keepFailure, openEditor, type Editor } from './editor.ts';
import { lens } from './text-editor.ts';

const runId = '20260314-150926-quick-start-a1b2';

/** The folder of a run that was made from the quick start before its learning rate was changed. */
async function addRun(workspace: string): Promise<void> {
  const file = join(workspace, 'quick-start.ipu.json');
  const experiment = await loadExperiment(file);
  const folder = join(workspace, runsFolder, runId);
  await mkdir(folder, { recursive: true });
  const lines: Uint8Array[] = [];
  const journal = createJournalWriter({ append: (bytes) => lines.push(bytes), now: () => Date.UTC(2026, 2, 14) });
  journal.write({ kind: 'state', state: 'running' });
  journal.write({ kind: 'end', state: 'completed' });
  await writeFile(join(folder, runFiles.environment), JSON.stringify({ source: 'quick-start.ipu.json' }));
  await writeFile(join(folder, runFiles.experiment), JSON.stringify({ ...experiment, name: 'as it was' }));
  await writeFile(join(folder, runFiles.journal), Buffer.concat(lines));
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/"learning_rate": [^,\s]+/, '"learning_rate": 0.0123'));
}

describe('an experiment and its last run', { timeout: 10 * 60_000 }, () => {
  let editor: Editor;
  before(async () => {
    const prepare = async (workspace: string): Promise<void> => {
      await addRun(workspace);
      await writeFile(join(workspace, 'child.ipu.json'), '{\n  "extends": "Graphcore/bert-large-ipu"\n}\n');
    };
    editor = await openEditor({ prepare });
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  test('are set side by side, both resolved, with the file’s name whatever the run is called', async () => {
    const { workbench } = editor;
    const { page } = workbench;
    await workbench.openFile('quick-start.ipu.json', 1, 1);
    await lens(workbench, 'Compare with last').click();
    const diff = page.locator('.monaco-diff-editor');
    await diff.waitFor();
    const removed = diff.locator('.editor.original .view-line', { hasText: '"learning_rate"' });
    const added = diff.locator('.editor.modified .view-line', { hasText: '0.0123' });
    await removed.waitFor();
    await added.waitFor();
    await page
      .locator('.tab.active', { hasText: /run as it was \(2026-03-1\d .*\) ↔ quick-start\.ipu\.json/ })
      .waitFor();
    await workbench.screenshot('compare-with-last-dark');
    assert.deepEqual(editor.pageErrors, []);
  });

  test('a published configuration that a file extends can be read', async () => {
    const { workbench } = editor;
    const { page } = workbench;
    await workbench.openFile('child.ipu.json', 2, 20);
    await workbench.command('Go to Definition');
    await page.locator('.tab.active', { hasText: 'bert-large-ipu.ipu.json' }).waitFor();
    await page.locator('.editor-group-container.active .view-line', { hasText: 'layers_per_ipu' }).waitFor();
    await workbench.screenshot('published-configuration-dark');
    assert.deepEqual(editor.pageErrors, []);
  });
});
