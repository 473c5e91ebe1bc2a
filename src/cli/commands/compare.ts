// `ipuw compare RUN RUN…`: what is different in runs, in their results, and whether the questions bear it out.

import type { RunSummary } from '../../shared/messages/runs.ts';
import { jsonOption, workspaceOption, type Command } from '../command.ts';
import { compareRuns, type RunToCompare } from '../../compare/comparison.ts';
import { renderFlips } from '../compare/flips-page.ts';
import { comparisonAsJson } from '../compare/json.ts';
import { renderComparison } from '../compare/page.ts';
import { readRun } from '../../compare/read-run.ts';
import { createDatasetReader } from '../../compare/scores.ts';
import { nothingToCompare, tooManyToCompare } from '../errors.ts';
import { findRun } from '../find-run.ts';
import { print, printJson } from '../output.ts';
import { fetchRun, withRuns } from '../session.ts';

/** More do not fit side by side. */
const maxRuns = 50;

/** Compares runs. */
export const compareCommand: Command = {
  name: 'compare',
  summary: 'Compare runs: fields that differ, results, how far EM and F1 are to be trusted, and environment.',
  arguments: ['RUN'],
  moreArguments: 'RUN',
  options: {
    baseline: { value: 'RUN', doc: 'The run that the others are compared with. Default: the first.' },
    flips: { doc: 'List the questions that one run got right and the other wrong.' },
    ...jsonOption,
    ...workspaceOption,
  },
  notes: `RUN is a run’s id, the beginning of its id, or \`last\`; 2 to ${maxRuns} runs. Intervals and significance of EM and F1 come from the runs’ predictions
and their dataset, which has to be where it was; they speak of other questions, not of other seeds.`,
  run: (input) =>
    withRuns(input.text('workspace'), async (known, store, workspace) => {
      const runs = chooseRuns(known, [input.argument('RUN'), ...input.moreArguments()], input.text('baseline'));
      const readDataset = createDatasetReader();
      const all: RunToCompare[] = [];
      for (const { runId } of runs) all.push(await readRun(await fetchRun(store, runId, workspace), readDataset));
      const comparison = compareRuns(all);
      if (input.isSet('json')) printJson(comparisonAsJson(comparison, input.isSet('flips')));
      else
        print(
          [renderComparison(comparison), input.isSet('flips') ? renderFlips(comparison) : ''].join('\n\n').trimEnd(),
        );
      return 0;
    }),
};

/** The runs that are meant, each once, the baseline first. */
function chooseRuns(known: readonly RunSummary[], wanted: readonly string[], baseline?: string): RunSummary[] {
  const named = wanted.map((each) => findRun(each, known));
  const runs = [...new Set(baseline === undefined ? named : [findRun(baseline, known), ...named])];
  if (runs.length < 2) throw nothingToCompare(runs[0]?.runId ?? '', known.length);
  if (runs.length > maxRuns) throw tooManyToCompare(runs.length, maxRuns);
  return runs;
}
