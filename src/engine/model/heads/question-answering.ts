// Extractive question answering: a score for every position to be the answer's start, and one to be its end.

import type { Value } from '../../graph/graph.ts';
import type { Head, HeadContext, Scores } from '../head.ts';
import { bertParameters, dense } from '../parameters.ts';

/** Logits [2, B, S]: start scores, then end scores. */
function scores({ graph, parameter, hidden }: HeadContext): Scores {
  const flat = graph.emit('linear', [hidden, parameter('qa_outputs.weight'), parameter('qa_outputs.bias')], {}); // [B*S, 2]
  const spread = graph.emit('reshape', [flat], { shape: ['B', 'S', 2] });
  return { logits: graph.emit('transpose', [spread], { permutation: [2, 0, 1] }) }; // [2, B, S]
}

/**
 * Inputs: `span_bias` [1, B, S], added to the scores (very negative where an answer cannot be); `targets` [2, B, S], one-hot start and
 * end positions times half the example's share in the update.
 */
function loss({ graph }: HeadContext, { logits }: Scores): Value {
  const masked = graph.emit('add', [logits!, graph.input('span_bias', 'float32', [1, 'B', 'S'])], {}); // [2, B, S]
  return graph.emit('crossEntropy', [masked, graph.input('targets', 'float32', [2, 'B', 'S'])], {}); // []
}

export const questionAnswering: Head = {
  architecture: 'BertForQuestionAnswering',
  configEntries: {},
  sequencesPerItem: 1,
  parameters: (config) => [...bertParameters(config), ...dense('qa_outputs', config.hidden_size, 2)],
  scores,
  loss,
};
