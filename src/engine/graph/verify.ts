// The verifier: every graph is checked before it is lowered, whoever built or rewrote it.

import { sameShape } from './dim.ts';
import type { Graph, Node, ShapeRule, TensorType, Value } from './graph.ts';

/** The faults of a graph, as sentences; empty if it is sound: single assignment, defined before use, types as the shape rules say. */
export function findFaults(graph: Graph, infer: ShapeRule): string[] {
  const faults: string[] = [];
  const defined = new Set<number>();
  const define = (value: Value, where: string): void => {
    if (defined.has(value.id)) faults.push(`${where}: %${value.id} is defined twice`);
    defined.add(value.id);
  };
  for (const port of graph.inputs) define(port.value, `input ${port.name}`);
  for (const [index, node] of graph.nodes.entries()) {
    const where = `node ${index} (${node.op})`;
    for (const input of node.inputs) {
      if (!defined.has(input.id)) faults.push(`${where}: %${input.id} is used before it is defined`);
    }
    faults.push(...typeFaults(node, infer).map((fault) => `${where}: ${fault}`));
    for (const output of node.outputs) define(output, where);
  }
  for (const port of graph.outputs) {
    if (!defined.has(port.value.id)) faults.push(`output ${port.name}: %${port.value.id} is not defined`);
  }
  for (const ports of [graph.inputs, graph.outputs]) {
    const names = ports.map((port) => port.name);
    if (new Set(names).size !== names.length) faults.push(`names are not unique: ${names.join(', ')}`);
  }
  return faults;
}

/** Throws if the graph is not sound: always a fault of the program, never of its input. */
export function verify(graph: Graph, infer: ShapeRule): void {
  const faults = findFaults(graph, infer);
  if (faults.length > 0) throw new Error(`unsound graph: ${faults.slice(0, 5).join('; ')}`);
}

function typeFaults(node: Node, infer: ShapeRule): string[] {
  let types: TensorType[];
  try {
    types = infer(
      node.op,
      node.inputs.map((input) => input.type),
      node.attributes,
    );
  } catch (error) {
    return [(error as Error).message];
  }
  if (types.length !== node.outputs.length) return [`has ${node.outputs.length} outputs, not ${types.length}`];
  return types.flatMap((type, i) => {
    const actual = node.outputs[i]!.type;
    if (actual.dtype === type.dtype && sameShape(actual.shape, type.shape)) return [];
    return [`output ${i} is ${actual.dtype}[${actual.shape.join(', ')}], not ${type.dtype}[${type.shape.join(', ')}]`];
  });
}
