// Computes a stretch of the forward pass again for its backward pass, so that its results need not be kept until then (Chen et al.,
// 2016, "Training Deep Nets with Sublinear Memory Cost").

import type { GraphBuilder, Value } from '../graph/graph.ts';

/** Consecutive nodes of a graph that compute one value from another, such as an encoder layer; parameters and masks aside. */
export interface Segment {
  readonly input: Value;
  /** Index of the first node. */
  readonly start: number;
  /** Index after the last node, whose first output is the segment's result. */
  readonly end: number;
}

/**
 * Appends the nodes of a segment once more. Their input waits for `gradient`: otherwise the runtime could compute them early, or merge
 * them with the first ones.
 *
 * @param gradient gradient of the segment's result, of its input's shape
 * @returns gives the second value for one of the segment's, and any other value back
 */
export function recompute(graph: GraphBuilder, segment: Segment, gradient: Value): (value: Value) => Value {
  const again = new Map<number, Value>();
  const second = (value: Value): Value => again.get(value.id) ?? value;
  again.set(segment.input.id, graph.emit('after', [segment.input, gradient], {}));
  for (const node of graph.nodes.slice(segment.start, segment.end)) {
    const outputs = graph.emitAll(node.op, node.inputs.map(second), node.attributes);
    for (const [i, output] of outputs.entries()) again.set(node.outputs[i]!.id, output);
  }
  return second;
}
