// What each family of versions makes of an ipu_config.json. Rules name where they come from; ipu_configuration.py and
// modeling_utils.py are huggingface/optimum-graphcore's, in optimum/graphcore.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { type IpuConfigFamily, ipuConfigFamilies } from '../../../../src/engine/ipu/ipu-config/family.ts';
import { forPodType } from '../../../../src/engine/ipu/ipu-config/pod.ts';
import { readIpuConfig } from '../../../../src/engine/ipu/ipu-config/read.ts';
import { ipuConfigTable } from '../../../../src/engine/ipu/ipu-config/table.ts';
import { writeIpuConfig } from '../../../../src/engine/ipu/ipu-config/write.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const published = JSON.parse(
  await readFile(join(import.meta.dirname, '../../../fixtures/ipu/ipu-configs.json'), 'utf8'),
) as { name: string; config: Record<string, unknown> }[];

const codesOf = (json: unknown, family: IpuConfigFamily, podType?: string): string[] =>
  readIpuConfig(json, family, podType === undefined ? {} : { podType })
    .findings.filter(({ code }) => code !== 'pipeline-not-filled')
    .map(({ code }) => code);
const valueOf = (json: unknown, name: string, family: IpuConfigFamily): unknown =>
  readIpuConfig(json, family).values[name];

test('the table has every entry once, with meaning, versions and source', () => {
  const names = ipuConfigTable.map(({ name }) => name);
  assert.equal(names.length, 38);
  assert.equal(new Set(names).size, 38);
  for (const { name, meaning, versions, source, dependsOn, passedOver } of ipuConfigTable) {
    assert.match(meaning, /^[A-Z].*\.$/, name);
    assert.match(versions, /^v0\.\d/, name);
    assert.match(source, /^(huggingface\/optimum-graphcore|graphcore\/popart): /, name);
    for (const other of dependsOn) assert.ok(names.includes(other), `${name} depends on ${other}`);
    if (passedOver) assert.equal(Object.keys(passedOver).length, 3);
  }
});

// Source: ipu_configuration.py at v0.5.0, v0.6.0 and v0.6.1, signature of IPUConfig.
test('defaults differ between families where they do', () => {
  const table: readonly [name: string, ...values: unknown[]][] = [
    ['layers_per_ipu', [1], [-1], [-1]],
    ['ipus_per_replica', 1, 1, 1],
    ['optimizer_state_offchip', true, true, false],
    ['matmul_proportion', 0.6, 0.2, 0.2],
    ['recompute_checkpoint_every_layer', false, true, false],
    ['enable_half_partials', true, true, true],
    ['embedding_serialization_factor', 1, 1, 1],
    ['output_mode', 'final', 'final', 'final'],
    ['executable_cache_dir', '', '', ''],
    ['inference_matmul_proportion', undefined, undefined, 0.2],
    ['seed', null, null, null],
  ];
  for (const [name, ...values] of table) {
    assert.deepEqual(
      ipuConfigFamilies.map((family) => valueOf({}, name, family)),
      values,
      name,
    );
  }
});

// Source: ipu_configuration.py v0.6.1, values that are None.
test('what is not given is derived from what is', () => {
  const { values } = readIpuConfig({ layers_per_ipu: [3, 7, 7, 7], matmul_proportion: [0.1, 0.2, 0.2, 0.2] }, '0.6.1');
  assert.equal(values['ipus_per_replica'], 4);
  assert.deepEqual(values['inference_layers_per_ipu'], [3, 7, 7, 7]);
  assert.deepEqual(values['inference_matmul_proportion'], [0.1, 0.2, 0.2, 0.2]);
  const other = readIpuConfig(
    { layers_per_ipu: [3, 7, 7, 7], inference_layers_per_ipu: [12, 12], matmul_proportion: [0.1, 0.2, 0.2, 0.2] },
    '0.6.1',
  ).values;
  assert.deepEqual([other['inference_ipus_per_replica'], other['inference_matmul_proportion']], [2, 0.2]);
  const split = readIpuConfig({ layers_per_ipu: [0, 12], serialized_embedding_splits_per_ipu: [2, 1] }, '0.6.1').values;
  assert.equal(split['embedding_serialization_factor'], null, 'a factor only without splits');
});

