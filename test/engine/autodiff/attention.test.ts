// Attention's backward pass: the short way to the softmax's row sums is taken, and it is right.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differentiate } from '../../../src/engine/autodiff/differentiate.ts';
import { Program } from '../../../src/engine/exec/program.ts';
import { GraphBuilder } from '../../../src/engine/graph/graph.ts';
import { inferTypes } from '../../../src/engine/ops/table.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';

const [positions, width] = [5, 3];

/** Σ w∘o with o = (softmax(scores)∘mask)·v; `alpha` is a factor on the product, for which there is no short way. */
function build(masked: boolean, alpha: number) {
  const graph = new GraphBuilder(inferTypes);
  const scores = graph.input('scores', 'float32', [2, positions, positions]);
  const values = graph.input('values', 'float32', [2, positions, width]);
  const weights = graph.input('weights', 'float32', [2, positions, width]);
  const soft = graph.emit('softmax', [scores], {});
  const kept = masked ? graph.emit('mul', [soft, graph.input('mask', 'float32', [2, positions, positions])], {}) : soft;
  const o = graph.emit('matmul', [kept, values], { transposeA: false, transposeB: false, alpha });
  const loss = graph.emit('reduceSum', [graph.emit('mul', [o, weights], {})], { axes: [0, 1, 2], keepDims: false });
  const [gradient] = differentiate(graph, loss, graph.input('seed', 'float32', []), [scores]);
  graph.output('loss', loss);
  graph.output('gradient', gradient!);
  const sums = graph.nodes.filter((node) => node.op === 'reduceSum').map((node) => node.inputs[0]!.type.shape.at(-1));
  return { graph, sums };
}

for (const masked of [false, true]) {
  test(`the gradient of attention ${masked ? 'with' : 'without'} dropout agrees with central differences`, async () => {
    const { graph } = build(masked, 1);
    const random = new Mt19937(4);
    const draw = (length: number) => Float32Array.from({ length }, () => random.nextFloat() * 3 - 1.5);
    const feeds = {
      scores: draw(50),
      values: draw(30),
      weights: draw(30),
      mask: draw(50).map((x) => (x > -0.7 ? 1.25 : 0)),
      seed: Float32Array.of(1),
    };
    const outputs = { loss: new Float32Array(1), gradient: new Float32Array(50) };
    const program = await Program.compile(graph);
    await program.run(feeds, outputs, {});
    const analytic = outputs.gradient.slice();
    for (let i = 0; i < 50; i++) {
      const at = feeds.scores[i]!;
      const lossAt = async (x: number) => {
        feeds.scores[i] = x;
        await program.run(feeds, outputs, {});
        return outputs.loss[0]!;
      };
      const numeric = ((await lossAt(at + 2 ** -6)) - (await lossAt(at - 2 ** -6))) * 2 ** 5;
      feeds.scores[i] = at;
      assert.ok(Math.abs(numeric - analytic[i]!) < 2e-3, `${i}: ${analytic[i]}, not ${numeric}`);
    }
    await program.release();
  });
}

test('sums over all positions are avoided where they can be, and only there', () => {
  assert.deepEqual(build(false, 1).sums, [width, width]);
  assert.deepEqual(build(true, 1).sums, [width, width]);
  assert.deepEqual(build(true, 0.5).sums, [width, positions]);
});
