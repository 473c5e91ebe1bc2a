// What the Plan page can make the host do: nothing but write values into fields that can hold them, and show places.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planParsers } from '../../src/views/panels/plan-parsers.ts';

const apply = planParsers['plan/apply'];
const reveal = planParsers['plan/reveal'];

test('fields of sections take what they can hold, and null, which takes them out', () => {
  const edits = [
    { field: 'ipu_config.layers_per_ipu', value: [3, 7, 7, 7] },
    { field: 'ipu_config.optimizer_state_offchip', value: true },
    { field: 'training.gradient_accumulation_steps', value: null },
    { field: 'training.seed', value: null },
  ];
  assert.deepEqual(apply({ edits, extra: 1 }), { edits });
  assert.deepEqual(apply({ edits: [{ ...edits[0], extra: 1 }] }), { edits: [edits[0]] });
});

test('values that a field cannot hold are refused by the field’s own rules', () => {
  const bad: readonly (readonly [field: string, value: unknown])[] = [
    ['ipu_config.layers_per_ipu', '3,7,7,7'],
    ['ipu_config.layers_per_ipu', [-2]],
    ['ipu_config.layers_per_ipu', Array.from({ length: 1000 }, () => 1)],
    ['ipu_config.replication_factor', 0],
    ['ipu_config.replication_factor', 1.5],
    ['ipu_config.replication_factor', NaN],
    ['ipu_config.optimizer_state_offchip', 'true'],
    ['training.lr_scheduler_type', 'sudden'],
    ['training.seed', { toString: () => '1' }],
    ['training.seed', undefined],
  ];
  for (const [field, value] of bad) assert.throws(() => apply({ edits: [{ field, value }] }), TypeError, field);
});

test('other names, paths and whole sections are refused', () => {
  const names = [
    'name',
    'runner',
    'ipu_config',
    'ipu_config.',
    '.seed',
    'training.seed.x',
    'nowhere.seed',
    'training.sed',
  ];
  const inherited = ['__proto__.x', 'constructor.name', 'training.__proto__', 'training.toString'];
  const paths = ['data.train_file', 'data.validation_file', 'model.vocab_file', 'model.model_name_or_path'];
  for (const field of [...names, ...inherited, ...paths, 7, null, ['training.seed']]) {
    for (const value of [1, null]) assert.throws(() => apply({ edits: [{ field, value }] }), TypeError, String(field));
  }
});

test('what is no list of edits is refused, and so is a very long one', () => {
  const edit = { field: 'training.seed', value: 1 };
  const tooMany = Array.from({ length: 51 }, () => edit);
  for (const edits of [undefined, null, 'x', edit, [null], [7], tooMany])
    assert.throws(() => apply({ edits }), TypeError);
  for (const params of [null, undefined, 7]) assert.throws(() => apply(params), TypeError);
});

test('a place is a field, a section, or a line and column from 1', () => {
  for (const place of [
    { field: 'training.seed' },
    { field: 'data.train_file' },
    { field: 'ipu_config' },
    { field: 'task' },
  ]) {
    assert.deepEqual(reveal(place), place);
  }
  assert.deepEqual(reveal({ line: 3, column: 1, extra: 1 }), { line: 3, column: 1 });
  const bad = [
    {},
    { line: 0, column: 1 },
    { line: 1 },
    { line: 1.5, column: 1 },
    { line: 1e9, column: 1 },
    { field: 'x' },
  ];
  for (const place of [...bad, { field: '__proto__' }, { field: ['training.seed'] }, null]) {
    assert.throws(() => reveal(place), TypeError, JSON.stringify(place));
  }
});
