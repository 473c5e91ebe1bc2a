// Scores of runs' questions, kept while their files stay as they are: several questions about a comparison read them once.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseExperiment } from '../compare/read-run.ts';
import { createDatasetReader, readScores, type ScoredRun, type Unscored } from '../compare/scores.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import { runFiles } from '../shared/run-folder.ts';

/** As many as are compared at once, and a few more. */
const mostKept = 60;

export type ReadScoredRun = (run: RunDetail) => Promise<ScoredRun | Unscored>;

/** Reads the scores of runs, each once until one of its files changes. */
export function createScoredRuns(): ReadScoredRun {
  const kept = new Map<string, { readonly stamp: string; readonly scores: Promise<ScoredRun | Unscored> }>();
  let datasets = { stamps: new Map<string, string>(), read: createDatasetReader() };
  return async (run) => {
    const experiment = parseExperiment(run.experiment);
    const dataset = experiment?.data.validation_file ?? '';
    const datasetStamp = await stampOf(dataset);
    // Datasets are shared among runs; when one has changed none is trusted any more.
    if ((datasets.stamps.get(dataset) ?? datasetStamp) !== datasetStamp) {
      datasets = { stamps: new Map(), read: createDatasetReader() };
    }
    datasets.stamps.set(dataset, datasetStamp);
    const predictions = await stampOf(join(run.folder, runFiles.results, 'eval_predictions.json'));
    const stamp = JSON.stringify([predictions, datasetStamp, run.results, experiment?.data]);
    const found = kept.get(run.folder);
    const scores = found?.stamp === stamp ? found.scores : readScores(run, experiment, datasets.read);
    kept.delete(run.folder);
    kept.set(run.folder, { stamp, scores });
    for (const folder of [...kept.keys()].slice(0, -mostKept)) kept.delete(folder);
    return scores;
  };
}

/** Changes when the file does; the empty string if there is none. */
async function stampOf(path: string): Promise<string> {
  const found = path === '' ? undefined : await stat(path).catch(() => undefined);
  return found ? `${found.mtimeMs} ${found.size}` : '';
}
