// Adding many rows to the same place, as the gradients of embeddings do: not one may be lost, however many threads add.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program } from '../../../src/engine/exec/program.ts';
import { GraphBuilder } from '../../../src/engine/graph/graph.ts';
import { inferTypes } from '../../../src/engine/ops/table.ts';

test('scatterAdd adds every row of an index that comes thousands of times', async () => {
  const [rows, width, addends] = [2, 768, 3072];
  const graph = new GraphBuilder(inferTypes);
  const base = graph.input('base', 'float32', [rows, width]);
  const indices = graph.input('indices', 'int32', ['N']);
  graph.output('sum', graph.emit('scatterAdd', [base, indices, graph.input('addends', 'float32', ['N', width])], {}));
  const program = await Program.compile(graph);
  const feeds = {
    base: new Float32Array(rows * width),
    indices: new Int32Array(addends),
    addends: new Float32Array(addends * width).fill(1),
  };
  const sum = new Float32Array(rows * width);
  for (let round = 0; round < 100; round++) {
    await program.run(feeds, { sum }, { N: addends });
    const wrong = sum.findIndex((value, i) => value !== (i < width ? addends : 0));
    assert.equal(wrong, -1, `round ${round}, element ${wrong}: ${sum[wrong]}`);
  }
  await program.release();
});
