// BERT's own two tasks: masked words are found again (masked language modelling), and whether the second text followed the first (next-
// sentence prediction). The decoder is the table of word embeddings itself. M is the number of masked positions in a micro-batch.

import type { Value } from '../../graph/graph.ts';
import type { BertConfig } from '../config.ts';
import type { Head, HeadContext, Scores } from '../head.ts';
import { bertParameters, bias, dense, layerNorm, type ParameterSpec } from '../parameters.ts';
import { linear, pool, poolerParameters } from './pooled.ts';

const wordEmbeddings = 'bert.embeddings.word_embeddings.weight';
const predictions = 'cls.predictions';

function parameters(config: BertConfig): ParameterSpec[] {
  const { hidden_size: hidden, vocab_size: words } = config;
  return [
    ...bertParameters(config).map((spec) => (spec.name === wordEmbeddings ? asDecoder(spec) : spec)),
    ...poolerParameters(config),
    bias(`${predictions}.bias`, words),
    ...dense(`${predictions}.transform.dense`, hidden, hidden),
    ...layerNorm(`${predictions}.transform.LayerNorm`, hidden),
    ...dense('cls.seq_relationship', hidden, 2),
  ];
}

/** As a decoder the table learns in every row, that of the padding token too. */
function asDecoder({ paddingRow: _, ...spec }: ParameterSpec): ParameterSpec {
  return spec;
}

/** Inputs: `masked_positions` [M], rows of the hidden states. Only these are scored: over all words, the rest would cost most of a step. */
function scores(context: HeadContext): Scores {
  const { graph, parameter, config, hidden } = context;
  const rows = graph.emit('gather', [hidden, graph.input('masked_positions', 'int32', ['M'])], {}); // [M, H]
  const name = `${predictions}.transform`;
  const wide = graph.emit('gelu', [linear(context, `${name}.dense`, rows)], {});
  const norm = [wide, parameter(`${name}.LayerNorm.weight`), parameter(`${name}.LayerNorm.bias`)];
  const transformed = graph.emit('layerNorm', norm, { epsilon: config.layer_norm_eps }); // [M, H]
  const decoder = [transformed, parameter(wordEmbeddings), parameter(`${predictions}.bias`)];
  return {
    prediction_logits: graph.emit('linear', decoder, {}), // [M, words]
    seq_relationship_logits: linear(context, 'cls.seq_relationship', pool(context)), // [B, 2]
  };
}

/**
 * Inputs: `masked_words` [M], row · words + the word that was there; `masked_weights` [M], each masked word's share in the update;
 * `next_targets` [B, 2], one-hot labels times each item's share.
 */
function loss({ graph }: HeadContext, { prediction_logits, seq_relationship_logits }: Scores): Value {
  const words = graph.input('masked_words', 'int32', ['M']);
  const weights = graph.input('masked_weights', 'float32', ['M']);
  const next = [seq_relationship_logits!, graph.input('next_targets', 'float32', ['B', 2])];
  const masked = graph.emit('labelCrossEntropy', [prediction_logits!, words, weights], {});
  return graph.emit('add', [masked, graph.emit('crossEntropy', next, {})], {});
}

export const pretraining: Head = {
  architecture: 'BertForPreTraining',
  configEntries: {},
  sequencesPerItem: 1,
  parameters,
  scores,
  loss,
};
