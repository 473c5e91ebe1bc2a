// A VS Code of its own for a test: the packaged extension installed, a copy of samples/ open, driven through headless Chromium.
// Everything lies in one temporary folder with a short path, and is gone when the test ends.
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { packageExtension } from '../../scripts/package.ts';
import { installExtension, startServer, type VscodeServer } from '../../scripts/vscode-server.ts';
import { stopRun } from '../../src/runner/supervisor.ts';
import { runsFolder } from '../../src/shared/run-folder.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const root = join(import.meta.dirname, '..', '..');

/** What a test may ask for. */
export interface EditorOptions {
  /** User settings on top of the quiet ones below. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Changes the workspace before it is opened. */
  readonly prepare?: (workspace: string) => Promise<void>;
  /** The opened folder is empty, so that the extension is not active yet. */
  readonly empty?: boolean;
  /** Set in the environment of VS Code's processes. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** An open editor. */
export interface Editor {
  readonly workbench: Workbench;
  /** The opened folder, a copy of samples/. */
  readonly workspace: string;
  /** The folder of the installed extension. */
  readonly extension: string;
  /** Messages of errors inside the page and the extension host's console, so far. */
  readonly pageErrors: readonly string[];
  close(): Promise<void>;
}

/** No welcome pages, no galleries, no updates: only what is tested. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'json.schemaDownload.enable': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'window.commandCenter': false,
  'window.title': '${activeEditorShort}${separator}${rootName}',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Starts it all; resolves when the extension is active. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const { settings, prepare, empty = false, environment = {} } = options;
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ipu-')));
  const workspace = join(folder, 'samples');
  let server: VscodeServer | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.stop();
    await endRuns(workspace);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    if (empty) await mkdir(workspace);
    else await cp(join(root, 'samples'), workspace, { recursive: true, filter: (path) => basename(path) !== '.ipu' });
    await prepare?.(workspace);
    const place = join(folder, 'vs');
    const extension = await installPackage(place);
    server = await startServer({ folder: place, settings: { ...quietSettings, ...settings }, environment });
    browser = await launchChromium();
    const { page, pageErrors } = await openPage(browser);
    const workbench = await openWorkbench(page, server.address(workspace), !empty);
    return { workbench, workspace, extension, pageErrors, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The package, made anew when anything in it is younger. */
async function packagedExtension(): Promise<string> {
  const folders = ['dist/**', 'l10n/**', 'media/**', 'schemas/**', 'samples/**'];
  const inputs = globSync([...folders, 'package.json', 'package.nls*.json', '.vscodeignore', '*.md'], { cwd: root });
  const youngest = Math.max(...(await Promise.all(inputs.map(async (path) => (await stat(join(root, path))).mtimeMs))));
  const [found] = globSync(`*-${process.platform}-${process.arch}.vsix`, { cwd: root });
  if (found && (await stat(join(root, found))).mtimeMs > youngest) return join(root, found);
  return packageExtension();
}

/** Installs the package into a place for a server; resolves with the folder it is installed in. */
export async function installPackage(place: string): Promise<string> {
  await mkdir(place);
  await installExtension(place, await packagedExtension());
  const names = await readdir(join(place, 'extensions'));
  const name = names.find((one) => one.startsWith('ipu-workbench.'));
  if (!name) throw new Error(`the extension is not among the installed ones: ${names.join(', ')}`);
  return join(place, 'extensions', name);
}

/** Adds an experiment to the workspace, one epoch of the quick start; resolves with its path. */
export async function writeBriefExperiment(workspace: string): Promise<string> {
  const text = await readFile(join(workspace, 'quick-start.ipu.json'), 'utf8');
  const file = join(workspace, 'brief.ipu.json');
  await writeFile(file, text.replace(/"num_train_epochs": \d+/, '"num_train_epochs": 1'));
  return file;
}

async function launchChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'];
  if (!executablePath)
    throw new Error('CHROMIUM is not set: run the end-to-end tests by npm, which finds or installs one');
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
  // Chromium refuses its sandbox to root, who is who runs the tests in a container.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    args: ['--disable-gpu', '--disable-sync', ...quiet],
    chromiumSandbox: !isRoot,
  });
}

async function openPage(browser: Browser): Promise<{ page: Page; context: BrowserContext; pageErrors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(error.message));
  return { page, context, pageErrors };
}

/** A picture of the window when a test failed: `afterEach((context) => keepFailure(editor, context))`. */
export async function keepFailure({ workbench }: Editor, context: unknown): Promise<void> {
  const { passed, name } = context as { readonly passed: boolean; readonly name: string };
  if (!passed) await workbench.screenshot(`failed-${name.replace(/\W+/g, '-').slice(0, 60)}`);
}

/** Runs outlive the editor by design, but not the test: a test that failed leaves none behind. */
async function endRuns(workspace: string): Promise<void> {
  for (const runId of globSync('*', { cwd: join(workspace, runsFolder) })) {
    await stopRun(join(workspace, runsFolder, runId), { force: true, graceMs: 0 });
  }
}
