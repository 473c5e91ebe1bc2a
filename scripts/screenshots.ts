// Renews the pictures in docs/images from a real run in the real VS Code: launching, in mid-run, and finished.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openEditor } from '../test/e2e/editor.ts';
import { readRun, selectedRun, until } from '../test/e2e/run-state.ts';

const images = join(import.meta.dirname, '..', 'docs', 'images');
const WITHIN_MS = 15 * 60_000;

/** The step of the quick start at which its curve is worth a look. */
const MID_RUN_STEP = 180;

await mkdir(images, { recursive: true });
const editor = await openEditor();
try {
  const { workbench, workspace } = editor;
  const { page } = workbench;
  const keep = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(images, `${name}.png`) });
    console.log(`docs/images/${name}.png`);
  };

  await workbench.command('Toggle Primary Side Bar Visibility');
  await page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
  await workbench.showRuns();
  await workbench.command('IPU: Launch Training Run');
  await page.locator('.quick-input-list').getByText('quick-start.ipu.json').waitFor();
  await keep('launch');
  await workbench.pick('quick-start.ipu.json');

  // High enough for the whole dashboard.
  await page.setViewportSize({ width: 1440, height: 1080 });
  const dashboard = await workbench.dashboard();
  const runId = await selectedRun(dashboard);
  await until(`step ${MID_RUN_STEP}`, WITHIN_MS, () =>
    Promise.resolve(readRun(workspace, runId).step >= MID_RUN_STEP ? true : undefined),
  );
  await keep('running');
  await dashboard.locator(`[data-run-id="${runId}"][data-state="completed"]`).waitFor({ timeout: WITHIN_MS });

  await workbench.command('Preferences: Color Theme');
  await workbench.pick('Light Modern');
  await dashboard.locator('body.vscode-light').waitFor();
  await workbench.command('Notifications: Clear All Notifications');
  await page.locator('.notification-toast').waitFor({ state: 'hidden' });
  await page.setViewportSize({ width: 1440, height: 1240 });
  await keep('finished');
} finally {
  await editor.close();
}
