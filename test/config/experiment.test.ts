// Fields, resolved experiments and what is generated from the fields.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { checkValue } from '../../src/config/check-value.ts';
import type { Field } from '../../src/config/field.ts';
import { rootFields, sectionFields } from '../../src/config/fields.ts';
import { nearestName } from '../../src/shared/nearest.ts';
import { parseExperiment } from '../../src/config/parse.ts';
import { resolveExperiment } from '../../src/config/resolve.ts';
import { parseResolvedExperiment } from '../../src/config/resolved.ts';
import { renderExperimentSchema } from '../../src/config/schema.ts';
import { AppError } from '../../src/shared/errors.ts';

const allFields: [name: string, field: Field][] = [rootFields, ...Object.values(sectionFields)].flatMap((fields) =>
  Object.entries<Field>(fields),
);

test('every default and example is a value its field can hold', () => {
  assert.ok(allFields.length > 60);
  for (const [name, field] of allFields) {
    assert.equal(checkValue(name, field, field.default), undefined, name);
    if (field.example !== undefined) assert.equal(checkValue(name, field, field.example), undefined, name);
    assert.match(field.doc, /^[A-Z][^]*\.$/, name);
  }
});

interface Schema {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly items?: unknown;
  readonly exclusiveMinimum?: unknown;
  readonly additionalProperties?: unknown;
  readonly properties: Readonly<Record<string, Schema>>;
}

test('the schema knows the sections and fields, and their rules', () => {
  const schema = renderExperimentSchema() as unknown as Schema;
  const names = [...Object.keys(rootFields), ...Object.keys(sectionFields)];
  assert.deepEqual(Object.keys(schema.properties), ['$schema', ...names]);
  for (const [section, fields] of Object.entries(sectionFields)) {
    assert.deepEqual(Object.keys(schema.properties[section]?.properties ?? {}), Object.keys(fields));
    assert.equal(schema.properties[section]?.additionalProperties, false);
  }
  const find = (section: string, field: string) => schema.properties[section]?.properties[field];
  assert.equal(find('training', 'num_train_epochs')?.exclusiveMinimum, 0);
  assert.deepEqual(find('training', 'lr_scheduler_type')?.enum, [
    'linear',
    'cosine',
    'constant',
    'constant_with_warmup',
  ]);
  assert.deepEqual(find('data', 'max_train_samples')?.type, ['integer', 'null']);
  assert.deepEqual(find('ipu_config', 'layers_per_ipu')?.items, { type: 'integer', minimum: -1 });
  assert.deepEqual(find('ipu_config', 'matmul_proportion')?.type, ['number', 'array']);
});

test('gradient accumulation and IPU count are settled: training wins, IPUs are counted', () => {
  const settle = (training: object, ipu: object) => resolveExperiment({ training, ipu_config: ipu }, '/e.ipu.json');
  const fromIpu = settle({}, { gradient_accumulation_steps: 16, layers_per_ipu: [0, 4, 4, 4] });
  assert.equal(fromIpu.training.gradient_accumulation_steps, 16);
  assert.equal(fromIpu.ipu_config.ipus_per_replica, 4);
  const fromTraining = settle(
    { gradient_accumulation_steps: 64 },
    { gradient_accumulation_steps: 16, ipus_per_replica: 2 },
  );
  assert.equal(fromTraining.ipu_config.gradient_accumulation_steps, 64);
  assert.equal(fromTraining.ipu_config.ipus_per_replica, 2);
});

test('a model is a path where it can be nothing else, the name is the file’s unless given', () => {
  const model = (name: string) =>
    resolveExperiment({ model: { model_name_or_path: name } }, '/data/e.ipu.json').model.model_name_or_path;
  assert.equal(model('Graphcore/bert-base-uncased'), 'Graphcore/bert-base-uncased');
  assert.equal(model('bert-base-uncased'), 'bert-base-uncased');
  assert.equal(model('./bert'), resolve('/data/bert'));
  assert.equal(model('../a/bert'), resolve('/a/bert'));
  assert.equal(model('models/mine/bert'), resolve('/data/models/mine/bert'));
  assert.equal(resolveExperiment({}, '/data/my run.ipu.json').name, 'my run');
  assert.equal(resolveExperiment({}, '/data/run.json').name, 'run');
  assert.equal(resolveExperiment({ name: 'given' }, '/data/run.ipu.json').name, 'given');
});

test('a resolved experiment survives being written and read', () => {
  const experiment = resolveExperiment(
    { ipu_config: { layers_per_ipu: [3, 7, 7, 7], matmul_proportion: [0.1, 0.2, 0.2, 0.2] } },
    '/a/b.ipu.json',
  );
  assert.deepEqual(parseResolvedExperiment(JSON.parse(JSON.stringify(experiment))), experiment);
});

test('an experiment.json of an older or newer version is read, a broken one refused', () => {
  const experiment = resolveExperiment({}, '/a/b.ipu.json');
  const { eval_on_train: _, ...older } = experiment.training;
  const read = parseResolvedExperiment({ ...experiment, future: 1, training: { ...older, new_field: 2 } });
  assert.equal(read.training.eval_on_train, false);
  assert.deepEqual(Object.keys(read), Object.keys(experiment));
  const broken: [json: unknown, reason: RegExp][] = [
    [null, /not an object/],
    ['{}', /not an object/],
    [{ ...experiment, model: [] }, /model is not an object/],
    [
      { ...experiment, training: { ...experiment.training, learning_rate: 'fast' } },
      /`training.learning_rate` must be a number/,
    ],
  ];
  for (const [json, reason] of broken) {
    assert.throws(
      () => parseResolvedExperiment(json),
      (thrown) => thrown instanceof AppError && reason.test(thrown.message),
    );
  }
});

test('the nearest name is the one meant, or none', () => {
  const names = ['learning_rate', 'warmup_ratio', 'warmup_steps', 'weight_decay', 'seed'];
  const cases: [typed: string, meant: string | undefined][] = [
    ['learnig_rate', 'learning_rate'],
    ['LearningRate', 'learning_rate'],
    ['warmup', 'warmup_ratio'],
    ['sede', 'seed'],
    ['weigth_decay', 'weight_decay'],
    ['batch', undefined],
    ['', undefined],
    ['x'.repeat(5000), undefined],
  ];
  for (const [typed, meant] of cases) assert.equal(nearestName(typed, names), meant, typed);
});

test('the recipes of the model cards say what the cards say', () => {
  const read = (name: string) => {
    const path = join(import.meta.dirname, '../../samples', name);
    const { values, problems } = parseExperiment(readFileSync(path, 'utf8'));
    assert.deepEqual(problems, [], name);
    return resolveExperiment(values, path);
  };
  const perUpdate = ({ training, ipu_config: ipu }: ReturnType<typeof read>) =>
    training.per_device_train_batch_size * training.gradient_accumulation_steps * ipu.replication_factor;
  const base = read('bert-base-squad.ipu.json');
  assert.equal(perUpdate(base) * base.ipu_config.device_iterations, 256);
  assert.equal(base.ipu_config.ipus_per_replica * base.ipu_config.replication_factor, 16);
  const { per_device_eval_batch_size: evalBatch } = base.training;
  assert.equal(
    evalBatch * base.ipu_config.inference_replication_factor * base.ipu_config.inference_device_iterations,
    32,
  );
  const large = read('bert-large-squad.ipu.json');
  assert.equal(perUpdate(large), 256);
  assert.equal(large.ipu_config.ipus_per_replica * large.ipu_config.replication_factor, 16);
});
