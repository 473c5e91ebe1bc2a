// What heads on whole sequences share: BERT's pooler, a dense layer with tanh on the first token, and a linear layer on it.

import type { Value } from '../../graph/graph.ts';
import type { BertConfig } from '../config.ts';
import type { HeadContext } from '../head.ts';
import { dense, type ParameterSpec } from '../parameters.ts';

/** The pooler's tensors. */
export function poolerParameters({ hidden_size: hidden }: BertConfig): ParameterSpec[] {
  return dense('bert.pooler.dense', hidden, hidden);
}

/** One vector for each sequence, [N, H]. Input: `first_tokens` [N], the rows of the hidden states that hold [CLS]. */
export function pool({ graph, parameter, hidden, sequences }: HeadContext): Value {
  const rows = graph.emit('gather', [hidden, graph.input('first_tokens', 'int32', [sequences])], {}); // [N, H]
  return graph.emit('tanh', [linear({ graph, parameter }, 'bert.pooler.dense', rows)], {});
}

/** The linear layer of that name: [rows, in] → [rows, out]. */
export function linear({ graph, parameter }: Pick<HeadContext, 'graph' | 'parameter'>, name: string, x: Value): Value {
  return graph.emit('linear', [x, parameter(`${name}.weight`), parameter(`${name}.bias`)], {});
}
