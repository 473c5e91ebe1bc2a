// Shows what an import or an export has to say: a notification, and all of it on demand.

import * as vscode from 'vscode';
import type { Notice } from '../../config/import/notices.ts';
import { withoutLinks } from '../plain-text.ts';
import { listNotices, summarizeNotices } from './notice-text.ts';

/** `done` says what was done. Contradictions are a warning. Resolves when the notification is gone. */
export async function showNotices(done: string, notices: readonly Notice[]): Promise<void> {
  const text = withoutLinks(`${done} ${summarizeNotices(notices)}`.trim());
  const isWarning = notices.some(({ kind }) => kind === 'contradiction');
  const show = isWarning ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const all = vscode.l10n.t('Show All');
  const chosen = await show(text, ...(notices.length > 0 ? [all] : []));
  if (chosen !== all) return;
  await vscode.window.showInformationMessage(done, { modal: true, detail: listNotices(notices) });
}
