// What a user does in the text of a file: complete, hover, fix, follow links. Waits for what becomes visible, never for time.
import type { Locator } from 'playwright-core';
import { until } from './run-state.ts';
import type { Workbench } from './workbench.ts';

/** Of the browser, where the functions for the page run. */
interface WithClipboard {
  readonly clipboard: { readText(): Promise<string>; writeText(text: string): Promise<void> };
}

const WITHIN_MS = 30_000;

/** The text of the active editor, as the clipboard gets it. */
export async function readText(workbench: Workbench): Promise<string> {
  const { page } = workbench;
  await copyText(workbench, '');
  await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  return until('the text in the clipboard', WITHIN_MS, async () => {
    const text = await page.evaluate(() => (navigator as unknown as WithClipboard).clipboard.readText());
    return text === '' ? undefined : text;
  });
}

/** Puts a text into the clipboard. */
export async function copyText({ page }: Workbench, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => (navigator as unknown as WithClipboard).clipboard.writeText(copied), text);
}

/** Opens a file of the workspace with the cursor behind the first place of `text` where the pattern matches. */
export async function openBehind(workbench: Workbench, name: string, text: string, pattern: RegExp): Promise<void> {
  const found = pattern.exec(text);
  if (!found) throw new Error(`${name} has nothing like ${pattern}`);
  const lines = text.slice(0, found.index + found[0].length).split('\n');
  await workbench.openFile(name, lines.length, lines.at(-1)!.length + 1);
}

/** The rows of the list of completions, asked for where the cursor is. */
export async function complete({ page }: Workbench): Promise<Locator> {
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  await page.keyboard.press('Control+Space');
  await rows.first().waitFor();
  return rows;
}

/** What each row of a list offers, without its details. */
export async function labelsOf(rows: Locator): Promise<string[]> {
  return rows.locator('.label-name').allInnerTexts();
}

/** The hover of the place where the cursor is. */
export async function hover(workbench: Workbench): Promise<Locator> {
  await workbench.command('Show or Focus Hover');
  const shown = workbench.page.locator('.monaco-resizable-hover .monaco-hover');
  await shown.waitFor();
  return shown;
}

/** The quick fixes of the place where the cursor is. */
export async function quickFixes({ page }: Workbench): Promise<Locator> {
  const rows = page.locator('.action-widget .monaco-list-row.action');
  await page.keyboard.press('Control+.');
  await rows.first().waitFor();
  return rows;
}

/** A link above the text, by its title. */
export function lens({ page }: Workbench, title: string): Locator {
  return page.locator('.codelens-decoration a').filter({ hasText: title });
}

/** The rows of the Problems panel, opened if need be. */
export async function problems(workbench: Workbench): Promise<Locator> {
  const panel = workbench.page.locator('.markers-panel');
  if (!(await panel.isVisible())) await workbench.command('Problems: Focus on Problems View');
  await panel.waitFor();
  return panel.locator('.monaco-list-row');
}

/** Saves the file of the active editor. */
export async function save({ page }: Workbench): Promise<void> {
  await page.keyboard.press('Control+S');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
}
