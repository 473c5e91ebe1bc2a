// Problems of experiment files and their exact places, case by case, and what is read all the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExperiment } from '../../src/config/parse.ts';
import { acrossFields } from './across-fields-cases.ts';
import { type Case, experiment, model, syntax, values } from './problem-cases.ts';

for (const [group, cases] of Object.entries({ syntax, values, acrossFields })) {
  test(`problems and their places: ${group}`, () => cases.forEach(checkCase));
}

function checkCase({ text: marked, code, message, hint, severity = 'error' }: Case): void {
  const offset = marked.indexOf('«');
  const length = marked.indexOf('»') - offset - 1;
  const text = marked.replace(/[«»]/g, '').replace(/[«»]/g, '');
  const { problems } = parseExperiment(text);
  const label = `${marked.slice(0, 300)}\n${JSON.stringify(problems, null, 1)}`;
  assert.equal(problems.length, 1, label);
  const [problem] = problems;
  const before = text.slice(0, offset).split('\n');
  const expected = { code, severity, offset, length, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  const { message: _message, hint: _hint, ...found } = problem!;
  assert.deepEqual(found, expected, label);
  assert.match(problem!.message, message);
  assert.match(problem!.hint, hint);
}

test('values are read, those at fault left out', () => {
  const text = experiment({
    root: '"name": "a", "task": 7',
    training: '"learning_rate": 9e-5, "seed": "x", "do_eval": false',
  });
  const { values, problems } = parseExperiment(text);
  assert.deepEqual(values, {
    name: 'a',
    model: { vocab_file: 'vocab.txt' },
    data: { train_file: 'train.json', validation_file: 'dev.json' },
    training: { learning_rate: 9e-5, do_eval: false },
    ipu_config: { layers_per_ipu: [-1] },
  });
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['value-wrong-type', 'value-wrong-type'],
  );
});

test('several problems come in the order of the file, one for each fault', () => {
  const text = experiment({ model: '"vocab_file": 1, "hiden_size": 2', training: '"seed": -1, "do_eval": 0' });
  assert.deepEqual(
    parseExperiment(text).problems.map(({ line, code }) => [line, code]),
    [
      [3, 'value-wrong-type'],
      [3, 'unknown-name'],
      [5, 'value-out-of-range'],
      [5, 'value-wrong-type'],
    ],
  );
});

test('a field at fault does not make rules fire on its default', () => {
  // 12 heads, the default, would not divide 100; neither does a list of the wrong kind miss 12 layers.
  const text = model('"hidden_size": 100, "num_attention_heads": "ten"');
  assert.deepEqual(
    parseExperiment(text).problems.map(({ code }) => code),
    ['value-wrong-type'],
  );
});

test('with a model folder, what only its config.json knows is not judged', () => {
  const text = experiment({
    model: '"model_name_or_path": "Graphcore/bert-large-uncased", "num_attention_heads": 7',
    ipu: '"layers_per_ipu": [3, 7, 7, 7], "gradient_accumulation_steps": 16',
  });
  assert.deepEqual(parseExperiment(text).problems, []);
});

test('comments, a byte order mark, Windows line ends and $schema are fine', () => {
  const text = `\uFEFF// a comment\n{ "$schema": "x.json", // another\n${experiment({}).slice(1)}`.replaceAll(
    '\n',
    '\r\n',
  );
  assert.deepEqual(parseExperiment(text).problems, []);
  const [problem] = parseExperiment('\uFEFF{\r\n  "nam": 1\r\n}').problems.filter(
    ({ code }) => code === 'unknown-name',
  );
  assert.deepEqual([problem?.line, problem?.column, problem?.offset], [2, 3, 6]);
});

test('values survive __proto__ untouched', () => {
  const { values } = parseExperiment(
    '{ "__proto__": { "name": "a" }, "model": { "__proto__": { "hidden_size": 3 } } }',
  );
  assert.equal(Object.getPrototypeOf(values), Object.prototype);
  assert.equal(values.name, undefined);
  assert.deepEqual(Object.keys(values.model ?? {}), []);
  assert.equal(values.model?.hidden_size, undefined);
  assert.equal(({} as Record<string, unknown>)['hidden_size'], undefined);
});
