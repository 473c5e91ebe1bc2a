// The model of a benchmark and its sequences, as PyTorch's side makes them too: same seed, same weights.

import { readFile } from 'node:fs/promises';
import type { Feature } from '../../../src/engine/data/features.ts';
import { bertBaseUncased, type BertConfig } from '../../../src/engine/model/config.ts';
import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { initialise } from '../../../src/engine/model/parameters.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { openQuestionAnswering } from '../../../src/engine/tasks/question-answering.ts';
import { parseVocabulary } from '../../../src/engine/text/vocabulary.ts';
import { Trainer } from '../../../src/engine/train/trainer.ts';
import type { Geometry, OptimizerSettings, Sequence, Surroundings } from '../work.ts';

export const seed = 42;

/** The configuration of a geometry. */
export function configOf(geometry: Geometry, dropout = 0): BertConfig {
  return { ...bertBaseUncased, ...geometry, hidden_dropout_prob: dropout, attention_probs_dropout_prob: dropout };
}

/** Weights as BertForQuestionAnswering draws them. */
export function randomParameters(config: BertConfig): Map<string, Float32Array> {
  const random = new Mt19937(seed);
  return new Map(questionAnswering.parameters(config).map((spec) => [spec.name, initialise(spec, config, random)]));
}

/** The engine's question-answering task without data of its own. */
export async function openTask({ vocabulary }: Surroundings, maxSeqLength: number, padToMaxLength: boolean) {
  const words = parseVocabulary(await readFile(vocabulary, 'utf8'), vocabulary);
  return openQuestionAnswering({ train: null, evaluation: null }, words, {
    maxSeqLength,
    docStride: 128,
    padToMaxLength,
    version2: false,
    nBestSize: 20,
    maxAnswerLength: 30,
    nullScoreDiffThreshold: 0,
  });
}

/** A trainer on fresh weights. */
export function createTrainer(
  config: BertConfig,
  { weightDecay, maxGradNorm }: Omit<OptimizerSettings, 'learningRate'>,
) {
  const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay, maxGradNorm, seed };
  return Trainer.create(config, questionAnswering, randomParameters(config), options);
}

/** The sequences of the request as features. */
export async function readFeatures({ sequences }: Surroundings): Promise<Feature[]> {
  const chosen = JSON.parse(await readFile(sequences, 'utf8')) as Sequence[];
  return chosen.map(({ ids, contextStart, start, end }) => ({
    exampleIndex: 0,
    ids: Int32Array.from(ids),
    contextStart,
    contextEnd: ids.length - 1,
    offsets: new Int32Array(2 * ids.length),
    startPosition: start,
    endPosition: end,
  }));
}
