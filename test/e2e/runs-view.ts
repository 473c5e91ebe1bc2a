// The runs view as a user works with it: its rows, their context menu, and what lies in a run's folder.
import { appendFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import { runFiles, runsFolder } from '../../src/shared/run-folder.ts';
import { until } from './run-state.ts';
import type { Workbench } from './workbench.ts';

const withinMs = 30_000;

/** The runs view in the side bar. */
export interface RunsView {
  /** The row with this text. */
  row(text: string): Locator;
  /** What the rows say, from above. */
  rows(): Promise<string[]>;
  /** What stands above the rows, such as the filter. */
  readonly message: Locator;
  /** Picks an entry of the context menu of a run, or of all that are selected. */
  choose(run: string, entry: string): Promise<void>;
  /** The entries of a run's context menu. */
  entries(run: string): Promise<string[]>;
  /** What is shown when a run is pointed at. */
  hover(run: string): Promise<Locator>;
}

/** Opens the runs view. */
export async function openRunsView(workbench: Workbench): Promise<RunsView> {
  const { page } = workbench;
  const sideBar = await workbench.showRuns();
  const hovers = page.locator('.monaco-hover, .workbench-hover').filter({ visible: true });
  const menu = page.locator('.monaco-menu').filter({ visible: true });
  const row = (text: string): Locator => sideBar.locator('.monaco-list-row', { hasText: text });
  /** What was shown of a row covers those below it. */
  const leave = async (): Promise<void> => {
    const { width, height } = page.viewportSize()!;
    await page.mouse.move(width / 2, height - 2);
    await hovers.first().waitFor({ state: 'hidden' });
  };
  const openMenu = async (run: string): Promise<void> => {
    await leave();
    await row(run).click({ button: 'right' });
    await menu.locator('.action-item').first().waitFor();
  };
  return {
    row,
    rows: () => sideBar.locator('.monaco-list-row').allInnerTexts(),
    message: sideBar.locator('.message'),
    hover: async (run) => {
      // A view that is just being filled forgets what is pointed at.
      return until(`what is shown of ${run}`, withinMs, async () => {
        await leave();
        await row(run).hover();
        const hover = hovers.filter({ hasText: run }).first();
        return hover.waitFor({ timeout: 5_000 }).then(() => hover, () => undefined); // prettier-ignore
      });
    },
    async choose(run, entry) {
      await openMenu(run);
      const item = menu.locator('.action-item', { has: page.getByText(entry, { exact: true }) });
      // A menu takes no click in its first moments: the button that opened it may just have been let go.
      await until(`the menu takes ${entry}`, withinMs, async () => {
        await item.click({ timeout: 1_000 }).catch(() => undefined);
        return (await menu.isVisible()) ? undefined : true;
      });
      await leave();
    },
    async entries(run) {
      await openMenu(run);
      const entries = await menu.locator('.action-label:not(.separator)').allInnerTexts();
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'hidden' });
      return entries.map((entry) => entry.trim());
    },
  };
}

/** A run that has completed, as its process would have left it. */
export async function recordRun(workspace: string, runId: string, name: string, loss: number): Promise<void> {
  const folder = join(workspace, runsFolder, runId);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, runFiles.experiment), JSON.stringify({ name }));
  const append = (bytes: Uint8Array): void => appendFileSync(join(folder, runFiles.journal), bytes);
  const journal = createJournalWriter({ append, now: () => Date.UTC(2026, 2, 2, 10) });
  journal.write({ kind: 'hello', protocol: 1, runId, pid: 1, bootId: '', processStart: '', host: hostname() });
  journal.write({ kind: 'state', state: 'running' });
  journal.write({ kind: 'metrics', step: 1, values: { loss } });
  journal.write({ kind: 'result', values: { eval_f1: 100 - loss } });
  journal.write({ kind: 'end', state: 'completed' });
}

/** What the user has said of a run, as it lies in its folder; nothing if there is no such file. */
export async function readAnnotations(workspace: string, runId: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(join(workspace, runsFolder, runId, runFiles.annotations), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
