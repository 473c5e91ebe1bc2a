// Removes operations whose results nobody uses, such as gradients of attention masks.

import type { Graph, Node } from '../graph/graph.ts';

/** The graph without dead operations; inputs and outputs stay. */
export function eliminateDead(graph: Graph): Graph {
  const live = new Set(graph.outputs.map((port) => port.value.id));
  const nodes: Node[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => live.has(output.id))) continue;
    for (const input of node.inputs) live.add(input.id);
    nodes.unshift(node);
  }
  return { ...graph, nodes };
}
