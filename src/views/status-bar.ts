// The status bar item: what is running, one click from the dashboard.

import * as vscode from 'vscode';
import { commands } from '../contributions/commands.ts';
import type { RunIndex } from './run-index.ts';
import { describeStatus } from './status-text.ts';

export function createStatusBar(index: RunIndex): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('ipu.status', vscode.StatusBarAlignment.Left, 50);
  item.name = 'IPU Workbench';
  item.command = commands.openDashboard.id;
  const update = (): void => {
    const { text, tooltip } = describeStatus(index.runs());
    item.text = text;
    item.tooltip = tooltip;
  };
  const stop = index.onChanged(update);
  update();
  item.show();
  return vscode.Disposable.from(item, { dispose: stop });
}
