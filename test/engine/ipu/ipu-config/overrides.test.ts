// `--ipu_config_overrides`: syntax, types and errors.
// Source of every rule here: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py, update_from_string.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyOverrides, parseOverrides } from '../../../../src/engine/ipu/ipu-config/overrides.ts';
import { readIpuConfig } from '../../../../src/engine/ipu/ipu-config/read.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const { values } = readIpuConfig(
  { layers_per_ipu: [3, 7, 7, 7], matmul_proportion: [0.1, 0.2, 0.2, 0.2], gradient_accumulation_steps: 16 },
  '0.6.1',
);
const apply = (text: string) => applyOverrides(values, parseOverrides(text), '0.6.1');
const codeOf = (text: string): string => {
  try {
    apply(text);
    return 'none';
  } catch (thrown) {
    assert.ok(thrown instanceof AppError, String(thrown));
    return thrown.code;
  }
};

test('pairs are split at commas and equal signs; lists have spaces', () => {
  const changed = apply(
    'embedding_serialization_factor=2,matmul_proportion=[0.08 0.2 0.25 0.25],output_mode=all',
  ).values;
  assert.equal(changed['embedding_serialization_factor'], 2);
  assert.deepEqual(changed['matmul_proportion'], [0.08, 0.2, 0.25, 0.25]);
  assert.equal(changed['output_mode'], 'all');
  assert.deepEqual(parseOverrides(''), new Map());
  assert.deepEqual(parseOverrides('a=1,a=2'), new Map([['a', '2']]), 'the last counts');
});

test('true and false have four words each, in any case', () => {
  for (const word of ['true', '1', 'y', 'yes', 'TRUE', 'Yes'])
    assert.equal(apply(`optimizer_state_offchip=${word}`).values['optimizer_state_offchip'], true);
  for (const word of ['false', '0', 'n', 'no', 'No'])
    assert.equal(apply(`enable_half_partials=${word}`).values['enable_half_partials'], false);
});

test('what is no pair, no entry, has no value or another type is refused', () => {
  const refused: Readonly<Record<string, string>> = {
    replication_factor: 'override-malformed',
    'replication_factor=1=2': 'override-malformed',
    'replication_factor=4,': 'override-malformed',
    'matmul_proportion=[0.1,0.2]': 'override-malformed',
    'n_layers=4': 'override-unknown',
    '__proto__=1': 'override-unknown',
    'constructor=1': 'override-unknown',
    'use_popdist=true': 'override-unknown',
    'seed=42': 'override-impossible',
    'serialized_embedding_splits_per_ipu=[1 1]': 'override-impossible',
    'parallelize_kwargs={}': 'override-impossible',
    'replication_factor=four': 'override-wrong-type',
    'replication_factor=4.0': 'override-wrong-type',
    'replication_factor=': 'override-wrong-type',
    'matmul_proportion=0.2': 'override-wrong-type',
    'layers_per_ipu=[]': 'override-wrong-type',
    'layers_per_ipu=[a b]': 'override-wrong-type',
    'enable_half_partials=maybe': 'override-wrong-type',
    'replication_factor=0': 'override-refused',
    'output_mode=last': 'override-refused',
    'layers_per_ipu=[-2 1]': 'override-refused',
  };
  for (const [text, code] of Object.entries(refused)) assert.equal(codeOf(text), code, text);
});

test('a number cannot become a list', () => {
  const scalar = readIpuConfig({ matmul_proportion: 0.2 }, '0.6.1').values;
  const overrides = parseOverrides('matmul_proportion=[0.1 0.2]');
  assert.throws(() => applyOverrides(scalar, overrides, '0.6.1'), { code: 'override-wrong-type' });
});

test('rules across entries are not checked again by optimum-graphcore, and are said here', () => {
  assert.deepEqual(apply('gradient_accumulation_steps=32').findings, []);
  const { findings } = apply('ipus_per_replica=8');
  assert.ok(findings.some(({ code }) => code === 'layers-list-length-wrong'));
  assert.match(findings[0]!.message, /not checked again after overrides\.$/);
});

test('huge texts are refused, not computed with', () => {
  assert.equal(codeOf(`layers_per_ipu=[${'1 '.repeat(1e5)}]`), 'override-wrong-type');
  assert.equal(codeOf('x'.repeat(1e6)), 'override-malformed');
  assert.equal(codeOf(`replication_factor=${'9'.repeat(400)}`), 'override-refused');
});
