// A sweep in the real VS Code: launched from the palette, its runs together in the view with how far they are, then stopped and resumed as one.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { keepFailure, openEditor, type Editor } from './editor.ts';

const WITHIN_MS = 3 * 60_000;

describe('a sweep from the palette', { timeout: 10 * 60_000 }, () => {
  let editor: Editor;
  before(async () => {
    editor = await openEditor();
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  test('its runs wait and run under one item, which says how many are done and which is best', async () => {
    const { workbench } = editor;
    await workbench.command('IPU: Launch Sweep');
    await workbench.pick('sweep.ipu.json');
    await workbench.dashboard();
    const runs = await workbench.showRuns();
    const rows = runs.locator('.monaco-list-row');
    await rows.filter({ hasText: /learning-rates.*of 6 done/ }).waitFor({ timeout: WITHIN_MS });
    await rows.filter({ hasText: /lr 8e-3, seed 43.*queued/ }).waitFor({ timeout: WITHIN_MS });
    await workbench.screenshot('sweep-dark');
    await rows.filter({ hasText: /learning-rates.*6 of 6 done · best Accuracy/ }).waitFor({ timeout: WITHIN_MS });
    assert.equal(await rows.count(), 7);
  });

  test('it is stopped as one, and goes on as one', async () => {
    const { workbench } = editor;
    await workbench.command('IPU: Launch Sweep');
    await workbench.pick('sweep.ipu.json');
    const rows = (await workbench.showRuns()).locator('.monaco-list-row');
    const newest = rows.filter({ hasText: /learning-rates/ }).first();
    await newest.filter({ hasText: /of 6 done · \d (starting|running)/ }).waitFor({ timeout: WITHIN_MS });
    await workbench.command('IPU: Stop Sweep');
    await newest.filter({ hasText: /[45] stopped|6 stopped/ }).waitFor({ timeout: WITHIN_MS });
    await workbench.command('IPU: Resume Sweep');
    await newest.filter({ hasText: /6 of 6 done/ }).waitFor({ timeout: WITHIN_MS });
  });
});
