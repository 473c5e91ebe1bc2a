// Reverse-mode differentiation: one loop over the graph from its end, applying the operators' gradient rules.

import type { GraphBuilder, Node, Value } from '../graph/graph.ts';
import { opOf } from '../ops/table.ts';
import type { GradientContext } from '../ops/op.ts';
import type { OpName } from '../ops/attributes.ts';
import { recompute, type Segment } from './recompute.ts';

/**
 * Appends the computation of ∂loss/∂p for each given value to the graph.
 *
 * @param seed gradient of the loss with respect to itself, of the loss's shape
 * @param segments stretches whose results are computed again instead of kept
 * @returns one gradient for each of `parameters`, of its shape
 * @throws if a parameter does not influence the loss, or if the loss depends on it through an operator without a gradient
 */
export function differentiate(
  graph: GraphBuilder,
  loss: Value,
  seed: Value,
  parameters: readonly Value[],
  segments: readonly Segment[] = [],
): Value[] {
  const gradients = new Map<number, Value>([[loss.id, seed]]);
  const needed = dependents(graph.nodes, parameters);
  const addGradient = (to: Value, gradient: Value): void => {
    const sum = gradients.get(to.id);
    gradients.set(to.id, sum === undefined ? gradient : graph.emit('add', [sum, gradient], {}));
  };
  let known = (value: Value): Value => value;
  for (const [index, node] of [...graph.nodes.entries()].reverse()) {
    const outputGradient = gradients.get(node.outputs[0]!.id);
    const segment = segments.find(({ start, end }) => start <= index && index < end);
    if (segment === undefined) known = (value) => value;
    else if (index === segment.end - 1 && outputGradient !== undefined) {
      known = recompute(graph, segment, outputGradient);
    }
    if (outputGradient === undefined || !needed.has(node.outputs[0]!.id)) continue;
    const inputGradients = applyRule(graph, node, outputGradient, known);
    for (const [i, input] of node.inputs.entries()) {
      const gradient = inputGradients[i];
      if (gradient !== undefined && needed.has(input.id)) addGradient(input, gradient);
    }
  }
  return parameters.map((parameter) => {
    const gradient = gradients.get(parameter.id);
    if (gradient === undefined) throw new Error(`%${parameter.id} does not influence %${loss.id}`);
    return gradient;
  });
}

function applyRule<K extends OpName>(
  graph: GraphBuilder,
  node: Node<K>,
  outputGradient: Value,
  known: (value: Value) => Value,
) {
  const { gradient } = opOf(node.op);
  if (typeof gradient !== 'function') throw new Error(`${node.op} has no gradient: ${gradient.none}`);
  const [inputs, outputs] = [node.inputs.map(known), node.outputs.map(known)];
  return gradient({ graph, inputs, outputs, attributes: node.attributes, outputGradient } satisfies GradientContext<K>);
}

/** Ids of the values that are computed from one of `sources`, these included. */
function dependents(nodes: readonly Node[], sources: readonly Value[]): Set<number> {
  const ids = new Set(sources.map((source) => source.id));
  for (const node of nodes) {
    if (node.inputs.some((input) => ids.has(input.id))) for (const output of node.outputs) ids.add(output.id);
  }
  return ids;
}
