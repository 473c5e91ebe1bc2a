// `ipuw features`: how many input sequences a dataset makes, and how long they are.

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildFeatures, type Feature } from '../../engine/data/features.ts';
import type { SquadExample } from '../../engine/data/squad.ts';
import { readSquad } from '../../engine/run/data-file.ts';
import { Tokenizer } from '../../engine/text/tokenizer.ts';
import { parseVocabulary } from '../../engine/text/vocabulary.ts';
import { jsonOption, type Command } from '../command.ts';
import { vocabularyMissing } from '../errors.ts';
import { note, oneLine, print, printJson, renderPairs } from '../output.ts';
import { packageRoot } from '../programs.ts';
import { findFile, readTextFile } from '../read-file.ts';

/** Counts a dataset's features. */
export const featuresCommand: Command = {
  name: 'features',
  summary: 'Count the questions, contexts, features and tokens of a SQuAD dataset.',
  arguments: [],
  options: {
    dataset: { value: 'FILE', required: true, doc: 'SQuAD questions: JSON, JSON Lines or Parquet.' },
    'max-seq-length': { value: 'N', doc: 'Longest sequence in tokens. Default: 384.' },
    'doc-stride': { value: 'N', doc: 'Tokens that neighbouring windows of a long context share. Default: 128.' },
    vocab: {
      value: 'FILE',
      doc: 'WordPiece vocabulary. Default: vocab.txt beside the dataset, here, or that of the samples.',
    },
    'version-2-with-negative': { doc: 'The dataset has unanswerable questions (SQuAD v2.0).' },
    ...jsonOption,
  },
  async run(input) {
    const file = input.requiredText('dataset');
    const maxSeqLength = input.integer('max-seq-length', 384, 16);
    const docStride = input.integer('doc-stride', 128, 0);
    const version2 = input.isSet('version-2-with-negative');
    const { examples, notes } = await readSquad(await findFile('dataset', file), { version2 });
    const vocabularyFile = input.text('vocab') ?? findVocabulary(file);
    const tokenizer = new Tokenizer(parseVocabulary(await readTextFile('vocabulary', vocabularyFile), vocabularyFile));
    for (const line of notes) note(oneLine(line));
    const features = buildFeatures(examples, tokenizer, { maxSeqLength, docStride, padToMaxLength: true });
    const counts = countFeatures(examples, features);
    if (input.isSet('json')) printJson({ ...counts, maxSeqLength, docStride, vocabulary: resolve(vocabularyFile) });
    else print(renderPairs(Object.entries(labels).map(([key, label]) => [label, render(counts[key as Count])])));
    return 0;
  },
};

const labels = {
  questions: 'Questions',
  contexts: 'Contexts',
  features: 'Features',
  tokens: 'Tokens, padding not counted',
  longestTokens: 'Tokens of the longest feature',
  clsLabels: 'Features labelled [CLS], without the answer',
} as const;
type Count = keyof typeof labels;

function countFeatures(examples: readonly SquadExample[], features: readonly Feature[]): Record<Count, number> {
  const lengths = features.map((feature) => feature.ids.length);
  return {
    questions: examples.length,
    contexts: new Set(examples.map((example) => example.context)).size,
    features: features.length,
    tokens: lengths.reduce((sum, length) => sum + length, 0),
    longestTokens: lengths.reduce((longest, length) => Math.max(longest, length), 0),
    clsLabels: features.filter((feature) => feature.startPosition === 0 && feature.endPosition === 0).length,
  };
}

function render(count: number): string {
  return count.toLocaleString('en-US');
}

function findVocabulary(datasetFile: string): string {
  const places = [dirname(resolve(datasetFile)), process.cwd(), join(packageRoot, 'samples')];
  const files = [...new Set(places)].map((folder) => join(folder, 'vocab.txt'));
  const found = files.find((file) => existsSync(file));
  if (found === undefined) throw vocabularyMissing(files);
  return found;
}
