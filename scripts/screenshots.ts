// Renews the pictures in docs/images in the real VS Code: an experiment that is written, its plan, a run from its launch to its end, and
// what is seen of runs that have ended: results, all of them in a table, three compared.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openEditor, type Editor } from '../test/e2e/editor.ts';
import { readRun, selectedRun, until } from '../test/e2e/run-state.ts';
import { openRunsView } from '../test/e2e/runs-view.ts';
import { complete, lens, openBehind } from '../test/e2e/text-editor.ts';

const images = join(import.meta.dirname, '..', 'docs', 'images');
const WITHIN_MS = 15 * 60_000;

/** The step of the quick start at which its curve is worth a look. */
const MID_RUN_STEP = 180;

const wanted = process.argv.slice(2);

/** Keeps a picture of the window for the documentation. */
async function keep({ workbench }: Editor, name: string): Promise<void> {
  // What the pointer happens to lie on would be marked.
  await workbench.page.mouse.move(0, 0);
  await workbench.page.screenshot({ path: join(images, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}

async function hideSideBar({ workbench }: Editor): Promise<void> {
  await workbench.command('Toggle Primary Side Bar Visibility');
  await workbench.page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
}

/** The Plan panel beside a file whose micro-batch is too large. */
async function showPlan(editor: Editor): Promise<void> {
  const { workbench } = editor;
  const file = join(editor.workspace, 'bert-large-squad.ipu.json');
  const batch = '"per_device_train_batch_size": ';
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(`${batch}1`, `${batch}8`));
  await workbench.page.setViewportSize({ width: 1680, height: 1240 });
  await hideSideBar(editor);
  const line = text.slice(0, text.indexOf(batch)).split('\n').length;
  await workbench.openFile(basename(file), line, 1);
  await workbench.command('IPU: Plan');
  const plan = await workbench.plan();
  await plan.locator('[data-verdict="does-not-fit"]').waitFor();
  await plan.locator('[data-batch="stepsPerEpoch"][data-value]').waitFor();
  await keep(editor, 'plan');
}

/** An experiment that is being written, with a name misspelt and layers forgotten. */
const draft = `// BERT-large on 16 IPUs, on top of the published configuration.
{
  "extends": "Graphcore/bert-large-ipu",
  "task": "question-answering",
  "model": { "model_name_or_path": "Graphcore/bert-large-uncased" },
  "data": {
    "train_file": "squad/train-sample.json",
    "validation_file": "squad/dev-sample.json",
    "max_seq_length": 384
  },
  "training": {
    "num_train_epochs": 2,
    "per_device_train_batch_size": 1,
    "gradient_accumulation_steps": 64,
    "learning_rat": 2e-4
  },
  "ipu_config": {
    "n_ipu": 16,
    "layers_per_ipu": [3, 7, 7]
  }
}
`;

/** Completion, diagnostics and links of an experiment file. */
async function showLanguage(editor: Editor): Promise<void> {
  const { workbench, workspace } = editor;
  const { page } = workbench;
  const name = 'bert-large-draft.ipu.json';
  await writeFile(join(workspace, name), draft);
  await page.setViewportSize({ width: 1200, height: 720 });
  await hideSideBar(editor);
  await openBehind(workbench, name, draft, /"layers_per_ipu": \[3, /);
  await page.locator('.squiggly-error').nth(1).waitFor();
  // Going to a line moves it to the middle.
  await page.locator('.monaco-editor .view-lines').hover();
  await page.mouse.wheel(0, -1000);
  await lens(workbench, 'Suggest').waitFor();
  const rows = await complete(workbench);
  await rows.filter({ hasText: '[3, 7, 7, 7]' }).waitFor();
  // Once more: with what there is to say about the first one.
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-details').getByText('Modelled').waitFor();
  await keep(editor, 'language');
}

/** A run from its launch to its end. */
async function showRun(editor: Editor): Promise<void> {
  const { workbench, workspace } = editor;
  const { page } = workbench;
  await hideSideBar(editor);
  await workbench.showRuns();
  await workbench.command('IPU: Launch Training Run');
  await page.locator('.quick-input-list').getByText('quick-start.ipu.json').waitFor();
  await keep(editor, 'launch');
  await workbench.pick('quick-start.ipu.json');

  // High enough for the whole dashboard.
  await page.setViewportSize({ width: 1440, height: 1080 });
  const dashboard = await workbench.dashboard();
  const runId = await selectedRun(dashboard);
  await until(`step ${MID_RUN_STEP}`, WITHIN_MS, () =>
    Promise.resolve(readRun(workspace, runId).step >= MID_RUN_STEP ? true : undefined),
  );
  await keep(editor, 'running');
  await dashboard.locator(`[data-run-id="${runId}"][data-state="completed"]`).waitFor({ timeout: WITHIN_MS });

  await workbench.command('Preferences: Color Theme');
  await workbench.pick('Light Modern');
  await dashboard.locator('body.vscode-light').waitFor();
  await workbench.command('Notifications: Clear All Notifications');
  await page.locator('.notification-toast').waitFor({ state: 'hidden' });
  await page.setViewportSize({ width: 1440, height: 1240 });
  await keep(editor, 'finished');
}

/** What sets the recorded runs apart. */
const rates = { 'rate-5e-4': 5e-4, 'rate-1e-3': 1e-3, 'rate-2e-3': 2e-3, 'rate-4e-3': 4e-3 };

/** Runs that have ended, smaller than the quick start. */
async function recordRuns(workspace: string): Promise<void> {
  const program = join(import.meta.dirname, '..', 'dist', 'cli.js');
  for (const [name, learning_rate] of Object.entries(rates)) {
    const file = join(workspace, `${name}.ipu.json`);
    const training = { num_train_epochs: 12, learning_rate };
    await writeFile(file, JSON.stringify({ extends: './quick-start.ipu.json', model: { hidden_size: 64 }, training }));
    await promisify(execFile)(process.execPath, [program, 'train', file], { cwd: workspace });
  }
}

async function useTheme({ workbench }: Editor, theme: string): Promise<void> {
  await workbench.command('Preferences: Color Theme');
  await workbench.pick(theme);
  await workbench.page.locator(`.monaco-workbench.${theme.startsWith('Light') ? 'vs' : 'vs-dark'}`).waitFor();
}

/** The predictions of a run, the table of all runs, and three of them compared. */
async function showEnded(editor: Editor): Promise<void> {
  const { workbench } = editor;
  const { page } = workbench;
  const runs = await openRunsView(workbench);
  await runs.row('rate-5e-4').click();
  for (const name of ['rate-1e-3', 'rate-4e-3']) await runs.row(name).click({ modifiers: ['Control'] });
  await runs.choose('rate-4e-3', 'Compare Runs');
  const comparison = await workbench.compare();
  await comparison.locator('[data-section="configuration"] tr', { hasText: 'learning_rate' }).waitFor();
  await comparison.locator('canvas[data-chart="loss"]').waitFor();
  await hideSideBar(editor);
  await page.setViewportSize({ width: 1200, height: 980 });
  await useTheme(editor, 'Light Modern');
  await comparison.locator('body.vscode-light').waitFor();
  await keep(editor, 'compare');

  await useTheme(editor, 'Dark Modern');
  await workbench.command('IPU: Open Dashboard');
  const dashboard = await workbench.dashboard();
  await dashboard.locator('[data-run-id]', { hasText: 'rate-4e-3' }).getByRole('button').first().click();
  await dashboard.locator('[data-tab="results"]').click();
  const explorer = dashboard.locator('.explorer');
  await explorer.locator('.chip', { hasText: 'Partly right' }).click();
  await explorer.locator('[role="option"][data-outcome="partly"]').first().click();
  await explorer.locator('.detail mark').first().waitFor();
  await explorer.evaluate((element) => element.scrollIntoView());
  await keep(editor, 'results');

  await dashboard.locator('[data-action="show-table"]').click();
  await dashboard.locator('.runs-table [role="row"]').nth(4).waitFor();
  await page.setViewportSize({ width: 1440, height: 420 });
  await keep(editor, 'table');
}

interface Picture {
  readonly show: (editor: Editor) => Promise<void>;
  readonly prepare?: (workspace: string) => Promise<void>;
}

const pictures: Readonly<Record<string, Picture>> = {
  language: { show: showLanguage },
  plan: { show: showPlan },
  run: { show: showRun },
  ended: { show: showEnded, prepare: recordRuns },
};

await mkdir(images, { recursive: true });
for (const [name, { show, prepare }] of Object.entries(pictures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const editor = await openEditor(prepare ? { prepare } : {});
  try {
    await show(editor);
  } finally {
    await editor.close();
  }
}
