// The diff editor on what two runs were made from: their experiments, or the uncommitted changes that they recorded.

import * as vscode from 'vscode';
import { compareExperiments } from '../../../config/language/compare.ts';
import { parseResolvedExperiment } from '../../../config/resolved.ts';
import { experimentFileSuffix } from '../../../contributions/experiment-files.ts';
import type { RunDetail } from '../../../shared/messages/runs.ts';
import { runLacksExperiment } from '../../compare/errors.ts';
import type { ComparePanelParts } from './handlers.ts';

interface Pair {
  readonly run: RunDetail;
  readonly baseline: RunDetail;
}

type DiffParts = Pick<ComparePanelParts, 'analysis' | 'experimentDocuments'>;

/** Opens the diff editor with the baseline on the left. */
export async function openDiff(parts: DiffParts, pair: Pair, of: 'experiment' | 'uncommitted'): Promise<void> {
  const { run, baseline } = pair;
  const [before, after] = of === 'experiment' ? experimentsOf(pair) : await changesOf(parts, pair);
  const ending = of === 'experiment' ? experimentFileSuffix : '.diff';
  const keep = ({ runId, name }: RunDetail, text: string): vscode.Uri =>
    parts.experimentDocuments.keep(`/runs/${runId}/${name.replaceAll('/', '-')}${ending}`, text);
  const title = vscode.l10n.t('{0} ↔ {1}', baseline.name, run.name);
  await vscode.commands.executeCommand('vscode.diff', keep(baseline, before), keep(run, after), title, {
    preview: true,
  });
}

function experimentsOf({ run, baseline }: Pair): readonly [before: string, after: string] {
  for (const { runId, experiment } of [baseline, run]) if (experiment === null) throw runLacksExperiment(runId);
  return compareExperiments(parseResolvedExperiment(baseline.experiment), parseResolvedExperiment(run.experiment));
}

async function changesOf({ analysis }: DiffParts, { run, baseline }: Pair): Promise<readonly [string, string]> {
  const read = async ({ folder }: RunDetail): Promise<string> => {
    const found = await analysis.request('compare/uncommitted', { folder });
    if (found === null) return vscode.l10n.t('No uncommitted changes were recorded.') + '\n';
    const cut = found.truncated ? `\n${vscode.l10n.t('The rest was too long to be recorded.')}\n` : '';
    return `commit ${found.commit}\n\n${found.diff}${cut}`;
  };
  return [await read(baseline), await read(run)];
}
