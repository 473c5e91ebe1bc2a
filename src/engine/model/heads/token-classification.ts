// Classification of tokens: scores for each label at every position.

import { multiplyDims } from '../../graph/dim.ts';
import type { Head } from '../head.ts';
import { bertParameters, dense } from '../parameters.ts';
import { labelEntries } from './labels.ts';
import { linear } from './pooled.ts';

/** The head for these labels. Logits [B*S, labels]; input of the loss: `targets`, one-hot labels times each label's share in the update. */
export function tokenClassification(labels: readonly string[]): Head {
  return {
    architecture: 'BertForTokenClassification',
    configEntries: labelEntries(labels),
    sequencesPerItem: 1,
    parameters: (config) => [...bertParameters(config), ...dense('classifier', config.hidden_size, labels.length)],
    scores: (context) => {
      const dropped = context.drop(context.hidden, context.config.hidden_dropout_prob);
      return { logits: linear(context, 'classifier', dropped) };
    },
    loss: ({ graph }, { logits }) => {
      const targets = graph.input('targets', 'float32', [multiplyDims(['B', 'S']), labels.length]);
      return graph.emit('crossEntropy', [logits!, targets], {});
    },
  };
}
