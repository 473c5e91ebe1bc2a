// What happens to gradients between the last micro-batch and the optimizer, as graphs: for devices that keep gradients in their own memory.

import { GraphBuilder, type Graph, type Value } from '../graph/graph.ts';
import type { Shape } from '../graph/dim.ts';
import { inferTypes } from '../ops/table.ts';

/** Inputs: tensors under their names. Output: `squares` [], the sum of the squares of all their elements. */
export function buildSquaresGraph(tensors: ReadonlyMap<string, Shape>): Graph {
  const graph = new GraphBuilder(inferTypes);
  const sums = [...tensors].map(([name, shape]) => {
    const tensor = graph.input(name, 'float32', shape);
    return emitSum(graph, graph.emit('mul', [tensor, tensor], {}));
  });
  graph.output(
    'squares',
    sums.reduce((total, sum) => graph.emit('add', [total, sum], {})),
  );
  return graph;
}

/** The sum of all elements, one dimension after the other, the last first: long sums in one go would lose digits. */
export function emitSum(graph: GraphBuilder, x: Value): Value {
  const rank = x.type.shape.length;
  return rank === 0 ? x : emitSum(graph, graph.emit('reduceSum', [x], { axes: [rank - 1], keepDims: false }));
}

/** Inputs: `table` of the given shape and `keep`, 1 or 0 for each row. Output: `kept`, the table with the rows of 0 cleared. */
export function buildKeepRowsGraph([rows, width]: readonly [number, number]): Graph {
  const graph = new GraphBuilder(inferTypes);
  const table = graph.input('table', 'float32', [rows, width]);
  const keep = graph.input('keep', 'float32', [rows, 1]);
  graph.output('kept', graph.emit('mul', [table, keep], {}));
  return graph;
}
