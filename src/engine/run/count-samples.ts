// How many sequences an experiment's data make, counted with the readers that training uses: what batch arithmetic needs before
// anything is launched. It downloads nothing and says nothing on its own.

import { basename, isAbsolute } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Experiment } from '../../config/fields.ts';
import { kindOfPath } from '../../config/files.ts';
import { findSnapshot } from '../../config/hub-cache.ts';
import { AppError } from '../../shared/errors.ts';
import { readHeadConfig } from '../checkpoint/labels.ts';
import { parseChoices } from '../data/choices.ts';
import { buildFeatures } from '../data/features.ts';
import { parseLabelledTexts } from '../data/labelled-texts.ts';
import { parseConll, parseTaggedRows } from '../data/labelled-words.ts';
import { openPretraining } from '../tasks/pretraining.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { readRows, readRowsOrText, readSquad } from './data-file.ts';
import { countKnown } from './known-datasets.ts';
import { readVocabulary } from './model.ts';

/** Sequences of the training and the evaluation data; null: not used, or not known. */
export interface SampleCounts {
  readonly train: number | null;
  readonly eval: number | null;
  /** In a sentence or two: what was counted, or why not. */
  readonly note: string;
}

export interface CountOptions {
  /** Ends the counting early, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What one split has, and how one knows. */
interface Count {
  readonly split: Split;
  readonly samples: number | null;
  readonly origin: 'counted' | 'published' | 'unknown';
  /** Why it was not counted. */
  readonly reason: string;
}

type Split = 'train' | 'eval';

const splitNames: Readonly<Record<Split, string>> = { train: 'training', eval: 'evaluation' };

/** What an item of each task is called. */
const itemNames: Readonly<Record<Experiment['task'], string>> = {
  'question-answering': 'features',
  'sequence-classification': 'texts',
  'token-classification': 'sentences',
  'multiple-choice': 'examples',
  pretraining: 'pairs of texts',
};

/** Questions between two looks at the signal. */
const questionsAtOnce = 500;

/**
 * Counts what training and evaluation would see. Where the files are not there, the published counts of well-known datasets
 * take their place; what is in the way otherwise is said in `note`. Throws only when it was cancelled.
 */
export async function countSamples(experiment: Experiment, { signal }: CountOptions = {}): Promise<SampleCounts> {
  const located = await locateModelFolder(experiment);
  const { training } = experiment;
  const uses = { train: training.do_train || training.eval_on_train, eval: training.do_eval };
  const counts: Count[] = [];
  for (const split of ['train', 'eval'] as const) {
    if (uses[split]) counts.push(await countSplit(located, split, signal));
  }
  const samplesOf = (split: Split): number | null => counts.find((each) => each.split === split)?.samples ?? null;
  return { train: samplesOf('train'), eval: samplesOf('eval'), note: describeCounts(counts, experiment) };
}

function describeCounts(counts: readonly Count[], { task, data }: Experiment): string {
  const items = itemNames[task];
  const from = (origin: Count['origin']): Count[] => counts.filter((count) => count.origin === origin);
  const figures = (of: readonly Count[]): string =>
    of.map(({ split, samples }) => `${samples?.toLocaleString('en-US')} ${splitNames[split]}`).join(' and ');
  const [counted, published, unknown] = [from('counted'), from('published'), from('unknown')];
  const reasons = published.map(({ reason }) => reason).join('. ');
  return [
    ...(counted.length > 0 ? [`Counted ${figures(counted)} ${items}.`] : []),
    ...(published.length > 0
      ? [`${reasons}. Taken instead, as published for ${data.dataset_name}: ${figures(published)} ${items}.`]
      : []),
    ...unknown.map(({ split, reason }) => `The ${splitNames[split]} ${items} are not counted: ${reason}.`),
  ].join(' ');
}

/** An experiment with the folder of its model; without a model, and a clause about it, if none is on this machine. */
interface Located {
  readonly experiment: Experiment;
  readonly absentModel: string | null;
}

async function locateModelFolder(experiment: Experiment): Promise<Located> {
  const { model } = experiment;
  const name = model.model_name_or_path;
  if (name === null || (isAbsolute(name) && (await kindOfPath(name)) === 'folder'))
    return { experiment, absentModel: null };
  const snapshot = await findSnapshot(name, model.model_revision, model.vocab_file === null);
  return {
    experiment: { ...experiment, model: { ...model, model_name_or_path: snapshot?.folder ?? null } },
    absentModel: snapshot === null ? `The vocabulary of ${name} is not on this machine` : null,
  };
}

async function countSplit(
  { experiment, absentModel }: Located,
  split: Split,
  signal: AbortSignal | undefined,
): Promise<Count> {
  const { task, data } = experiment;
  const path = split === 'train' ? data.train_file : data.validation_file;
  const limit = split === 'train' ? data.max_train_samples : data.max_eval_samples;
  if (path === null) return takeKnown(experiment, split, `No ${splitNames[split]} file is named`);
  if ((await kindOfPath(path)) === 'missing') return takeKnown(experiment, split, `${basename(path)} is not there`);
  try {
    const samples = await counters[task](experiment, path, limit ?? undefined, signal);
    return { split, samples, origin: 'counted', reason: '' };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const reason = thrown.message.replace(/\.$/, '');
    // Without a vocabulary nothing can be cut into tokens, but the file may be the one that a published count is about.
    if (thrown.code === 'cased-unsupported') return takeKnown(experiment, split, reason);
    if (thrown.code === 'vocabulary-not-named') return takeKnown(experiment, split, absentModel ?? reason);
    return { split, samples: null, origin: 'unknown', reason };
  }
}

function takeKnown(experiment: Experiment, split: Split, reason: string): Count {
  const samples = countKnown(experiment, split);
  return { split, samples, origin: samples === null ? 'unknown' : 'published', reason };
}

type Counter = (
  experiment: Experiment,
  path: string,
  limit: number | undefined,
  signal: AbortSignal | undefined,
) => Promise<number>;

/** For each task, how its items are counted: as it reads them, without cutting texts into tokens where that changes nothing. */
const counters: Readonly<Record<Experiment['task'], Counter>> = {
  'question-answering': countFeatures,
  'sequence-classification': async (_, path, limit) => parseLabelledTexts(await readRows(path)).slice(0, limit).length,
  'token-classification': countSentences,
  'multiple-choice': async (_, path, limit) => parseChoices(await readRows(path)).slice(0, limit).length,
  pretraining: countPairs,
};

async function countFeatures(
  experiment: Experiment,
  path: string,
  limit: number | undefined,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { data } = experiment;
  const tokenizer = new Tokenizer(await vocabularyOf(experiment));
  const { examples } = await readSquad(path, { version2: data.version_2_with_negative });
  const wanted = examples.slice(0, limit);
  const options = { maxSeqLength: data.max_seq_length, docStride: data.doc_stride, padToMaxLength: false };
  let features = 0;
  for (let start = 0; start < wanted.length; start += questionsAtOnce) {
    await setImmediate();
    signal?.throwIfAborted();
    features += buildFeatures(wanted.slice(start, start + questionsAtOnce), tokenizer, options).length;
  }
  return Math.min(features, limit ?? Infinity);
}

async function countSentences({ model }: Experiment, path: string, limit: number | undefined): Promise<number> {
  const content = await readRowsOrText(path);
  if ('text' in content) return parseConll(content.text, path).slice(0, limit).length;
  const head = model.model_name_or_path === null ? null : await readHeadConfig(model.model_name_or_path);
  return parseTaggedRows(content, head?.labels ?? null).slice(0, limit).length;
}

async function countPairs(experiment: Experiment, path: string, limit: number | undefined): Promise<number> {
  const { data, training } = experiment;
  const vocabulary = await vocabularyOf(experiment);
  const files = { train: { path, maxSamples: limit ?? null }, evaluation: null };
  const { train } = await openPretraining(files, vocabulary, {
    maxSeqLength: data.max_seq_length,
    maskedShare: data.mlm_probability,
    maxPredictions: data.max_predictions_per_seq,
    seed: training.seed,
    words: vocabulary.tokens.length,
  });
  return train?.items.length ?? 0;
}

async function vocabularyOf(experiment: Experiment): Promise<Vocabulary> {
  return (await readVocabulary(experiment)).vocabulary;
}
