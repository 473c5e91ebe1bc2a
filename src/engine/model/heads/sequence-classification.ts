// Classification of whole texts, or regression: scores for each label from the pooled first token.

import type { Value } from '../../graph/graph.ts';
import type { Head, HeadContext, Scores } from '../head.ts';
import { bertParameters, dense } from '../parameters.ts';
import { labelEntries } from './labels.ts';
import { linear, pool, poolerParameters } from './pooled.ts';

/** Logits [B, labels]. */
function scores(context: HeadContext): Scores {
  const pooled = context.drop(pool(context), context.config.hidden_dropout_prob); // [B, H]
  return { logits: linear(context, 'classifier', pooled) };
}

/** Input: `targets` [B, labels], one-hot labels times each item's share in the update. */
function crossEntropy({ graph }: HeadContext, { logits }: Scores): Value {
  return graph.emit('crossEntropy', [logits!, graph.input('targets', 'float32', logits!.type.shape)], {}); // []
}

/** Inputs: `targets` [B, 1], the figures to be found; `weights` [B, 1], each item's share in the update. */
function squaredError({ graph }: HeadContext, { logits }: Scores): Value {
  const shape = logits!.type.shape;
  const difference = graph.emit('sub', [logits!, graph.input('targets', 'float32', shape)], {}); // [B, 1]
  const square = graph.emit('mul', [difference, difference], {});
  const weighted = graph.emit('mul', [square, graph.input('weights', 'float32', shape)], {});
  return graph.emit('reduceSum', [weighted], { axes: [0, 1], keepDims: false }); // []
}

/** The head for these labels; null: one figure is to be found (regression). */
export function sequenceClassification(labels: readonly string[] | null): Head {
  const outputs = labels?.length ?? 1;
  return {
    architecture: 'BertForSequenceClassification',
    configEntries:
      labels === null
        ? { ...labelEntries(['LABEL_0']), problem_type: 'regression' }
        : { ...labelEntries(labels), problem_type: 'single_label_classification' },
    sequencesPerItem: 1,
    parameters: (config) => [
      ...bertParameters(config),
      ...poolerParameters(config),
      ...dense('classifier', config.hidden_size, outputs),
    ],
    scores,
    loss: labels === null ? squaredError : crossEntropy,
  };
}
