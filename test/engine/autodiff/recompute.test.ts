// Recomputed layers: the same gradients to the bit, dropout included, and nothing of a layer kept but its input.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Program } from '../../../src/engine/exec/program.ts';
import { elementsOf } from '../../../src/engine/graph/dim.ts';
import type { Graph } from '../../../src/engine/graph/graph.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import { buildTrainingGraph, gradientOutput } from '../../../src/engine/model/graphs.ts';
import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { fillNormal, Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { fillDropoutMask } from '../../../src/engine/random/dropout-mask.ts';

const config = {
  ...bertBaseUncased,
  vocab_size: 40,
  hidden_size: 32,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  intermediate_size: 64,
  max_position_embeddings: 24,
};
const bindings = { B: 3, S: 20 };

/** Inputs of a training graph: the same for graphs with the same inputs. */
function feedsOf(graph: Graph): Record<string, Float32Array | Int32Array> {
  const random = new Mt19937(7);
  return Object.fromEntries(
    graph.inputs.map(({ name, value: { type } }, site) => {
      const size = elementsOf(type.shape, bindings);
      if (type.dtype === 'int32') {
        return [name, Int32Array.from({ length: size }, () => random.nextUint32() % (name === 'input_ids' ? 40 : 2))];
      }
      const array = new Float32Array(size);
      if (name.startsWith('dropout:')) {
        fillDropoutMask(array, 0.1, { seed: 1, update: 1, microBatch: 0, site });
      } else if (name === 'loss_gradient') array.fill(1);
      else if (name === 'targets') array.forEach((_, i) => (array[i] = i % 20 === 3 ? 1 / 6 : 0));
      else if (!name.startsWith('sum:') && !name.endsWith('_bias')) fillNormal(array, 0.3, random);
      return [name, array];
    }),
  );
}

async function run(graph: Graph): Promise<Record<string, Float32Array>> {
  const program = await Program.compile(graph);
  const outputs = Object.fromEntries(
    graph.outputs.map(({ name, value }) => [name, new Float32Array(elementsOf(value.type.shape, bindings))]),
  );
  await program.run(feedsOf(graph), outputs, bindings);
  await program.release();
  return outputs;
}

test('recomputed layers give the same loss and gradients to the bit', async () => {
  const kept = await run(buildTrainingGraph(config, questionAnswering).graph);
  const recomputed = await run(buildTrainingGraph(config, questionAnswering, { recomputeLayers: true }).graph);
  assert.deepEqual(Object.keys(recomputed), Object.keys(kept));
  assert.ok(kept['loss']![0]! > 1, `${kept['loss']![0]}`);
  for (const { name } of questionAnswering.parameters(config)) {
    assert.ok(kept[gradientOutput(name)]!.some((value) => value !== 0) || name.endsWith('key.bias'), `${name} is zero`);
  }
  for (const [name, values] of Object.entries(kept)) assert.deepEqual(recomputed[name], values, name);
});

test('nothing that a layer computes is used after the layer, but its result; the last layer stays as it is', () => {
  const { graph } = buildTrainingGraph(config, questionAnswering, { recomputeLayers: true });
  const norms = graph.nodes.flatMap((node, index) => (node.op === 'layerNorm' ? [index] : []));
  const waits = graph.nodes.flatMap((node, index) => (node.op === 'after' ? [index] : []));
  assert.equal(waits.length, config.num_hidden_layers - 1);
  // Layer norms in order: embeddings (dropout follows), then two in each layer.
  for (let layer = 0; layer < config.num_hidden_layers - 1; layer++) {
    const [start, end] = [norms[2 * layer]! + (layer === 0 ? 2 : 1), norms[2 * layer + 2]!];
    const inside = new Set(graph.nodes.slice(start, end).flatMap((node) => node.outputs.map((value) => value.id)));
    const late = graph.nodes.slice(waits[0]).filter((node) => node.inputs.some((value) => inside.has(value.id)));
    assert.deepEqual(
      late.map((node) => node.op),
      [],
      `layer ${layer}`,
    );
  }
});