// Source: ipu_configuration.py v0.2.1 to v0.6.0, for_pod_type.
test('pod dictionaries: the machine’s value, else the default, else what for_pod_type raises', () => {
  const pods = { pod4: 1, pod16: 4, default: 2 };
  assert.equal(forPodType('replication_factor', pods, 'pod16', '0.6.0'), 4);
  assert.equal(forPodType('replication_factor', pods, undefined, '0.6.0'), 2);
  const refusals: readonly [dictionary: Record<string, unknown>, pod: string | undefined, code: string][] = [
    [{ pod4: 1 }, undefined, 'pod-type-missing'],
    [pods, 'pod17', 'pod-type-unknown'],
    [pods, 'pod128', 'pod-type-unknown'],
    [pods, 'pod64', 'pod-key-missing'],
    [{ pod4: 1, laptop: 1 }, 'pod4', 'pod-key-unknown'],
    [JSON.parse('{"__proto__": 1}') as Record<string, unknown>, 'pod4', 'pod-key-unknown'],
  ];
  for (const [dictionary, pod, code] of refusals) {
    assert.throws(
      () => forPodType('replication_factor', dictionary, pod, '0.6.0'),
      (error: unknown) => error instanceof AppError && error.code === code,
      code,
    );
    assert.ok(codesOf({ replication_factor: dictionary }, '0.6.0', pod).includes(code), code);
  }
  assert.equal(forPodType('replication_factor', { pod128: 32 }, 'pod128', '0.5'), 32, 'v0.2.1 had pod128');
});

// Source: ipu_configuration.py v0.6.1: ValueError "must be of type `int`".
test('pod dictionaries are refused from 0.6.1 on', () => {
  assert.deepEqual(codesOf({ replication_factor: { default: 1 } }, '0.6.1'), ['pod-dictionary-refused']);
});

// Source: ipu_configuration.py v0.6.1 unknown arguments; BaseConfig before keeps them.
test('unknown entries: refused by 0.6.1, kept without a word before', () => {
  for (const name of [
    'use_popdist',
    'profile_dir',
    'decompose_grad_sum',
    'synthetic_data',
    'compile_only',
    'nonsense',
    '__proto__',
  ]) {
    const json: unknown = JSON.parse(`{${JSON.stringify(name)}: true}`);
    assert.deepEqual(codesOf(json, '0.6.1'), ['entry-unknown'], name);
    assert.deepEqual(codesOf(json, '0.6.0'), ['entry-ignored'], name);
    assert.deepEqual(codesOf(json, '0.5'), ['entry-ignored'], name);
  }
  const { findings } = readIpuConfig({ inference_layers_per_ipu: [12] }, '0.5');
  assert.match(findings[0]!.message, /does nothing in this version.*v0\.6\.1 on/);
  assert.deepEqual(codesOf({ optimum_version: '1.1.1', transformers_version: '4.18.0' }, '0.6.1'), []);
});

// Source: ipu_configuration.py v0.4.0 on: UserWarning when truthy.
test('two old entries are taken with a warning, and only if they say something', () => {
  for (const name of ['sharded_execution_for_inference', 'enable_half_first_order_momentum']) {
    for (const family of ipuConfigFamilies) {
      assert.deepEqual(codesOf({ [name]: true }, family), ['entry-passed-over']);
      assert.deepEqual(codesOf({ [name]: false }, family), []);
    }
  }
});

// Source: ipu_configuration.py to_options: NotImplementedError.
test('execute_encoder_on_cpu_for_generation must be false', () => {
  assert.deepEqual(codesOf({ execute_encoder_on_cpu_for_generation: true }, '0.6.1'), ['not-implemented']);
  assert.deepEqual(codesOf({ execute_encoder_on_cpu_for_generation: false }, '0.6.1'), []);
});

