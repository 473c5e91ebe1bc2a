// The predictions of a run with everything that belongs to them, as far as it is there: what is missing, or has changed since, is said.
// Read once for as long as its files stay the same.

import { join } from 'node:path';
import type { Experiment } from '../../config/fields.ts';
import { parseResolvedExperiment } from '../../config/resolved.ts';
import type { SquadExample } from '../../engine/data/squad.ts';
import { parseJson } from '../../engine/data/json.ts';
import { parsePredictions } from '../../engine/eval/predictions.ts';
import { scoreV1, scoreV2, type SquadScore } from '../../engine/eval/squad-metric.ts';
import { AppError } from '../../shared/errors.ts';
import type { Caution, PredictionSource } from '../../shared/messages/predictions.ts';
import { runFiles } from '../../shared/run-folder.ts';
import * as cautions from './cautions.ts';
import { readQuestions } from './dataset.ts';
import { identify, readBytes, Remembered } from './files.ts';
import { findProbability, indexObject, type ByteRange } from './n-best.ts';
import type { Question } from './question.ts';

/** What of a run can be looked at. */
export interface LoadedRun {
  /** Null: it is not known. */
  readonly task: string | null;
  readonly version2: boolean;
  /** In the order of the dataset, or else of the predictions file; empty if there is nothing to list. */
  readonly questions: readonly Question[];
  readonly cautions: readonly Caution[];
  /** There are scores, and they are what the run recorded. */
  readonly isAsRecorded: boolean;
  /** Where each question's candidates are in the n-best file. */
  readonly nBest: { readonly path: string; readonly ranges: ReadonlyMap<string, ByteRange> } | null;
  /** How much higher "no answer" scores, by question. */
  readonly nullOdds: ReadonlyMap<string, number>;
}

const questionAnswering = 'question-answering';

const runs = new Remembered<LoadedRun>(4);

/** Loads the predictions of a run. Rejects only for what is our fault: what cannot be read becomes a caution. */
export async function loadRun({ folder, results }: PredictionSource): Promise<LoadedRun> {
  const files = filesOf(folder);
  const experiment = await attempt(async () => {
    await identify('experiment', files.experiment);
    const text = new TextDecoder().decode(await readBytes('experiment', files.experiment));
    return parseResolvedExperiment(parseJson(text, files.experiment));
  });
  if (experiment instanceof AppError) return nothing(null, cautions.noExperiment(experiment));
  if (experiment.task !== questionAnswering) return nothing(experiment.task, cautions.otherTask(experiment.task));
  const predictions = await attempt(() => identify('predictions', files.predictions));
  if (predictions instanceof AppError) return nothing(questionAnswering, cautions.noPredictions(predictions));
  const others = [experiment.data.validation_file ?? '', files.nBest, files.nullOdds].map((path) =>
    identify(path === files.nBest ? 'nBest' : 'dataset', path).catch(() => path),
  );
  const key = JSON.stringify([predictions, ...(await Promise.all(others)), results, experiment.data]);
  return runs.get(key, () => load(files, experiment, results));
}

type Files = ReturnType<typeof filesOf>;

function filesOf(folder: string) {
  const result = (name: string): string => join(folder, runFiles.results, name);
  return {
    experiment: join(folder, runFiles.experiment),
    predictions: result('eval_predictions.json'),
    nBest: result('eval_nbest_predictions.json'),
    nullOdds: result('eval_null_odds.json'),
  };
}

