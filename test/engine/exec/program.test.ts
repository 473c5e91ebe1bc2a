// Running a compiled graph: results go into the caller's arrays and nowhere else, and failures stay failures.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program } from '../../../src/engine/exec/program.ts';
import { GraphBuilder } from '../../../src/engine/graph/graph.ts';
import { inferTypes } from '../../../src/engine/ops/table.ts';

function sum(): GraphBuilder {
  const graph = new GraphBuilder(inferTypes);
  const [a, b] = [graph.input('a', 'float32', ['N']), graph.input('b', 'float32', ['N'])];
  graph.output('sum', graph.emit('add', [a, b], {}));
  return graph;
}

test('a run writes into the given arrays and makes no others', async () => {
  const program = await Program.compile(sum());
  const size = 1 << 20;
  const [a, b, result] = [new Float32Array(size).fill(1), new Float32Array(size).fill(2), new Float32Array(size)];
  const before = process.memoryUsage().arrayBuffers;
  await program.run({ a, b }, { sum: result }, { N: size });
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(
    result.every((value) => value === 3),
    'wrong sums',
  );
  assert.ok(grown < size, `${grown} bytes of new arrays for results of ${4 * size}`);
  await program.release();
});

test('a run may read and write the same array', async () => {
  const program = await Program.compile(sum());
  const total = new Float32Array([1, 2]);
  for (let i = 0; i < 3; i++) await program.run({ a: Float32Array.of(1, 1), b: total }, { sum: total }, { N: 2 });
  assert.deepEqual([...total], [4, 5]);
  await program.release();
});

test('a run that fails says so', async () => {
  const program = await Program.compile(sum());
  const wrong = program.run({ a: new Float32Array(2), b: new Float32Array(2) }, { sum: new Float32Array(3) }, { N: 3 });
  await assert.rejects(wrong);
  await program.release();
});