// Source: ipu_configuration.py v0.6.1, embedding_serialization_factor >= 1; hub configurations of 2022 have 0.
test('factor 0 means 1 up to 0.6.0 and is refused since', () => {
  const json = { embedding_serialization_factor: 0 };
  assert.deepEqual(codesOf(json, '0.5'), ['factor-zero']);
  assert.equal(valueOf(json, 'embedding_serialization_factor', '0.6.0'), 1);
  assert.deepEqual(codesOf(json, '0.6.1'), ['entry-wrong']);
});

// Source: ipu_configuration.py: `if self.seed` is a test of truth.
test('seed 0 is unset', () => {
  assert.deepEqual(codesOf({ seed: 0 }, '0.6.1'), ['seed-zero-unset']);
  assert.equal(valueOf({ seed: 0 }, 'seed', '0.6.1'), null);
  assert.equal(valueOf({ seed: 42 }, 'seed', '0.6.1'), 42);
});

// Source: ipu_configuration.py _to_options: isinstance(matmul_proportion, float).
test('a whole number as matmul_proportion passes and fails later; written, it is a list', () => {
  const json = { layers_per_ipu: [6, 6], matmul_proportion: 1, gradient_accumulation_steps: 8 };
  const { findings, values } = readIpuConfig(json, '0.6.1');
  assert.deepEqual([findings[0]?.code, findings[0]?.field], ['matmul-proportion-whole', 'matmul_proportion']);
  assert.deepEqual(writeIpuConfig(values, '0.6.1')['matmul_proportion'], [1, 1]);
});

// Source: ipu_configuration.py _validate_ipu_config (v0.6.1), and for splits the same.
test('rules across entries are asked without a model', () => {
  const codes = (json: object) => codesOf(json, '0.6.1');
  assert.deepEqual(codes({ layers_per_ipu: [6, 6], ipus_per_replica: 4 }), ['layers-list-length-wrong']);
  assert.deepEqual(codes({ layers_per_ipu: [6, 6], matmul_proportion: [0.1] }), ['matmul-list-length-wrong']);
  assert.deepEqual(codes({ layers_per_ipu: [9, 99] }), [], 'how many layers the model has is not known');
  const splits = { layers_per_ipu: [1, 1, 1], serialized_projection_splits_per_ipu: [1, 0, 1] };
  assert.deepEqual(codes(splits), ['projection-splits-not-consecutive']);
  const both = {
    layers_per_ipu: [1, 1],
    serialized_embedding_splits_per_ipu: [1, 1],
    embedding_serialization_factor: 2,
  };
  assert.deepEqual(codes(both), ['embedding-splits-beside-factor']);
});

// Source: graphcore/popart pipeline.cpp; optimum-graphcore lets a command line raise it.
test('too few micro-batches for the pipeline are said of the file', () => {
  const { findings } = readIpuConfig({ layers_per_ipu: [0, 4, 4, 4] }, '0.6.1');
  assert.deepEqual([findings[0]?.code, findings[0]?.severity], ['pipeline-not-filled', 'warning']);
});

// Source: ipu_configuration.py v0.3.0 to v0.6.0 set it to False with a warning; v0.6.1 only warns.
test('sharding without replicas is turned off up to 0.6.0', () => {
  for (const [family, left] of [
    ['0.5', false],
    ['0.6.0', false],
    ['0.6.1', true],
  ] as const) {
    assert.deepEqual(codesOf({ replicated_tensor_sharding: true }, family), ['sharding-without-replicas']);
    assert.equal(valueOf({ replicated_tensor_sharding: true }, 'replicated_tensor_sharding', family), left);
  }
});

// Source: modeling_utils.py v0.6.0 on; models of v0.2 to v0.5 repeat each IPU’s number by its entry.
test('wildcards and the list’s length before 0.6.0', () => {
  assert.ok(codesOf({ layers_per_ipu: [-1, 4] }, '0.5').includes('wildcard-unknown'));
  assert.deepEqual(codesOf({ layers_per_ipu: [-1, 4] }, '0.6.0'), []);
  assert.ok(
    codesOf({ layers_per_ipu: [6, 6], ipus_per_replica: 4, inference_device_iterations: 4 }, '0.5').includes(
      'ipus-not-the-list',
    ),
  );
});

