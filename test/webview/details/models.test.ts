// What the Details tab says, without a browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeFields,
  environmentFacts,
  fieldRows,
  logRows,
  originFacts,
  readable,
} from '../../../webview/dashboard/details/models.ts';
import { details } from '../../../webview/components/fixtures/details.ts';
import { completed, detailOf } from '../../../webview/components/fixtures/runs.ts';

const { fields } = details.configuration;

test('fields are found by all words of a search, in paths and values', () => {
  assert.deepEqual(
    fieldRows(fields, '', true).map(({ path }) => path),
    ['training.learning_rate', 'ipu_config.layers_per_ipu'],
  );
  assert.deepEqual(
    fieldRows(fields, 'TRAINING epochs', false).map(({ path }) => path),
    ['training.num_train_epochs'],
  );
  assert.deepEqual(
    fieldRows(fields, 'answering', false).map(({ path }) => path),
    ['task'],
  );
  assert.equal(describeFields(2, fields), '2 of 4 fields, 2 differ from their defaults');
});

test('values read as in a table: texts bare, the empty one visible, lists with room', () => {
  assert.deepEqual(['"bert"', '""', 'null', '0.00005', '[3,3]', '{"a":1}'].map(readable), [
    'bert',
    '""',
    'null',
    '0.00005',
    '[3, 3]',
    '{"a":1}',
  ]);
});

test('an environment says what was recorded and nothing else', () => {
  const facts = environmentFacts(details.environment!);
  const values = Object.fromEntries(facts.map(({ name, value }) => [name, value]));
  assert.equal(values['ONNX Runtime'], '1.30.0');
  assert.equal(values['Processor'], '2 × A processor');
  assert.equal(values['System'], 'linux 6.8.0 x64');
  assert.equal(values['Uncommitted changes'], 'yes');
  assert.deepEqual(environmentFacts({ versions: {} }), [{ name: 'Git commit', value: 'none: not in a repository' }]);
});

test('a run of a sweep says its place', () => {
  const sweep = { sweepId: '20260302-115600-sweep-quick-start-zz99', name: 'quick-start', index: 1, label: 'seed 43' };
  const facts = originFacts({ ...completed, sweep }, detailOf(completed));
  assert.ok(facts.some(({ name, value }) => name === 'Sweep' && value === 'quick-start, run 2: seed 43'));
});

test('a log is filtered by least level and by text', () => {
  const log = ['info', 'warning', 'error'].map((level, time) => ({ time, level, message: `${level} of memory` }));
  assert.equal(logRows(log, 'all', 'MEMORY').length, 3);
  assert.deepEqual(
    logRows(log, 'warning', '').map(({ level }) => level),
    ['warning', 'error'],
  );
  assert.deepEqual(logRows(log, 'error', 'warning'), []);
});