async function load(files: Files, { data }: Experiment, results: PredictionSource['results']): Promise<LoadedRun> {
  const version2 = data.version_2_with_negative;
  const predictions = await attempt(() => readPredictions(files.predictions));
  if (predictions instanceof AppError) return nothing(questionAnswering, cautions.noPredictions(predictions));
  const found: Caution[] = [];
  const keep = <T>(value: T | AppError, caution: (error: AppError) => Caution): T | null => {
    if (!(value instanceof AppError)) return value;
    found.push(caution(value));
    return null;
  };
  const examples = keep(await attempt(() => readExamples(data)), cautions.noDataset);
  const score = examples && (version2 ? scoreV2 : scoreV1)(examples, predictions);
  if (score) found.push(...judge(score, version2, results, data.validation_file ?? ''));
  const isAsRecorded = score !== null && found.length === 0;
  const nBest = keep(await attempt(() => readNBest(files.nBest, predictions)), cautions.noNBest);
  // Only SQuAD v2.0 has them, and older runs may lack them: they are beside the point.
  const odds = version2 ? await attempt(() => readNullOdds(files.nullOdds)) : null;
  return {
    task: questionAnswering,
    version2,
    questions: joinUp(predictions, examples, score, nBest?.probabilities ?? null),
    cautions: found,
    isAsRecorded,
    nBest,
    nullOdds: odds === null || odds instanceof AppError ? new Map() : odds,
  };
}

async function readExamples(data: Experiment['data']): Promise<readonly SquadExample[]> {
  const { validation_file: path, version_2_with_negative: version2, max_eval_samples: limit } = data;
  if (path === null) throw cautions.datasetNotNamed();
  const all = await readQuestions(path, version2);
  return all.slice(0, limit ?? all.length);
}

async function readPredictions(path: string): Promise<ReadonlyMap<string, string>> {
  return parsePredictions(new TextDecoder().decode(await readBytes('predictions', path)), path);
}

async function readNBest(path: string, predictions: ReadonlyMap<string, string>) {
  await identify('nBest', path);
  const bytes = await readBytes('nBest', path);
  const ranges = indexObject(bytes, path);
  const probabilities = new Map<string, number>();
  for (const [id, range] of ranges) {
    const prediction = predictions.get(id);
    const probability = prediction === undefined ? null : findProbability(bytes, range, prediction, path);
    if (probability !== null && !Number.isNaN(probability)) probabilities.set(id, probability);
  }
  return { path, ranges, probabilities };
}

async function readNullOdds(path: string): Promise<ReadonlyMap<string, number>> {
  await identify('nullOdds', path);
  const json = parseJson(new TextDecoder().decode(await readBytes('nullOdds', path)), path);
  return new Map(Object.entries(Object(json)).filter((entry): entry is [string, number] => Number.isFinite(entry[1])));
}

/** What the predictions' scores say against the run's own figures. */
function judge(
  { figures, missing, examples }: SquadScore,
  version2: boolean,
  results: PredictionSource['results'],
  file: string,
): Caution[] {
  if (missing.length === examples.length) return [cautions.otherDataset(file)];
  const names = [['EM', version2 ? 'exact' : 'exact_match'], ['F1', 'f1']] as const; // prettier-ignore
  for (const [label, name] of names) {
    const recorded = results[`eval_${name}`];
    if (recorded === undefined) return [cautions.notRecorded()];
    if (!(Math.abs(figures[name]! - recorded) < 1e-6)) return [cautions.changed(label, figures[name]!, recorded, file)];
  }
  return [];
}

function joinUp(
  predictions: ReadonlyMap<string, string>,
  examples: readonly SquadExample[] | null,
  score: SquadScore | null,
  probabilities: ReadonlyMap<string, number> | null,
): Question[] {
  const common = (id: string) => ({
    id,
    prediction: predictions.get(id) ?? null,
    probability: probabilities?.get(id) ?? null,
  });
  if (!examples || !score || score.missing.length === examples.length) {
    return [...predictions.keys()].map((id) => ({ ...common(id), example: null, exactMatch: null, f1: null }));
  }
  return score.examples.map(({ id, exactMatch, f1 }, index) => ({
    ...common(id),
    example: examples[index]!,
    exactMatch,
    f1,
  }));
}

function nothing(task: string | null, caution: Caution): LoadedRun {
  const none = { task, version2: false, questions: [], isAsRecorded: false, nBest: null, nullOdds: new Map() };
  return { ...none, cautions: [caution] };
}

/** The result, or the error that a user can do something about. */
async function attempt<T>(work: () => Promise<T>): Promise<T | AppError> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}
