// A field's name under `extra_args`: the file says that the field counts, and a command has the flag once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportCommand } from '../../../src/config/import/export.ts';
import { importText } from '../../../src/config/import/import.ts';
import { parseExperiment } from '../../../src/config/parse.ts';

const warned = (text: string) => parseExperiment(text).problems.filter(({ code }) => code === 'field-under-extra-args');

test('the file is told, at the name', () => {
  const text = '{"training": {"learning_rate": 1e-3}, "extra_args": {"learning_rate": "abc", "fp16": true}}';
  const [problem, ...others] = warned(text);
  assert.equal(others.length, 0);
  assert.equal(problem?.offset, text.lastIndexOf('"learning_rate"'));
  assert.match(problem.message, /the field `learning_rate` of the section `training` counts/);
  assert.match(problem.hint, /^Remove it/);
  assert.match(warned('{"extra_args": {"max-seq-length": 5}}')[0]?.hint ?? '', /Move it to the section `data`/);
  assert.deepEqual(warned('{"task": "multiple-choice", "extra_args": {"doc_stride": 5}}'), []);
});

test('a command has the flag once, with the value of the field', () => {
  const { argv, notices } = exportCommand({
    training: { learning_rate: 1e-3, max_grad_norm: 2 },
    extra_args: { learning_rate: 'abc', 'max-grad-norm': 3, fp16: true },
  });
  const rates = argv.flatMap((word, at) => (/^--learning.rate/.test(word) ? [argv[at + 1]] : []));
  assert.deepEqual(rates, ['0.001']);
  assert.equal(argv.filter((word) => /^--max.grad.norm/.test(word)).length, 1);
  assert.ok(argv.includes('--fp16'));
  assert.deepEqual(notices.filter(({ kind }) => kind === 'dropped').map(({ name }) => name), ['learning_rate', 'max-grad-norm']); // prettier-ignore
});

test('an import says what the experiment uses instead', () => {
  const { notices } = importText('python run_qa.py --learning_rate abc --num_train_epochs -3', 'x');
  const said = notices.filter(({ kind }) => kind === 'kept').map(({ message }) => message);
  assert.match(said[0] ?? '', /cannot hold that.*the experiment uses 5e-5, the default, instead/);
  assert.match(said[1] ?? '', /num_train_epochs.*the experiment uses 3/);
});
