// Answers to what the comparison page asks: the stores know the runs and their curves, the analysis thread compares them.

import * as vscode from 'vscode';
import type { AnalysisClient } from '../../../analysis/client.ts';
import { commands } from '../../../contributions/commands.ts';
import type { CompareContract } from '../../../shared/messages/compare.ts';
import type { Handlers } from '../../../shared/messages/contract.ts';
import type { ExperimentDocuments } from '../../compare/experiment-documents.ts';
import { pickRuns } from '../../compare/pick-runs.ts';
import type { RunIndex } from '../../run-index.ts';
import { curveHandlers } from '../dashboard/curves.ts';
import { openDiff } from './open-diff.ts';

export interface ComparePanelParts {
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri'>;
  readonly index: RunIndex;
  readonly analysis: AnalysisClient;
  readonly experimentDocuments: ExperimentDocuments;
}

/** A handler for every message but the first, which is the panel's. */
export function compareHandlers(parts: ComparePanelParts): Omit<Handlers<CompareContract>, 'ready'> {
  const { index, analysis } = parts;
  const pairOf = async (runId: string, baseline: string) => ({
    run: await index.detail(runId),
    baseline: await index.detail(baseline),
  });
  return {
    ...curveHandlers(parts),
    'compare/facts': async ({ runIds }) => {
      const known = runIds.filter((runId) => index.run(runId) !== undefined);
      const runs = await Promise.all(known.map((runId) => index.detail(runId)));
      return analysis.request('compare/facts', { runs });
    },
    'compare/scores': async ({ runId, baseline }) => analysis.request('compare/scores', await pairOf(runId, baseline)),
    'compare/flips': async ({ runId, baseline }) => analysis.request('compare/flips', await pairOf(runId, baseline)),
    'compare/choose-runs': async ({ runIds }) => {
      const chosen = await pickRuns(index.runs(), runIds);
      return chosen ? { runIds: chosen } : null;
    },
    'compare/open-run': ({ runId, question }) => {
      void vscode.commands.executeCommand(commands.openDashboard.id, runId, question);
      return null;
    },
    'compare/open-diff': async ({ runId, baseline, of }) => {
      await openDiff(parts, await pairOf(runId, baseline), of);
      return null;
    },
  };
}
