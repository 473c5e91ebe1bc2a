// What can be done with an experiment, above its text: Launch, Plan, Suggest, Compare with Last, Resume.

import * as vscode from 'vscode';
import { commands } from '../../contributions/commands.ts';
import { settings } from '../../contributions/settings.ts';
import type { Lens } from '../../shared/language.ts';
import type { LensRun } from '../../shared/messages/language.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import type { RunIndex } from '../run-index.ts';
import type { AskAbout } from './document.ts';
import { rangeOf } from './places.ts';

const actions: Readonly<Record<Lens['action'], string>> = {
  launch: commands.launch.id,
  'launch-sweep': commands.launchSweep.id,
  plan: commands.plan.id,
  suggest: commands.suggest.id,
  'compare-with-last': commands.compareWithLast.id,
  resume: commands.resume.id,
};

export interface LensProvider extends vscode.CodeLensProvider, vscode.Disposable {}

export function createLensProvider(ask: AskAbout, index: RunIndex): LensProvider {
  const changed = new vscode.EventEmitter<void>();
  let known = fingerprint(index);
  const stopListening = index.onChanged(() => {
    const now = fingerprint(index);
    if (now === known) return;
    known = now;
    changed.fire();
  });
  const subscriptions = vscode.Disposable.from(
    changed,
    { dispose: stopListening },
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settings.codeLens.id)) changed.fire();
    }),
  );
  return {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document, token) {
      if (!vscode.workspace.getConfiguration(undefined, document).get(settings.codeLens.id, true)) return [];
      const workspaceFolder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? null;
      const runs = workspaceFolder === null ? [] : index.runsIn(workspaceFolder).map(lensRunOf);
      const request = { runs, workspaceFolder };
      const lenses = await ask(document, token, (language, text) => language.findLenses({ ...text, ...request }));
      return lenses?.map((lens) => new vscode.CodeLens(rangeOf(document, lens.range), commandOf(document, lens)));
    },
    dispose: () => subscriptions.dispose(),
  };
}

function commandOf({ uri }: vscode.TextDocument, { title, tooltip, action, runId }: Lens): vscode.Command {
  return { title, tooltip, command: actions[action], arguments: [runId ?? uri] };
}

/** What lenses depend on: a run's figures change twice a second, these hardly ever. */
function fingerprint(index: RunIndex): string {
  return JSON.stringify(index.runs().map(lensRunOf));
}

function lensRunOf({ runId, name, state, startedAt, imported, source, sweep }: RunSummary): LensRun {
  return {
    ...{ runId, name, state, startedAt },
    ...(imported !== undefined && { imported }),
    ...(source !== undefined && { source }),
    ...(sweep && { sweep }),
  };
}
