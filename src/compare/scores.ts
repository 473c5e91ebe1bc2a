// The score of each question of a run, worked out from its prediction file and its dataset as they are on disk. If they do not give the
// figures that the run recorded, one of them has changed, and there are no scores.

import { join } from 'node:path';
import type { Experiment } from '../config/fields.ts';
import type { SquadExample } from '../engine/data/squad.ts';
import { parsePredictions } from '../engine/eval/predictions.ts';
import { scoreV1, scoreV2 } from '../engine/eval/squad-metric.ts';
import { readSquad } from '../engine/run/data-file.ts';
import { AppError } from '../shared/errors.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import { runFiles } from '../shared/run-folder.ts';
import type { QuestionScore } from '../shared/statistics/pair-scores.ts';
import { readPredictionsFile } from './predictions-file.ts';

/** What a run made of one question. */
export interface ScoredQuestion extends QuestionScore {
  readonly example: SquadExample;
  /** "" is "no answer"; undefined: there is no prediction. */
  readonly prediction: string | undefined;
}

/** All questions of a run's evaluation. */
export interface ScoredRun {
  /** Scored by the rules of SQuAD v2.0. */
  readonly version2: boolean;
  readonly questions: readonly ScoredQuestion[];
}

/** Why a run has no scores for its questions: the rest of a sentence. */
export interface Unscored {
  readonly reason: string;
}

/** Reads a dataset file; runs on the same one share it. */
export type ReadDataset = (path: string, version2: boolean) => Promise<readonly SquadExample[]>;

/** A reader that reads each file once. */
export function createDatasetReader(): ReadDataset {
  const read = new Map<string, Promise<readonly SquadExample[]>>();
  return (path, version2) => {
    const key = JSON.stringify([path, version2]);
    const found = read.get(key) ?? readSquad(path, { version2 }).then(({ examples }) => examples);
    read.set(key, found);
    return found;
  };
}

/** Scores the questions of a run's evaluation, or says why not. */
export async function readScores(
  { folder, results }: Pick<RunDetail, 'folder' | 'results'>,
  experiment: Experiment | null,
  readDataset: ReadDataset,
): Promise<ScoredRun | Unscored> {
  if (experiment === null) return { reason: 'its experiment.json cannot be read' };
  const { task, data } = experiment;
  if (task !== 'question-answering') return { reason: `EM and F1 of questions belong to another task than ${task}` };
  const { version_2_with_negative: version2, max_eval_samples: limit, validation_file: file } = data;
  const recorded = { EM: results[version2 ? 'eval_exact' : 'eval_exact_match'], F1: results['eval_f1'] };
  if (recorded.EM === undefined || recorded.F1 === undefined) return { reason: 'it has no results of an evaluation' };
  if (file === null) return { reason: 'its experiment names no validation file' };
  try {
    const path = join(folder, runFiles.results, 'eval_predictions.json');
    const predictions = parsePredictions(await readPredictionsFile(path), path);
    const all = await readDataset(file, version2);
    const examples = all.slice(0, limit ?? all.length);
    const { figures, examples: scores } = (version2 ? scoreV2 : scoreV1)(examples, predictions);
    const found = { EM: figures[version2 ? 'exact' : 'exact_match'], F1: figures['f1'] };
    for (const name of ['EM', 'F1'] as const) {
      if (!(Math.abs(found[name]! - recorded[name]!) < 1e-6)) return { reason: changed(name, found, recorded, file) };
    }
    return { version2, questions: scores.map((score, index) => ({ ...score, example: examples[index]! })) };
  } catch (error) {
    if (error instanceof AppError) return { reason: error.message.replace(/\.$/, '') };
    throw error;
  }
}

type Scores = Readonly<Record<'EM' | 'F1', number | undefined>>;

function changed(name: 'EM' | 'F1', found: Scores, recorded: Scores, file: string): string {
  const show = (scores: Scores): string => scores[name]!.toFixed(3);
  return `its predictions on ${file} give ${name} ${show(found)} where the run recorded ${show(recorded)}, so one of the two files has changed since`;
}
