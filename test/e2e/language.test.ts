// An experiment file as a typed language, in the real VS Code: it completes, explains, warns, fixes and launches; what users have becomes one.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { importText } from '../../src/config/import/import.ts';
import { keepFailure, openEditor, type Editor } from './editor.ts';
import { readRun, selectedRun, until } from './run-state.ts';
import {
  complete,
  copyText,
  hover,
  labelsOf,
  lens,
  openBehind,
  problems,
  quickFixes,
  readText,
  save,
} from './text-editor.ts';

const cards = join(import.meta.dirname, '..', 'fixtures', 'cards');

const WITHIN_MS = 2 * 60_000;

/** A model folder as the Hub has them; its weights are none, and nobody reads them here. */
async function addModel(workspace: string): Promise<void> {
  const folder = join(workspace, 'models', 'bert-tiny');
  const config = {
    model_type: 'bert',
    hidden_size: 128,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    vocab_size: 30522,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'model.safetensors'), Buffer.from('\x02\0\0\0\0\0\0\0{}', 'latin1'));
  await writeFile(join(folder, 'vocab.txt'), await readFile(join(workspace, 'vocab.txt')));
}

/** A comma too few, which VS Code's JSON service tells, and one too many, which it lets pass. */
const brokenTexts = {
  'comma-missing.ipu.json': '{\n  "task": "question-answering"\n  "training": { "seed": 1 }\n}\n',
  'comma-too-many.ipu.json': '{\n  "training": { "seed": 1, }\n}\n',
} as const;

/** The quick start with a name misspelt and a data file that is not there. */
async function addFaulty(workspace: string): Promise<void> {
  const text = await readFile(join(workspace, 'quick-start.ipu.json'), 'utf8');
  const faulty = text.replace('"learning_rate"', '"learning_rat"').replace('train-sample', 'train-sampel');
  await writeFile(join(workspace, 'faulty.ipu.json'), faulty);
}

