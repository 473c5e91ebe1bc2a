// Shows a notice of a kind that the user may switch off, with what can be done about it.

import * as vscode from 'vscode';
import { settings } from '../../contributions/settings.ts';
import type { NoticeKind } from '../../shared/notice-kinds.ts';
import { withoutLinks } from '../plain-text.ts';
import type { Choice } from '../report.ts';
import { isWanted, withoutKind } from './setting.ts';

/** What is shown. */
export interface Shown {
  readonly kind: NoticeKind;
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
}

/** Shows it unless its kind is switched off; resolves when it is gone. */
export async function showNotice({ kind, severity, text }: Shown, ...choices: readonly Choice[]): Promise<void> {
  const { id, default: everything } = settings.notifications;
  const configuration = vscode.workspace.getConfiguration();
  if (!isWanted(kind, configuration.get<unknown>(id, everything))) return;
  const dontShowAgain = vscode.l10n.t('Don’t Show Again');
  const show = {
    information: vscode.window.showInformationMessage,
    warning: vscode.window.showWarningMessage,
    error: vscode.window.showErrorMessage,
  }[severity];
  const chosen = await show(withoutLinks(text), ...choices.map(({ title }) => title), dontShowAgain);
  if (chosen === dontShowAgain) {
    const kept = withoutKind(kind, vscode.workspace.getConfiguration().inspect(id)?.globalValue);
    await configuration.update(id, kept, vscode.ConfigurationTarget.Global);
  }
  await choices.find(({ title }) => title === chosen)?.run();
}
