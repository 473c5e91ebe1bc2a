// The gate before everything that starts or ends processes.

import * as vscode from 'vscode';
import { workspaceNotTrusted } from './errors.ts';
import type { Reporter } from './report.ts';

/** Whether the workspace is trusted; if not, says what `action` needs and offers the way there. */
export function checkTrust(action: string, { report }: Reporter): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = () => vscode.commands.executeCommand('workbench.trust.manage');
  void report(workspaceNotTrusted(action), { title: vscode.l10n.t('Manage Workspace Trust'), run: manage });
  return false;
}
