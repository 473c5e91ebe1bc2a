// Renews the pictures in docs/images from a real run in the real VS Code: launching, in mid-run, and finished.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openEditor, type Editor } from '../test/e2e/editor.ts';
import { readRun, selectedRun, until } from '../test/e2e/run-state.ts';

const images = join(import.meta.dirname, '..', 'docs', 'images');
const WITHIN_MS = 15 * 60_000;

/** The step of the quick start at which its curve is worth a look. */
const MID_RUN_STEP = 180;

const wanted = process.argv.slice(2);

/** Keeps a picture of the window for the documentation. */
async function keep({ workbench }: Editor, name: string): Promise<void> {
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

const pictures: Readonly<Record<string, (editor: Editor) => Promise<void>>> = { plan: showPlan, run: showRun };

await mkdir(images, { recursive: true });
for (const [name, show] of Object.entries(pictures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const editor = await openEditor();
  try {
    await show(editor);
  } finally {
    await editor.close();
  }
}
