// Multiple choice: every choice is a sequence of its own with one score; the softmax runs over the choices of an item.

import type { Head } from '../head.ts';
import { bertParameters, dense } from '../parameters.ts';
import { linear, pool, poolerParameters } from './pooled.ts';

/** The head for so many choices. Logits [B, choices]; input of the loss: `targets`, one-hot answers times each item's share in the update. */
export function multipleChoice(choices: number): Head {
  return {
    architecture: 'BertForMultipleChoice',
    configEntries: {},
    sequencesPerItem: choices,
    parameters: (config) => [
      ...bertParameters(config),
      ...poolerParameters(config),
      ...dense('classifier', config.hidden_size, 1),
    ],
    scores: (context) => {
      const pooled = context.drop(pool(context), context.config.hidden_dropout_prob); // [B*choices, H]
      const single = linear(context, 'classifier', pooled); // [B*choices, 1]
      return { logits: context.graph.emit('reshape', [single], { shape: ['B', choices] }) };
    },
    loss: ({ graph }, { logits }) =>
      graph.emit('crossEntropy', [logits!, graph.input('targets', 'float32', ['B', choices])], {}),
  };
}
