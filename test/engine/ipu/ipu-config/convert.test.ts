// Conversion between families: the same behaviour there, and every change listed.
// Source of the differences: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py at v0.5.0, v0.6.0, v0.6.1.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { convertIpuConfig } from '../../../../src/engine/ipu/ipu-config/convert.ts';
import { ipuConfigFamilies } from '../../../../src/engine/ipu/ipu-config/family.ts';
import { layoutsOf } from '../../../../src/engine/ipu/ipu-config/layouts.ts';
import { readIpuConfig } from '../../../../src/engine/ipu/ipu-config/read.ts';
import { ipuConfigTable } from '../../../../src/engine/ipu/ipu-config/table.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const published = JSON.parse(
  await readFile(join(import.meta.dirname, '../../../fixtures/ipu/ipu-configs.json'), 'utf8'),
) as { name: string; config: Record<string, unknown> }[];

test('Graphcore/bert-base-ipu of 2022 becomes what 0.6.1 accepts, for pod16', () => {
  const { config } = published.find(({ name }) => name.includes('Aug 2022, as printed'))!;
  const { json, changes } = convertIpuConfig(config, '0.5', '0.6.1', { podType: 'pod16' });
  assert.deepEqual(json, {
    auto_loss_scaling: false,
    device_iterations: 1,
    embedding_serialization_factor: 1,
    enable_half_partials: true,
    executable_cache_dir: './exe_cache',
    execute_encoder_on_cpu_for_generation: false,
    gradient_accumulation_steps: 16,
    inference_device_iterations: 5,
    inference_replication_factor: 4,
    ipus_per_replica: 4,
    layers_per_ipu: [0, 4, 4, 4],
    matmul_proportion: 0.25,
    optimizer_state_offchip: false,
    output_mode: 'final',
    recompute_checkpoint_every_layer: true,
    replicated_tensor_sharding: true,
    replication_factor: 4,
    seed: null,
  });
  assert.deepEqual(changes.map(({ field }) => field).sort(), [
    'decompose_grad_sum',
    'embedding_serialization_factor',
    'enable_half_first_order_momentum',
    'inference_replication_factor',
    'optimum_version',
    'profile_dir',
    'replication_factor',
    'sharded_execution_for_inference',
    'transformers_version',
    'use_popdist',
  ]);
  assert.deepEqual(
    readIpuConfig(json, '0.6.1').findings.map(({ code }) => code),
    [],
  );
});

test('defaults that are others there are written out', () => {
  const { json, changes } = convertIpuConfig({ layers_per_ipu: [6, 6] }, '0.5', '0.6.1');
  assert.deepEqual(json, { layers_per_ipu: [6, 6], matmul_proportion: 0.6, optimizer_state_offchip: true });
  assert.match(changes[0]!.what, /without it, true would have become false/);
  assert.deepEqual(convertIpuConfig({ layers_per_ipu: [6, 6] }, '0.6.0', '0.6.1').json, {
    layers_per_ipu: [6, 6],
    optimizer_state_offchip: true,
    recompute_checkpoint_every_layer: true,
  });
});

test('evaluation keeps the parts of the embedding that it shared with training', () => {
  const { json, changes } = convertIpuConfig({ embedding_serialization_factor: 2 }, '0.6.0', '0.6.1');
  assert.equal(json['inference_embedding_serialization_factor'], 2);
  assert.ok(changes.some(({ field }) => field === 'inference_embedding_serialization_factor'));
});

test('pod dictionaries stay where they are understood', () => {
  const pods = { pod4: 1, pod128: 32, default: 1 };
  const { json, changes } = convertIpuConfig({ replication_factor: pods }, '0.5', '0.6.0');
  assert.deepEqual(json['replication_factor'], { pod4: 1, default: 1 });
  assert.ok(changes.some(({ field, what }) => field === 'replication_factor' && what.includes('machines')));
});

test('wildcards become numbers where there are none, and the model’s layers must be known', () => {
  const json = { layers_per_ipu: [-1], ipus_per_replica: 4 };
  assert.throws(() => convertIpuConfig(json, '0.6.1', '0.5'), { code: 'layers-not-known' });
  const old = convertIpuConfig(json, '0.6.1', '0.5', { numHiddenLayers: 14 }).json;
  assert.deepEqual([old['layers_per_ipu'], old['ipus_per_replica']], [[3, 3, 3, 5], 4]);
});

test('what cannot be said there is listed as lost', () => {
  const json = { layers_per_ipu: [6, 6], inference_layers_per_ipu: [12], inference_matmul_proportion: 0.2 };
  const { changes } = convertIpuConfig(json, '0.6.1', '0.6.0');
  const what = (name: string) => changes.find(({ field }) => field === name)?.what;
  assert.match(what('inference_layers_per_ipu')!, /^Lost: \[12\]/);
  assert.match(what('inference_matmul_proportion')!, /takes over training’s/);
});

test('a whole matmul_proportion becomes a list, seed 0 null', () => {
  const { json } = convertIpuConfig({ layers_per_ipu: [6, 6], matmul_proportion: 1, seed: 0 }, '0.6.0', '0.6.1');
  assert.deepEqual([json['matmul_proportion'], json['seed']], [[1, 1], null]);
});

test('every published configuration lays training and evaluation out the same after conversion, and stays so', () => {
  for (const { name, config } of published) {
    for (const to of ['0.6.0', '0.6.1'] as const) {
      const title = `${name} to ${to}`;
      const before = readIpuConfig(config, '0.5', { podType: 'pod16' });
      const { json } = convertIpuConfig(config, '0.5', to, { podType: 'pod16' });
      const after = readIpuConfig(JSON.parse(JSON.stringify(json)), to, { podType: 'pod16' });
      assert.deepEqual(
        after.findings.filter(({ code }) => /^(entry|pod)-/.test(code)),
        [],
        title,
      );
      assert.deepEqual(layoutsOf(after.values, to), layoutsOf(before.values, '0.5'), title);
      for (const each of ['optimizer_state_offchip', 'recompute_checkpoint_every_layer', 'enable_half_partials'])
        assert.equal(after.values[each], before.values[each], `${title}: ${each}`);
      assert.deepEqual(convertIpuConfig(json, to, to, { podType: 'pod16' }).changes, [], title);
    }
  }
});

test('whatever is converted, nothing but an AppError is thrown', () => {
  const values: unknown[] = [null, 0, -1, 9e15, 'x', [], [-1], [-1, 9e15], {}, { default: -1 }, NaN, true];
  const pairs = ipuConfigFamilies.flatMap((from) => ipuConfigFamilies.map((to) => [from, to] as const));
  const names = [...ipuConfigTable.map(({ name }) => name), '__proto__'];
  const cases = names.flatMap((name) => values.map((value) => ({ [name]: value, matmul_proportion: 1 })));
  for (const json of cases) {
    for (const [from, to] of pairs) {
      try {
        convertIpuConfig(json, from, to, { numHiddenLayers: 12 });
      } catch (thrown) {
        assert.ok(thrown instanceof AppError, `${JSON.stringify(json)}: ${String(thrown)}`);
      }
    }
  }
});