describe('the text of an experiment file', { timeout: 15 * 60_000 }, () => {
  let editor: Editor;
  let large: string;
  let quick: string;
  const read = (name: string): Promise<string> => readFile(join(editor.workspace, name), 'utf8');
  before(async () => {
    const prepare = async (workspace: string): Promise<void> => {
      await addModel(workspace);
      await addFaulty(workspace);
      for (const [name, text] of Object.entries(brokenTexts)) await writeFile(join(workspace, name), text);
    };
    editor = await openEditor({ settings: { 'files.autoSave': 'off' }, prepare });
    large = await read('bert-large-squad.ipu.json');
    quick = await read('quick-start.ipu.json');
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  test('inside layers_per_ipu, splits that sum to the model’s layers are offered and written', async () => {
    const { workbench } = editor;
    await openBehind(workbench, 'bert-large-squad.ipu.json', large, /"layers_per_ipu": \[3, /);
    const rows = await complete(workbench);
    const splits = (await labelsOf(rows)).filter((label) => label.startsWith('[3, '));
    assert.ok(splits.length > 1, splits.join('; '));
    assert.equal(new Set(splits).size, splits.length, 'none is offered twice');
    for (const split of splits) {
      const layers = JSON.parse(split) as number[];
      const rest = layers.filter((count) => count >= 0).reduce((sum, count) => sum + count, 0);
      assert.ok(layers.includes(-1) ? rest < 24 : rest === 24, split);
    }
    await workbench.screenshot('completion-split-dark');
    const other = splits.find((split) => split !== '[3, 7, 7, 7]' && !split.includes('-1'))!;
    await rows.filter({ hasText: other }).click();
    await save(workbench);
    assert.equal(await read('bert-large-squad.ipu.json'), large.replace('[3, 7, 7, 7]', other), 'nothing else changes');
  });

  test('a model folder of the workspace is offered where a model is named', async () => {
    const { workbench } = editor;
    await openBehind(workbench, 'bert-large-squad.ipu.json', large, /"model_name_or_path": "/);
    const rows = await complete(workbench);
    const offered = rows.filter({ hasText: 'models/bert-tiny' });
    // The first look at the workspace may not be over.
    await until('the model folder in the list', WITHIN_MS, async () => {
      if ((await offered.count()) > 0) return true;
      await workbench.page.keyboard.press('Escape');
      await complete(workbench);
      return undefined;
    });
    assert.equal(await offered.count(), 1);
    await workbench.screenshot('completion-model-dark');
    await offered.click();
    await save(workbench);
    assert.match(
      await read('bert-large-squad.ipu.json'),
      /"model_name_or_path": "\.\/models\/bert-tiny" \/\/ \[card\]/,
    );
  });

  test('names and their values come once, though two services offer them', async () => {
    const { workbench } = editor;
    await openBehind(workbench, 'bert-large-squad.ipu.json', large, /"lr_scheduler_type": "/);
    const values = await labelsOf(await complete(workbench));
    const bare = values.map((label) => label.replaceAll('"', ''));
    assert.equal(bare.filter((label) => label === 'cosine').length, 1, values.join('; '));
    assert.equal(new Set(bare).size, bare.length, values.join('; '));
    await workbench.page.keyboard.press('Escape');
    await openBehind(workbench, 'bert-large-squad.ipu.json', large, /"max_grad_norm": 0,/);
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.type('"');
    const rows = workbench.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.filter({ hasText: 'adam_beta1' }).waitFor();
    const names = await labelsOf(rows);
    assert.equal(new Set(names).size, names.length, names.join('; '));
    await workbench.screenshot('completion-names-dark');
    await workbench.page.keyboard.press('Escape');
    await workbench.command('File: Revert File');
  });

  test('a hover says what a field means and what follows from its value', async () => {
    const { workbench } = editor;
    await openBehind(workbench, 'quick-start.ipu.json', quick, /"gradient_accumulation_/);
    const shown = await hover(workbench);
    // 4 sequences × 4 micro-batches × 1 replica.
    await shown.filter({ hasText: '16 sequences per update' }).waitFor();
    const text = await shown.innerText();
    assert.match(text, /Micro-batches of each replica for a weight update/);
    assert.equal(text.split('Micro-batches').length, 2, `said once: ${text}`);
    await workbench.screenshot('hover-dark');
    await workbench.page.keyboard.press('Escape');
  });

  test('a misspelt name is marked once, and a quick fix mends it', async () => {
    const { workbench } = editor;
    // The panel shows what is wrong with all open files, and only as many lines as there is room for.
    await workbench.command('View: Close All Editors');
    const text = await read('faulty.ipu.json');
    await openBehind(workbench, 'faulty.ipu.json', text, /"learning_ra/);
    const rows = await problems(workbench);
    const misspelt = rows.filter({ hasText: 'learning_rat' });
    await misspelt.first().waitFor();
    assert.equal(await misspelt.count(), 1, 'no other service repeats it');
    await rows.filter({ hasText: 'train-sampel.json' }).waitFor();
    await openBehind(workbench, 'faulty.ipu.json', text, /"learning_ra/);
    const fixes = await quickFixes(workbench);
    await workbench.screenshot('quick-fix-dark');
    await fixes.first().click();
    await misspelt.waitFor({ state: 'detached' });
    await save(workbench);
    assert.equal(await read('faulty.ipu.json'), text.replace('"learning_rat"', '"learning_rate"'));
  });

  test('a diagnostic goes when the file that was missing comes', async () => {
    const { workbench, workspace } = editor;
    const missing = (await problems(workbench)).filter({ hasText: 'train-sampel.json' });
    assert.equal(await missing.count(), 1);
    const data = join(workspace, 'squad');
    await writeFile(join(data, 'train-sampel.json'), await readFile(join(data, 'train-sample.json')));
    await missing.waitFor({ state: 'detached', timeout: WITHIN_MS });
    await workbench.command('View: Close Editor');
    const markers = workbench.page.locator('.markers-panel');
    await markers.getByText('No problems have been detected in the workspace.').waitFor();
  });

  for (const [name, text] of Object.entries(brokenTexts)) {
    test(`a syntax error is told once and can be mended: ${name}`, async () => {
      const { workbench } = editor;
      await workbench.command('View: Close All Editors');
      await workbench.openFile(name, 2, 3);
      const rows = await problems(workbench);
      await rows.nth(1).waitFor();
      await workbench.page.locator('.squiggly-error').waitFor();
      // The row of the file and one for the error.
      assert.equal(await rows.count(), 2, (await rows.allInnerTexts()).join('; '));
      await openBehind(workbench, name, text, /"(question-answering"\s+"train|seed": 1,)/);
      const fixes = await quickFixes(workbench);
      await workbench.screenshot(`${name.split('.')[0]!}-dark`);
      await fixes.first().click();
      await save(workbench);
      const mended = JSON.parse(await read(name)) as { readonly training: unknown };
      assert.deepEqual(mended.training, { seed: 1 });
    });
  }

  test('Launch above the text starts a run, and then there is one to compare with', async () => {
    const { workbench, workspace } = editor;
    await workbench.command('View: Hide Panel');
    await workbench.openFile('quick-start.ipu.json', 9, 1);
    await lens(workbench, 'Launch').waitFor();
    assert.equal(await lens(workbench, 'Compare with last').count(), 0);
    await workbench.screenshot('lenses-dark');
    await lens(workbench, 'Launch').click();
    const dashboard = await workbench.dashboard();
    const runId = await selectedRun(dashboard);
    await until('a step', WITHIN_MS, () => Promise.resolve(readRun(workspace, runId).step > 0 || undefined));
    await workbench.command('IPU: Stop Run');
    await dashboard.locator(`[data-run-id="${runId}"][data-state="stopped"]`).waitFor({ timeout: WITHIN_MS });
    await workbench.openFile('quick-start.ipu.json', 9, 1);
    await lens(workbench, 'Compare with last').waitFor();
    await lens(workbench, 'Resume').waitFor();
    await workbench.screenshot('lenses-after-run-dark');
    assert.deepEqual(editor.pageErrors, []);
  });
});

describe('model cards from the clipboard', { timeout: 10 * 60_000 }, () => {
  let editor: Editor;
  before(async () => {
    editor = await openEditor({ settings: { 'workbench.colorTheme': 'Light Modern' } });
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  for (const [name, told] of [
    ['bert-base-uncased-squad', /The card contradicts itself on learning_rate/],
    ['bert-large-uncased-squad', /Imported from the clipboard/],
  ] as const) {
    test(`the whole text of ${name} becomes an experiment file that is not saved yet`, async () => {
      const { workbench, workspace } = editor;
      const card = await readFile(join(cards, `${name}.md`), 'utf8');
      const { text, fileName } = importText(card, 'the clipboard');
      await copyText(workbench, card);
      await workbench.command('IPU: Import run_qa.py Command');
      await workbench.page.locator('.tab.active.dirty', { hasText: fileName }).waitFor();
      await workbench.notifications.filter({ hasText: told }).first().waitFor();
      await lens(workbench, 'Launch').waitFor();
      await workbench.screenshot(`import-${name}-light`);
      await workbench.command('Notifications: Clear All Notifications');
      await workbench.command('View: Focus First Editor Group');
      assert.equal(await readText(workbench), text);
      await save(workbench);
      assert.equal(await readFile(join(workspace, fileName), 'utf8'), text);
    });
  }

  test('what has never been saved can be planned, and the panel says when it is closed', async () => {
    const { workbench } = editor;
    const { page } = workbench;
    await workbench.command('View: Close All Editors');
    await copyText(workbench, await readFile(join(cards, 'bert-base-uncased-squad.md'), 'utf8'));
    await workbench.command('IPU: Import run_qa.py Command');
    const tab = page.locator('.tab.active.dirty', { hasText: '-2.ipu.json' });
    await tab.waitFor();
    await workbench.command('IPU: Plan');
    const plan = await workbench.plan();
    await plan.locator('[data-verdict]').first().waitFor();
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.screenshot('import-planned-light');
    await workbench.command('View: Focus First Editor Group');
    await workbench.command('View: Close Editor');
    await page.locator('.monaco-dialog-box').getByText("Don't Save", { exact: true }).click();
    await plan.locator('.problems').getByText('was closed without being saved').waitFor();
    assert.deepEqual(editor.pageErrors, []);
  });
});
