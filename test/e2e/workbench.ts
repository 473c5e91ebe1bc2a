// What a user does in the VS Code window, in the user's words. Waits for what becomes visible, never for time.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';

const screenshotFolder = join(import.meta.dirname, '..', '..', 'test-results');

// A first webview may wait 20 s for its service worker on a busy machine.
const WEBVIEW_WITHIN_MS = 90_000;

const KEY_WITHIN_MS = 3_000;
const MOST_KEY_PRESSES = 10;

/** The VS Code window. */
export interface Workbench {
  readonly page: Page;
  /** Runs a command from the palette by its full title. */
  command(title: string): Promise<void>;
  /** The palette's entries for a text; closes it again. */
  searchCommands(text: string): Promise<string[]>;
  /** Picks an entry of the list that is asking. */
  pick(text: string): Promise<void>;
  /** Opens a file of the workspace by its name, with the cursor at the line and column (from 1). */
  openFile(name: string, line: number, column: number): Promise<void>;
  /** Moves the cursor of the active editor. */
  goTo(line: number, column: number): Promise<void>;
  /** The document of the visible dashboard, once it is loaded. */
  dashboard(): Promise<FrameLocator>;
  /** The same of the comparison. */
  compare(): Promise<FrameLocator>;
  /** The same of the Plan panel. */
  plan(): Promise<FrameLocator>;
  /** The document of the visible Markdown preview. */
  markdown(): Promise<FrameLocator>;
  /** The side bar with the runs view, opened if need be. */
  showRuns(): Promise<Locator>;
  /** The item in the status bar. */
  readonly status: Locator;
  /** Notifications that are shown now. */
  readonly notifications: Locator;
  /** Reloads the window, as the command of that name does. */
  reload(): Promise<void>;
  /** Keeps a picture of the window in test-results/. */
  screenshot(name: string): Promise<void>;
}

/** Opens the address and waits until the extension shows itself; not if it has no reason to, as in an empty folder. */
export async function openWorkbench(page: Page, address: string, isActive = true): Promise<Workbench> {
  const status = page.locator('.statusbar-item[id="ipu-workbench.ipu-workbench.ipu.status"]');
  const ready = async (): Promise<void> => {
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    if (isActive) await status.waitFor();
  };
  await page.goto(address);
  await ready();
  return {
    page,
    status,
    notifications: page.locator('.notification-toast'),
    command: (title) => runCommand(page, title),
    searchCommands: (text) => searchCommands(page, text),
    pick: (text) => pick(page, text),
    openFile: (name, line, column) => openFile(page, name, line, column),
    goTo: (line, column) => goTo(page, line, column),
    dashboard: () => findPage(page, 'dashboard'),
    compare: () => findPage(page, 'compare'),
    plan: () => findPage(page, 'plan'),
    markdown: () => findDocument(page, 'body.vscode-body .markdown-body'),
    showRuns: () => showRuns(page),
    async reload() {
      await page.reload();
      await ready();
    },
    async screenshot(name) {
      await mkdir(screenshotFolder, { recursive: true });
      await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
    },
  };
}

const paletteRows = (page: Page): Locator => page.locator('.quick-input-list .monaco-list-row');

async function openPalette(page: Page, text: string, prefix = '>'): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor({ state: 'hidden' });
  // A page that is just loading swallows the key, as it does a user's.
  for (let tries = 0; !(await input.isVisible()); tries++) {
    if (tries === MOST_KEY_PRESSES) throw new Error('F1 opens no palette');
    await page.keyboard.press('F1');
    await input.waitFor({ timeout: KEY_WITHIN_MS }).catch(() => undefined);
  }
  await input.fill(`${prefix}${text}`);
}

async function runCommand(page: Page, title: string): Promise<void> {
  await openPalette(page, title);
  const label = page.locator('.label-name').getByText(title, { exact: true });
  await paletteRows(page).filter({ has: label }).first().click();
}

async function searchCommands(page: Page, text: string): Promise<string[]> {
  await openPalette(page, text);
  await paletteRows(page).first().waitFor();
  const labels = await paletteRows(page).locator('.label-name').allInnerTexts();
  await page.keyboard.press('Escape');
  return labels;
}

async function pick(page: Page, text: string): Promise<void> {
  await paletteRows(page).filter({ hasText: text }).first().click();
}

async function openFile(page: Page, name: string, line: number, column: number): Promise<void> {
  await openPalette(page, name, '');
  const label = page.locator('.label-name').getByText(name, { exact: true });
  await paletteRows(page).filter({ has: label }).first().click();
  await page.locator('.editor-group-container.active .tab.active', { hasText: name }).waitFor();
  await goTo(page, line, column);
}

async function goTo(page: Page, line: number, column: number): Promise<void> {
  await openPalette(page, `:${line}:${column}`, '');
  await paletteRows(page)
    .filter({ hasText: `go to line ${line}` })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
}

/** Locators only: polling over page.frames() slows the next webview down from 2 to 18 seconds. */
async function findDocument(page: Page, content: string): Promise<FrameLocator> {
  const outer = page.locator('iframe.webview.ready').filter({ visible: true }).last();
  const document = outer.contentFrame().locator('iframe#active-frame').contentFrame();
  await document.locator(content).waitFor({ timeout: WEBVIEW_WITHIN_MS });
  return document;
}

function findPage(page: Page, name: string): Promise<FrameLocator> {
  return findDocument(page, `body[data-page="${name}"]`);
}

async function showRuns(page: Page): Promise<Locator> {
  const sideBar = page.locator('.part.sidebar', { has: page.locator('.title-label', { hasText: 'IPU Workbench' }) });
  if (!(await sideBar.isVisible())) {
    await page.locator('.activitybar .action-item', { has: page.locator('[aria-label^="IPU Workbench"]') }).click();
    await sideBar.waitFor();
  }
  return sideBar;
}
