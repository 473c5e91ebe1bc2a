// Names of labels in a model folder's config.json. Looks at nothing else in it.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFields } from '../data/values.ts';

/** What a model's config.json says about its head. */
export interface HeadConfig {
  /** transformers' class, such as `BertForSequenceClassification`; null: not said. */
  readonly architecture: string | null;
  /** Names of the labels by id; null: there are none but transformers' own (`LABEL_0`, …). */
  readonly labels: readonly string[] | null;
  /** Rows of the table of word embeddings; null: not said. */
  readonly vocabSize: number | null;
  /** Longest sequence; null: not said. */
  readonly maxPositions: number | null;
  /** One figure is to be found. */
  readonly isRegression: boolean;
}

const nothing: HeadConfig = {
  architecture: null,
  labels: null,
  vocabSize: null,
  maxPositions: null,
  isRegression: false,
};

/** The head of a model folder; a folder without a readable config.json says nothing (loading it will say why). */
export async function readHeadConfig(folder: string): Promise<HeadConfig> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
  } catch {
    return nothing;
  }
  if (!isFields(json)) return nothing;
  const { architectures, id2label, problem_type, vocab_size, max_position_embeddings } = json;
  const architecture: unknown = Array.isArray(architectures) ? architectures[0] : null;
  return {
    architecture: typeof architecture === 'string' ? architecture : null,
    labels: isFields(id2label) ? namesOf(id2label) : null,
    vocabSize: numberOr(vocab_size),
    maxPositions: numberOr(max_position_embeddings),
    isRegression: problem_type === 'regression' || (isFields(id2label) && Object.keys(id2label).length === 1),
  };
}

function numberOr(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function namesOf(id2label: Readonly<Record<string, unknown>>): string[] | null {
  const names = Object.keys(id2label).map((_, id) => id2label[String(id)]);
  if (!names.every((name) => typeof name === 'string' || typeof name === 'number')) return null;
  const texts = names.map(String);
  return texts.every((name, id) => name === `LABEL_${id}`) ? null : texts;
}
