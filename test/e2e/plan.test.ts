// Know before you launch, in the real VS Code: the Plan panel follows what is typed, its remedies edit the file, and so does the search.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { keepFailure, openEditor, type Editor } from './editor.ts';
import { until } from './run-state.ts';

const file = 'bert-large-squad.ipu.json';
const lines = { batch: /"per_device_train_batch_size": /, layers: /"layers_per_ipu": \[3, 7, 7, / };

const verdict = (plan: FrameLocator, value: string): Locator => plan.locator(`[data-verdict="${value}"]`);
const warning = (plan: FrameLocator, code: string): Locator => plan.locator(`[data-warning="${code}"]`);

describe('planning from the palette', { timeout: 10 * 60_000 }, () => {
  let editor: Editor;
  let original: string;
  const path = (): string => join(editor.workspace, file);
  before(async () => {
    editor = await openEditor({ settings: { 'files.autoSave': 'off' } });
    original = await readFile(path(), 'utf8');
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  /** Puts the cursor behind what the pattern finds in the text as it was first. */
  async function goBehind(pattern: RegExp): Promise<void> {
    const found = pattern.exec(original)!;
    const before = original.slice(0, found.index + found[0].length).split('\n');
    await editor.workbench.command('View: Focus First Editor Group');
    await editor.workbench.goTo(before.length, before.at(-1)!.length + 1);
  }

  /** Types a digit over the one that stands behind the cursor. */
  async function overtype(digits: string): Promise<void> {
    const { page } = editor.workbench;
    await page.keyboard.press('Delete');
    await page.keyboard.type(digits);
  }

  async function save(): Promise<string> {
    // Whoever pressed a button of the panel has the panel in front.
    await editor.workbench.command('View: Focus First Editor Group');
    await editor.workbench.command('File: Save');
    await editor.workbench.page.locator('.tab.dirty').waitFor({ state: 'detached' });
    return readFile(path(), 'utf8');
  }

  test('the panel opens beside the file, and the file keeps the keyboard', async () => {
    const { workbench } = editor;
    await workbench.openFile(file, 1, 1);
    await workbench.command('IPU: Plan');
    const plan = await workbench.plan();
    await verdict(plan, 'fits').waitFor();
    await workbench.page.locator('.tab', { hasText: `Plan: ${file}` }).waitFor();
    assert.equal(await plan.locator('[data-ipu]').count(), 4);
    assert.equal(await plan.locator('[data-batch="perUpdate"]').getAttribute('data-value'), '256');
    await workbench.page.locator('.monaco-editor.focused').waitFor();
    await workbench.screenshot('plan-dark');
  });

  test('a wrong layers_per_ipu is diagnosed as it is typed; a remedy edits the file and turns the verdict', async () => {
    const { workbench } = editor;
    const plan = await workbench.plan();
    await goBehind(lines.layers);
    await overtype('9');
    await warning(plan, 'layers-sum-wrong').waitFor();
    assert.equal(await verdict(plan, 'fits').count(), 0);
    await workbench.screenshot('plan-wrong-layers-dark');
    const remedy = plan.locator('[data-remedy="0"]');
    const writes = await remedy.getAttribute('title');
    await remedy.click();
    await verdict(plan, 'fits').waitFor();
    assert.equal(await warning(plan, 'layers-sum-wrong').count(), 0);
    const text = await save();
    const layers = /"layers_per_ipu": (\[[^\]]*\])/.exec(text)?.[1];
    assert.ok(layers && layers !== '[3, 7, 7, 9]' && writes?.includes(layers), `${layers} is what ${writes} said`);
    assert.equal(text.replace(layers, '[3, 7, 7, 7]'), original, 'nothing else has changed');
  });

  test('one undo takes the remedy back', async () => {
    const { workbench } = editor;
    const plan = await workbench.plan();
    await goBehind(lines.batch);
    await workbench.page.keyboard.press('Control+Z');
    await warning(plan, 'layers-sum-wrong').waitFor();
    assert.equal(await save(), original.replace('[3, 7, 7, 7]', '[3, 7, 7, 9]'));
    await goBehind(lines.layers);
    await overtype('7');
    await verdict(plan, 'fits').waitFor();
    assert.equal(await save(), original);
  });

  test('a micro-batch that does not fit says so and what would help', async () => {
    const { workbench } = editor;
    const plan = await workbench.plan();
    await goBehind(lines.batch);
    await overtype('16');
    await verdict(plan, 'does-not-fit').waitFor();
    await warning(plan, 'memory-does-not-fit').waitFor();
    await workbench.screenshot('plan-does-not-fit-dark');
    await plan.locator('[data-remedy][data-leads-to="fits"]').first().click();
    await verdict(plan, 'fits').waitFor();
    const perUpdate = await plan.locator('[data-batch="perUpdate"]').getAttribute('data-value');
    assert.equal(perUpdate, String(16 * 64 * 4), 'a remedy keeps the global batch');
  });

  test('the search offers the front, and choosing writes it into the file', async () => {
    const { workbench } = editor;
    const { page } = workbench;
    await save();
    await writeFile(path(), original);
    const plan = await workbench.plan();
    await plan.locator('[data-batch="microBatch"][data-value="1"]').waitFor();
    await workbench.command('IPU: Suggest Configuration');
    const rows = page.locator('.quick-input-list .monaco-list-row', { hasText: 'sequences/s' });
    await rows.first().waitFor();
    assert.ok((await rows.count()) > 1, 'there is a choice');
    await workbench.screenshot('suggest-dark');
    const speed = /[\d,.]+/.exec(await rows.first().innerText())![0];
    await rows.first().click();
    await page.locator('.tab.dirty').waitFor();
    const chosen = Number(speed.replaceAll(',', ''));
    await until('the plan of that configuration', 20_000, async () => {
      const shown = Number(await plan.locator('[data-throughput]').getAttribute('data-value'));
      return Math.abs(shown / chosen - 1) < 0.01 || undefined;
    });
    assert.equal(await plan.locator('[data-batch="perUpdate"]').getAttribute('data-value'), '256');
    const text = await save();
    assert.notEqual(text, original);
    for (const comment of original.match(/\/\/.*/g) ?? []) assert.ok(text.includes(comment), comment);
  });

  test('the panel follows to another experiment, and comes back with the window', async () => {
    const { workbench } = editor;
    const plan = await workbench.plan();
    await workbench.command('View: Focus First Editor Group');
    await workbench.openFile('bert-base-squad.ipu.json', 1, 1);
    await plan.locator('[data-batch="microBatch"][data-value="2"]').waitFor();
    await workbench.page.locator('.tab', { hasText: 'Plan: bert-base-squad.ipu.json' }).waitFor();
    await workbench.reload();
    const restored = await workbench.plan();
    await restored.locator('[data-batch="microBatch"][data-value="2"]').waitFor();
    await workbench.screenshot('plan-restored-dark');
  });

  test('the panel goes with a file that is renamed, and says when it is deleted', async () => {
    const { workbench, workspace } = editor;
    const { page } = workbench;
    const plan = await workbench.plan();
    const explorer = page.locator('.explorer-folders-view');
    await explorer.getByText('bert-base-squad.ipu.json', { exact: true }).click();
    await page.keyboard.press('F2');
    await explorer.locator('input').fill('renamed.ipu.json');
    await page.keyboard.press('Enter');
    await page.locator('.tab', { hasText: 'Plan: renamed.ipu.json' }).waitFor();
    await rm(join(workspace, 'renamed.ipu.json'));
    await plan.locator('.problems').getByText('renamed.ipu.json is no longer there').waitFor();
    assert.deepEqual(editor.pageErrors, []);
  });
});
