// Liveness by hand: which intermediate values are in memory at the same time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphBuilder } from '../../../src/engine/graph/graph.ts';
import { executionOrder, peakBytes } from '../../../src/engine/graph/memory.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import { buildTrainingGraph } from '../../../src/engine/model/graphs.ts';
import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { inferTypes } from '../../../src/engine/ops/table.ts';

const bindings = { B: 10 };

test('a chain needs two neighbouring values at a time', () => {
  const graph = new GraphBuilder(inferTypes);
  let x = graph.input('x', 'float32', ['B']);
  for (let i = 0; i < 5; i++) x = graph.emit('gelu', [x], {});
  graph.output('y', x);
  // Each value is 40 bytes; the input and the last one are the caller's.
  assert.equal(peakBytes(graph, bindings), 80);
});

test('a value that is needed late stays; views of it take nothing, but keep it', () => {
  const graph = new GraphBuilder(inferTypes);
  const x = graph.input('x', 'float32', ['B']);
  const a = graph.emit('gelu', [x], {});
  const view = graph.emit('reshape', [a], { shape: ['B', 1] });
  const b = graph.emit('gelu', [a], {});
  const c = graph.emit('gelu', [b], {});
  const d = graph.emit('gelu', [c], {});
  const back = graph.emit('reshape', [view], { shape: ['B'] });
  graph.output('y', graph.emit('add', [d, back], {}));
  // a until the end, and two of b, c, d beside it.
  assert.equal(peakBytes(graph, bindings), 120);
});

test('a small value costs little: sizes count, not values', () => {
  const graph = new GraphBuilder(inferTypes);
  const x = graph.input('x', 'float32', ['B', 4]);
  const sum = graph.emit('reduceSum', [graph.emit('gelu', [x], {})], { axes: [0], keepDims: false });
  graph.output('y', graph.emit('gelu', [graph.emit('gelu', [sum], {})], {}));
  assert.equal(peakBytes(graph, bindings), 160 + 16);
});

test('nodes run depth first from the last result that nobody reads', () => {
  const graph = new GraphBuilder(inferTypes);
  const x = graph.input('x', 'float32', ['B']);
  const a = graph.emit('gelu', [x], {});
  const b = graph.emit('scale', [x], { factor: 2 });
  graph.output('first', graph.emit('sub', [a, b], {}));
  graph.output('last', graph.emit('mul', [a, a], {}));
  assert.deepEqual(
    executionOrder(graph).map((node) => node.op),
    ['gelu', 'mul', 'scale', 'sub'],
  );
});

test('a layer that is recomputed keeps its input alone', () => {
  const config = { ...bertBaseUncased, num_hidden_layers: 12 };
  const sizes = { B: 2, S: 384 };
  const kept = peakBytes(buildTrainingGraph(config, questionAnswering).graph, sizes);
  const { graph } = buildTrainingGraph(config, questionAnswering, { recomputeLayers: true });
  const recomputed = peakBytes(graph, sizes);
  const layerInput = 4 * 2 * 384 * 768;
  // One whole layer at a time, and the other eleven's inputs.
  const oneLayer = (kept - recomputed) / 11 + layerInput;
  assert.ok(recomputed > 11 * layerInput + oneLayer, `${recomputed} for inputs and a layer of ${oneLayer}`);
  assert.ok(recomputed < 11 * layerInput + 2 * oneLayer, `${recomputed} for inputs and a layer of ${oneLayer}`);
});
