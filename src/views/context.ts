// Keeps the context keys true, by which VS Code shows and hides our commands.

import * as vscode from 'vscode';
import { contextKeys, type ContextKey } from '../contributions/context-keys.ts';
import { canResume, isActive } from '../shared/run-state.ts';
import type { RunIndex } from './run-index.ts';

export function createContextKeys(index: RunIndex): vscode.Disposable {
  const known = new Map<ContextKey, boolean>();
  const set = (key: ContextKey, value: boolean): void => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = (): void => {
    const runs = index.runs();
    set(contextKeys.hasRuns, runs.length > 0);
    set(contextKeys.hasSeveralRuns, runs.length > 1);
    set(
      contextKeys.hasArchivedRuns,
      runs.some((run) => run.annotations?.archived === true),
    );
    set(
      contextKeys.hasCompletedRuns,
      runs.some((run) => run.state === 'completed'),
    );
    set(
      contextKeys.hasActiveRuns,
      runs.some((run) => isActive(run.state)),
    );
    set(contextKeys.hasResumableRuns, runs.some(canResume));
  };
  update();
  return { dispose: index.onChanged(update) };
}
