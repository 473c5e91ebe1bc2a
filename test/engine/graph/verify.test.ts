import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphBuilder, type Graph } from '../../../src/engine/graph/graph.ts';
import { printGraph } from '../../../src/engine/graph/print.ts';
import { findFaults } from '../../../src/engine/graph/verify.ts';
import { inferTypes } from '../../../src/engine/ops/table.ts';
import { eliminateDead } from '../../../src/engine/passes/eliminate-dead.ts';

function sample(): GraphBuilder {
  const graph = new GraphBuilder(inferTypes);
  const x = graph.input('x', 'float32', ['B', 2]);
  const w = graph.input('w', 'float32', [3, 2]);
  const b = graph.input('b', 'float32', [3]);
  const y = graph.emit('linear', [x, w, b], {});
  graph.emit('scale', [y], { factor: 2 });
  graph.output('y', graph.emit('softmax', [y], {}));
  return graph;
}

test('a graph prints as one line for each value', () => {
  assert.equal(
    printGraph(sample()),
    [
      '%0: f32[B, 2] = input x',
      '%1: f32[3, 2] = input w',
      '%2: f32[3] = input b',
      '%3: f32[B, 3] = linear(%0, %1, %2)',
      '%4: f32[B, 3] = scale(%3) {"factor":2}'.replace('{"factor":2}', '{factor: 2}'),
      '%5: f32[B, 3] = softmax(%3)',
      'output y = %5',
      '',
    ].join('\n'),
  );
});

test('dead operations go, live ones stay', () => {
  const live = eliminateDead(sample());
  assert.deepEqual(
    live.nodes.map((node) => node.op),
    ['linear', 'softmax'],
  );
});

test('emit refuses operands that do not fit', () => {
  const graph = new GraphBuilder(inferTypes);
  const a = graph.input('a', 'float32', [2, 3]);
  const b = graph.input('b', 'float32', ['S', 3]);
  assert.throws(() => graph.emit('add', [a, b], {}), /do not broadcast/);
  assert.throws(
    () => graph.emit('matmul', [a, a], { transposeA: false, transposeB: false, alpha: 1 }),
    /inner dimensions/,
  );
  assert.throws(() => graph.emit('reshape', [a], { shape: [5] }), /cannot make \[5\]/);
});

test('the verifier finds what a faulty pass could leave behind', () => {
  const sound: Graph = sample();
  assert.deepEqual(findFaults(sound, inferTypes), []);
  const [linear, , softmax] = sound.nodes;
  const outputs = [{ ...softmax!.outputs[0]!, type: { dtype: 'float32' as const, shape: [7] } }];
  const faults = (graph: Graph) => findFaults(graph, inferTypes).join('\n');
  assert.match(faults({ ...sound, nodes: [softmax!, linear!] }), /used before it is defined/);
  assert.match(faults({ ...sound, nodes: [linear!, linear!, softmax!] }), /defined twice/);
  assert.match(
    faults({ ...sound, nodes: [linear!, { ...softmax!, outputs }] }),
    /is float32\[7\], not float32\[B, 3\]/,
  );
  assert.match(faults({ ...sound, nodes: [linear!] }), /output y: %5 is not defined/);
  assert.match(
    faults({ ...sound, inputs: [...sound.inputs, { name: 'x', value: { id: 99, type: linear!.outputs[0]!.type } }] }),
    /not unique/,
  );
});
