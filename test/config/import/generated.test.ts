// Experiments by the hundred become commands and experiments again: the same, but for what the export says it had to drop.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkValue } from '../../../src/config/check-value.ts';
import type { Field } from '../../../src/config/field.ts';
import { type PartialExperiment, rootFields, sectionFields } from '../../../src/config/fields.ts';
import { exportCommand } from '../../../src/config/import/export.ts';
import { importText } from '../../../src/config/import/import.ts';
import { splitCommands } from '../../../src/config/import/words.ts';
import { publishedConfiguration, publishedConfigurationNames } from '../../../src/config/published/configurations.ts';
import { settleExperiment } from '../../../src/config/settle.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { readValues, withPublished } from './round-trip.ts';

const texts = [
  'squad', 'Graphcore/bert-base-uncased', './models/a b', "it's", '"quoted"', '$HOME', '`id`', 'a,b=c', '-x', '--seed', '日本語', '~', '#no',
]; // prettier-ignore

function valueFor(field: Field, random: Random): unknown {
  switch (field.type) {
    case 'boolean':
      return random.below(2) === 0;
    case 'choice':
      return random.pick(field.values);
    case 'string':
      return field.nullable && random.below(4) === 0 ? null : random.pick(texts);
    case 'integer':
      return random.pick([0, 1, 2, 3, 16, 128, 500]);
    case 'number':
      return random.pick([0, 0.5, 1, 1e-8, 9e-5, 0.1234567890123456, 3.5]);
    case 'numbers':
      return random.pick([[0, 4, 4, 4], [3, 7, 7, 7], [6, 6], [1], [0.1, 0.2], 0.25, [-1]]); // prettier-ignore
    default:
      return undefined;
  }
}

/** An experiment of which each field is given with the same probability. */
function makeExperiment(random: Random): PartialExperiment {
  const sections: Record<string, unknown> = {};
  const share = random.pick([0.05, 0.2, 0.6]);
  for (const [section, fields] of Object.entries(sectionFields)) {
    if (section === 'sweep') continue;
    const entries = Object.entries<Field>(fields)
      .filter(() => random.next() < share)
      .map(([name, field]) => [name, valueFor(field, random)] as const)
      .filter(([name, value]) => checkValue(name, fields[name as keyof typeof fields], value) === undefined);
    sections[section] = Object.fromEntries(entries);
  }
  const task = random.pick(rootFields.task.values);
  const parent = random.below(3) === 0 ? { extends: random.pick(publishedConfigurationNames) } : {};
  const extra =
    random.below(3) === 0 ? { extra_args: { report_to: ['a', 'b'], fp16: true, note: random.pick(texts) } } : {};
  return { ...parent, ...extra, name: random.pick(['', 'run 1', 'squad-base']), task, ...sections };
}

const fieldPaths = [
  ...Object.keys(rootFields).filter((name) => name !== 'extends'),
  ...Object.entries(sectionFields).flatMap(([section, fields]) =>
    Object.keys(fields).map((name) => `${section}.${name}`),
  ),
];

const at = (values: object, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], values);

/** Fields that follow from others, which may have been dropped. */
const derived = /^ipu_config\.(inference_)?(ipus_per_replica|replication_factor)$/;

test('an experiment that becomes a command and an experiment again is the same', () => {
  const random = createRandom(20);
  let compared = 0;
  for (let round = 0; round < 600; round++) {
    const values = withPublished(makeExperiment(random));
    const { text, notices } = exportCommand(values);
    const again = settleExperiment(readValues(importText(text, 'test').text));
    const before = settleExperiment(values);
    const dropped = notices.filter(({ kind }) => kind === 'dropped').map(({ name }) => name);
    const isDropped = (path: string): boolean => dropped.includes(path) || dropped.includes(path.replace(/^\w+\./, ''));
    const layoutDropped = dropped.some((name) => derived.test(name) || /layers_per_ipu$/.test(name));
    for (const path of fieldPaths) {
      if (isDropped(path) || (layoutDropped && derived.test(path))) continue;
      compared++;
      // The scripts take the model's own configuration where none is named, and so the import names it.
      const isModels = path === 'ipu_config.ipu_config_name' && publishedConfiguration(before.model.model_name_or_path ?? ''); // prettier-ignore
      const expected = isModels ? (at(before, path) ?? before.model.model_name_or_path) : at(before, path);
      assert.deepEqual(at(again, path), expected, `${path} in round ${round} of ${text}`);
    }
  }
  assert.ok(compared > 30_000, `${compared} fields compared`);
});

test('what is imported once, exported and imported again is the same to the last value', () => {
  const random = createRandom(21);
  for (let round = 0; round < 300; round++) {
    const first = importText(exportCommand(withPublished(makeExperiment(random))).text, 'test');
    const { text, notices } = exportCommand(readValues(first.text));
    const lost = notices.filter(({ kind }) => kind === 'dropped');
    assert.deepEqual(lost, [], text);
    assert.deepEqual(settleExperiment(readValues(importText(text, 'test').text)), settleExperiment(readValues(first.text)), text); // prettier-ignore
  }
});

test('the text of a command is its words, quoted', () => {
  const random = createRandom(22);
  for (let round = 0; round < 300; round++) {
    const { text, argv } = exportCommand(withPublished(makeExperiment(random)));
    const [command, ...others] = splitCommands(text);
    assert.deepEqual(others, []);
    assert.deepEqual(
      command?.words.map((word) => word.text),
      argv,
    );
    assert.ok(command?.words.every(({ unfilled }) => unfilled.length === 0));
  }
});

const sources = ['bert-base-uncased-squad.md', 'bert-large-uncased-squad.md'].map((name) =>
  readFileSync(join(import.meta.dirname, '../../fixtures/cards', name), 'utf8'),
);
const scraps = [
  '"', "'", '\\', '`', '```', '\n', '\r\n', '$(', '${', '$X', '--', '--seed', '--ipu_config_overrides ', 'a=[1 2', '=', ',', '{', '[', '}',
  '<<', '- learning_rate: x', '---', '\u202e', '\ud800', '9'.repeat(400), '-1', '__proto__', '--__proto__ x', '--constructor', 'run_qa.py',
]; // prettier-ignore

test('whatever the text: an experiment file, or an error that says what to do', () => {
  const random = createRandom(23);
  let imported = 0;
  for (let round = 0; round < 1500; round++) {
    let text = random.pick(sources);
    // Most of the time only the command.
    if (random.below(3) > 0) text = text.slice(text.indexOf('python'), text.lastIndexOf('```') + 1);
    for (let edit = random.below(6); edit >= 0; edit--) {
      const at = random.below(text.length + 1);
      text = text.slice(0, at) + random.pick(scraps) + text.slice(at + random.below(20));
    }
    try {
      const experiment = importText(text, 'test').text;
      readValues(experiment);
      imported++;
    } catch (thrown) {
      assert.ok(thrown instanceof AppError && thrown.hint !== '', `${String(thrown)} for ${text}`);
    }
  }
  assert.ok(imported > 500, `${imported} imported`);
});