// Source: ipu_configuration.py v0.7.0.
test('entries of 0.7.0 are read, and it is said that 0.6.1 refuses them', () => {
  const json = { explicit_ir_inference: true, parallelize_kwargs: { use_encoder_output_cache: true } };
  assert.deepEqual(codesOf(json, '0.6.1'), ['needs-newer-version', 'needs-newer-version']);
  assert.deepEqual(valueOf(json, 'parallelize_kwargs', '0.6.1'), { use_encoder_output_cache: true });
});

// Source: ipu_configuration.py v0.6.1, types and ranges of each attribute.
test('every entry refuses what it cannot hold', () => {
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    count: [0, -1, 1.5, '4', true, [1], 2 ** 60, NaN],
    factor: [-1, 0.5, '2', NaN],
    layers: [[], [-2], [1.5], ['1'], 4, Array.from({ length: 5000 }, () => 1)],
    splits: [[], [-1], [NaN], 3],
    proportion: [-0.1, '0.2', [-1], [], NaN, Infinity],
    flag: [0, 1, 'true', null],
    text: [1, true, []],
    mode: ['last', 1, null],
    seed: [1.5, '42', true],
    kwargs: [[], 'x', 1],
  };
  for (const { name, kind, defaults } of ipuConfigTable) {
    if (defaults['0.6.1'] === undefined) continue;
    for (const value of wrong[kind]!) {
      const { findings, values } = readIpuConfig({ [name]: value }, '0.6.1');
      assert.ok(
        findings.some((finding) => finding.field === name && finding.code === 'entry-wrong'),
        `${name} takes ${String(value)}`,
      );
      assert.deepEqual(values[name], readIpuConfig({}, '0.6.1').values[name], 'and has its default then');
    }
  }
});

test('what is written is read back as the same values, for every published configuration in every family', () => {
  for (const { name, config } of published) {
    for (const family of ipuConfigFamilies) {
      const { values } = readIpuConfig(config, family, family === '0.6.1' ? {} : { podType: 'pod16' });
      const json: unknown = JSON.parse(JSON.stringify(writeIpuConfig(values, family)));
      const again = readIpuConfig(json, family);
      assert.deepEqual(again.values, values, `${name}, ${family}`);
      assert.deepEqual(
        again.findings.filter(({ code }) => code.startsWith('entry-')),
        [],
        `${name}, ${family}`,
      );
    }
  }
});

test('whatever is read, nothing but an AppError is thrown', () => {
  const odd: unknown[] = [
    null,
    1,
    'x',
    [],
    {},
    NaN,
    { a: { b: {} } },
    Object.create(null),
    { layers_per_ipu: { default: { default: 1 } } },
  ];
  const values = [
    ...odd,
    -1,
    0,
    1e308,
    2 ** 53,
    Infinity,
    [NaN],
    [[1]],
    'x'.repeat(1e5),
    Array.from({ length: 1e5 }, () => 1),
    { pod16: NaN },
    { default: 1e15 },
  ];
  const names = [...ipuConfigTable.map(({ name }) => name), '__proto__', 'constructor', 'toString'];
  const cases = [
    ...odd,
    ...names.flatMap((name) =>
      values.map((value) => ({ [name]: value, ipus_per_replica: 9e15, matmul_proportion: 1 })),
    ),
  ];
  for (const json of cases) {
    for (const family of ipuConfigFamilies) {
      try {
        const { values: read } = readIpuConfig(json, family, { podType: 'pod16' });
        writeIpuConfig(read, family);
      } catch (thrown) {
        assert.ok(thrown instanceof AppError, String(thrown));
      }
    }
  }
  assert.equal(({} as Record<string, unknown>)['default'], undefined);
});
