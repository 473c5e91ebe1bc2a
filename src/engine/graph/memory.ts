// How much memory a graph's intermediate values take while it runs: a walk in the runtime's order that knows which values are still
// needed. Graph inputs and outputs are the caller's arrays and do not count.

import { elementsOf, type DimBindings } from './dim.ts';
import type { Graph, Node, Value } from './graph.ts';

const bytesPerElement = { float32: 4, int32: 4, bool: 1 } as const;

/** Operators whose result is their first input's memory under another name. */
const views: ReadonlySet<string> = new Set(['reshape', 'after']);

/** Bytes of a value under the given sizes. */
export function bytesOf({ type }: Value, bindings: DimBindings): number {
  return bytesPerElement[type.dtype] * elementsOf(type.shape, bindings);
}

/**
 * The nodes in the order in which ONNX Runtime executes them: depth first from the nodes that nobody reads, the last of them first, and
 * of a node's inputs the last computed first (onnxruntime/core/graph/graph.cc, ReverseDFSFrom).
 */
export function executionOrder(graph: Graph): Node[] {
  const producers = new Map(
    graph.nodes.flatMap((node, index) => node.outputs.map((output) => [output.id, index] as const)),
  );
  const sources = graph.nodes.map((node) =>
    [...new Set(node.inputs.flatMap((input) => producers.get(input.id) ?? []))].sort((a, b) => a - b),
  );
  const read = new Set(sources.flat());
  const stack = graph.nodes.flatMap((_, index) => (read.has(index) ? [] : [{ index, done: false }]));
  const visited = new Set<number>();
  const order: Node[] = [];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (entry.done) order.push(graph.nodes[entry.index]!);
    if (entry.done || visited.has(entry.index)) continue;
    visited.add(entry.index);
    stack.push({ index: entry.index, done: true });
    for (const index of sources[entry.index]!) if (!visited.has(index)) stack.push({ index, done: false });
  }
  return order;
}

/** The most bytes that the graph's intermediate values take at one time. */
export function peakBytes(graph: Graph, bindings: DimBindings): number {
  const nodes = executionOrder(graph);
  const storage = storages(graph, nodes);
  const lastUse = new Map<number, number>();
  for (const [index, node] of nodes.entries()) {
    for (const value of [...node.inputs, ...node.outputs]) lastUse.set(storage(value), index);
  }
  const owned = new Set([...graph.inputs, ...graph.outputs].map(({ value }) => storage(value)));
  const alive = new Map<number, number>();
  let [current, peak] = [0, 0];
  for (const [index, node] of nodes.entries()) {
    for (const output of node.outputs) {
      const id = storage(output);
      if (owned.has(id) || alive.has(id)) continue;
      alive.set(id, bytesOf(output, bindings));
      current += alive.get(id)!;
    }
    peak = Math.max(peak, current);
    for (const value of [...node.inputs, ...node.outputs]) {
      const id = storage(value);
      if (lastUse.get(id) !== index) continue;
      current -= alive.get(id) ?? 0;
      alive.delete(id);
    }
  }
  return peak;
}

/** Gives the id of the value whose memory a value uses: its own, or that of what it is a view of. */
function storages(graph: Graph, nodes: readonly Node[]): (value: Value) => number {
  const viewed = new Map<number, number>();
  const storage = ({ id }: Value): number => viewed.get(id) ?? id;
  const outputs = new Set(graph.outputs.map(({ value }) => value.id));
  for (const { op, inputs, outputs: results } of nodes) {
    // A view that is a result of the graph is copied into the caller's array.
    if (views.has(op) && !outputs.has(results[0]!.id)) viewed.set(results[0]!.id, storage(inputs[0]!));
  }
  return storage;
}
