// The data of the benchmarks: SQuAD's files if IPUW_SQUAD names their folder, else the samples; and sequences chosen from them.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src/shared/errors.ts';
import { buildFeatures } from '../../src/engine/data/features.ts';
import { parseSquad } from '../../src/engine/data/squad.ts';
import { Mt19937, randomPermutation } from '../../src/engine/random/mt19937.ts';
import { Tokenizer } from '../../src/engine/text/tokenizer.ts';
import { parseVocabulary } from '../../src/engine/text/vocabulary.ts';
import type { SquadPart } from './contests.ts';
import type { Sequence } from './work.ts';

const samples = join(import.meta.dirname, '..', '..', 'samples');

/** The vocabulary of bert-base-uncased. */
export const vocabularyFile = join(samples, 'vocab.txt');

/** Where the data is, and what a case's name says of it. */
export interface DataSource {
  readonly label: string;
  readonly train: string;
  readonly dev: string;
}

/** The sample data that comes with the project. */
export const sampleData: DataSource = {
  label: 'sample data',
  train: join(samples, 'squad', 'train-sample.json'),
  dev: join(samples, 'squad', 'dev-sample.json'),
};

/** SQuAD v1.1 in the folder that was named; the samples if none was. Throws an AppError if the folder has not the files. */
export function findData(folder: string | undefined): DataSource {
  if (folder === undefined || folder === '') return sampleData;
  const source = { label: 'SQuAD v1.1', train: join(folder, 'train-v1.1.json'), dev: join(folder, 'dev-v1.1.json') };
  const missing = [source.train, source.dev].find((path) => !existsSync(path));
  if (missing !== undefined) throw squadFileMissing(missing);
  return source;
}

/** Reads a dataset's examples, as training does. */
export async function readExamples(path: string) {
  return parseSquad(await readFile(path, 'utf8'), path, { version2: false }).examples;
}

/** A tokenizer with the vocabulary of bert-base-uncased. */
export async function readTokenizer(path: string): Promise<Tokenizer> {
  return new Tokenizer(parseVocabulary(await readFile(path, 'utf8'), path));
}

/**
 * `count` sequences of a file at 384/128: of training data the first in the order of a run with seed 42, of validation data evenly
 * spread over the file. Where there are not so many, they repeat.
 */
export async function chooseSequences(path: string, part: SquadPart, count: number): Promise<Sequence[]> {
  const options = { maxSeqLength: 384, docStride: 128, padToMaxLength: true };
  const features = buildFeatures(await readExamples(path), await readTokenizer(vocabularyFile), options);
  const order = randomPermutation(features.length, new Mt19937(42));
  const choose = (i: number): number =>
    part === 'train'
      ? order[i % order.length]!
      : Math.floor((i * Math.max(1, features.length / count)) % features.length);
  return Array.from({ length: count }, (_, i) => {
    const { ids, contextStart, startPosition, endPosition } = features[choose(i)]!;
    return { ids: [...ids], contextStart, start: startPosition, end: endPosition };
  });
}

function squadFileMissing(path: string): AppError {
  return new AppError(
    'squad-file-missing',
    `IPUW_SQUAD names a folder without ${path}.`,
    'It must hold train-v1.1.json and dev-v1.1.json; leave IPUW_SQUAD unset for the sample data.',
  );
}
