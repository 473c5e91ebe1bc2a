// Reads a dataset file and turns it into features.

import { basename } from 'node:path';
import { buildFeatures, type Feature, type FeatureOptions } from '../data/features.ts';
import { parseSquad, type SquadExample } from '../data/squad.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { readText } from './model.ts';

export interface Dataset {
  readonly examples: readonly SquadExample[];
  readonly features: readonly Feature[];
  /** Defects of the data, in sentences. */
  readonly notes: readonly string[];
}

export interface DatasetOptions extends FeatureOptions {
  readonly version2: boolean;
  /** Use only the first so many questions, and then only the first so many features, as run_qa.py does; null: all. */
  readonly maxSamples: number | null;
}

/** Loads a SQuAD file. */
export async function loadDataset(path: string, vocabulary: Vocabulary, options: DatasetOptions): Promise<Dataset> {
  const parsed = parseSquad(await readText(path, 'dataset'), path, { version2: options.version2 });
  const limit = options.maxSamples ?? parsed.examples.length;
  const examples = parsed.examples.slice(0, limit);
  const all = buildFeatures(examples, new Tokenizer(vocabulary), options);
  const features = options.maxSamples === null ? all : all.slice(0, limit);
  return {
    examples,
    features,
    notes: parsed.notes.map((note) => (note.includes(basename(path)) ? note : `${path}: ${note}`)),
  };
}
