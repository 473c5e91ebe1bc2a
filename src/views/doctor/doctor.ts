// The doctor's report: a page of Markdown that lies in no file, shown by VS Code's own preview, and copied as the same text.

import * as vscode from 'vscode';
import { doctorScheme } from '../../contributions/commands.ts';
import { settings } from '../../contributions/settings.ts';
import type { Check, DoctorFolder, Surroundings } from '../../runner/doctor/check.ts';
import { examine } from '../../runner/doctor/examine.ts';
import { renderMarkdown } from '../../runner/doctor/text.ts';
import { toErrorShape } from '../../shared/errors.ts';
import { locateStore } from '../store-place.ts';

const toolTimeoutMs = 10_000;
const engineTimeoutMs = 120_000;
const markdownPreview = 'vscode.markdown.preview.editor';
const reportUri = vscode.Uri.from({ scheme: doctorScheme, path: '/IPU Doctor.md' });

export interface Doctor extends vscode.Disposable {
  /** Looks at the machine and shows the report; anew each time. */
  show(): Promise<void>;
  /** Puts the report on the clipboard, making it first if there is none. */
  copy(): Promise<void>;
}

export function createDoctor(context: vscode.ExtensionContext): Doctor {
  const { version } = context.extension.packageJSON as { readonly version: string };
  const programs = {
    engineScript: context.asAbsolutePath('dist/engine.js'),
    storeScript: context.asAbsolutePath('dist/store.js'),
  };
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let report: string | undefined;
  // After a restart VS Code brings the page back before anybody looked at anything.
  const text = (): string =>
    report ?? `# IPU Workbench: Doctor\n\n${vscode.l10n.t('Run “IPU: Doctor” to look at this machine.')}\n`;
  const provider = vscode.workspace.registerTextDocumentContentProvider(doctorScheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: text,
  });
  const look = async (): Promise<boolean> => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Looking at this machine'),
      cancellable: true,
    };
    const checks = await vscode.window.withProgress(options, async (_, cancel) => {
      const interrupted = new AbortController();
      cancel.onCancellationRequested(() => interrupted.abort());
      const found = await lookWith(programs, interrupted.signal);
      return interrupted.signal.aborted ? undefined : found;
    });
    if (!checks) return false;
    report = renderMarkdown(checks, version);
    changed.fire(reportUri);
    return true;
  };
  return {
    async show() {
      if (await look()) await vscode.commands.executeCommand('vscode.openWith', reportUri, markdownPreview);
    },
    async copy() {
      if (report === undefined && !(await look())) return;
      await vscode.env.clipboard.writeText(text());
      vscode.window.setStatusBarMessage(`$(check) ${vscode.l10n.t('The report is on the clipboard')}`, 4000);
    },
    dispose: () => vscode.Disposable.from(provider, changed).dispose(),
  };
}

type Programs = Pick<Surroundings, 'engineScript' | 'storeScript'>;

async function lookWith(programs: Programs, signal: AbortSignal): Promise<readonly Check[]> {
  const { folders, problems } = locateFolders();
  const checks = await examine({
    ...programs,
    host: `${vscode.env.appName} ${vscode.version}`,
    node: process.execPath,
    nodeVersion: process.versions.node,
    folders,
    trusted: vscode.workspace.isTrusted,
    env: process.env,
    toolTimeoutMs,
    engineTimeoutMs,
    signal,
  });
  return [...checks, ...problems];
}

/** The folders of the workspace with the places of their databases, and what is wrong with the setting that says those. */
function locateFolders(): { readonly folders: readonly DoctorFolder[]; readonly problems: readonly Check[] } {
  const storePath = vscode.workspace.getConfiguration().get(settings.storePath.id, settings.storePath.default);
  const files = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  try {
    const folders = files.map(({ uri }) => ({ folder: uri.fsPath, ...locateStore(uri.fsPath, storePath) }));
    return { folders, problems: [] };
  } catch (thrown) {
    const { message, hint } = toErrorShape(thrown);
    return {
      folders: [],
      problems: [{ id: 'settings', title: vscode.l10n.t('Settings'), state: 'error', finding: message, remedy: hint }],
    };
  }
}
