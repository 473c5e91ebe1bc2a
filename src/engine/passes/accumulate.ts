// Adds a gradient to a running sum in the operation that computes it, where that operation can: a product into the sum, scattered
// rows into the sum. Saves a pass over every weight for each micro-batch.

import { sameShape } from '../graph/dim.ts';
import type { GraphBuilder, Node, Value } from '../graph/graph.ts';

/**
 * Appends `sum + gradient`, in the cheapest way.
 *
 * @param sum running sum, of the gradient's shape
 * @returns the new sum; the operation that made `gradient` may be dead afterwards
 */
export function accumulate(graph: GraphBuilder, sum: Value, gradient: Value): Value {
  const producer = graph.nodes.find((node) => node.outputs[0]!.id === gradient.id);
  if (producer?.op === 'matmul' && gradient.type.shape.length === 2) {
    const { attributes } = producer as Node<'matmul'>;
    return graph.emit('matmulAdd', [...producer.inputs, sum], attributes);
  }
  if (producer?.op === 'scatterAdd' && isZeros(graph, producer.inputs[0]!)) {
    return graph.emit('scatterAdd', [sum, producer.inputs[1]!, producer.inputs[2]!], {});
  }
  if (producer?.op === 'add' && producer.inputs.every((part) => sameShape(part.type.shape, gradient.type.shape))) {
    // A parameter that is used twice: each use adds to the sum.
    return producer.inputs.reduce((total, part) => accumulate(graph, total, part), sum);
  }
  return graph.emit('add', [sum, gradient], {});
}

function isZeros(graph: GraphBuilder, value: Value): boolean {
  return graph.nodes.some((node) => node.op === 'zeros' && node.outputs[0]!.id === value.id);
}
