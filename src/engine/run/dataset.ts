// Reads a dataset file and turns it into features.

import { basename } from 'node:path';
import { buildFeatures, type Feature, type FeatureOptions } from '../data/features.ts';
import type { SquadExample } from '../data/squad.ts';
import type { Dataset } from '../tasks/task.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { readSquad } from './data-file.ts';

/** A SQuAD file's questions and the features made of them. */
export interface SquadFile extends Dataset<Feature> {
  readonly examples: readonly SquadExample[];
}

export interface DatasetOptions extends FeatureOptions {
  readonly version2: boolean;
  /** Use only the first so many questions, and then only the first so many features, as run_qa.py does; null: all. */
  readonly maxSamples: number | null;
}

/** Reads a SQuAD file and makes its features. */
export async function loadSquad(path: string, vocabulary: Vocabulary, options: DatasetOptions): Promise<SquadFile> {
  const parsed = await readSquad(path, { version2: options.version2 });
  const limit = options.maxSamples ?? parsed.examples.length;
  const examples = parsed.examples.slice(0, limit);
  const all = buildFeatures(examples, new Tokenizer(vocabulary), options);
  const features = options.maxSamples === null ? all : all.slice(0, limit);
  return {
    examples,
    items: features,
    summary: `${examples.length} questions, ${features.length} features`,
    notes: parsed.notes.map((note) => (note.includes(basename(path)) ? note : `${path}: ${note}`)),
  };
}
