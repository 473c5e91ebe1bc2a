// The status bar item: what is running, one click from the dashboard.

import * as vscode from 'vscode';
import { commands } from '../contributions/commands.ts';
import type { RunIndex } from './run-index.ts';
import { describeStatus } from './status-text.ts';

export function createStatusBar(index: RunIndex): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('ipu.status', vscode.StatusBarAlignment.Left, 50);
  item.name = 'IPU Workbench';
  item.command = commands.openDashboard.id;
  let shown = '';
  const update = (): void => {
    const { text, tooltip, label } = describeStatus(index.runs());
    // Told several times a second: what is the same is not sent again.
    if (text + tooltip === shown) return;
    shown = text + tooltip;
    item.text = text;
    item.tooltip = new vscode.MarkdownString(tooltip);
    item.accessibilityInformation = { label };
  };
  const stop = index.onChanged(update);
  update();
  item.show();
  return vscode.Disposable.from(item, { dispose: stop });
}
