// What completion offers at a place, in what order, and what it replaces. A | in a text marks the cursor.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { complete } from '../../../src/config/language/complete.ts';
import type { Surroundings } from '../../../src/config/language/surroundings.ts';
import { parseExperiment } from '../../../src/config/parse.ts';
import { planInputOf } from '../../../src/config/plan-input.ts';
import { evaluateConfiguration } from '../../../src/engine/ipu/evaluate.ts';
import { settleExperiment } from '../../../src/config/settle.ts';
import type { Completion } from '../../../src/shared/language.ts';
import { insertCompletion, workplace } from './workplace.ts';

const around = workplace('/projects/experiments/new.ipu.json');

function completeAt(marked: string, surroundings: Surroundings = around): readonly Completion[] {
  const offset = marked.indexOf('|');
  return complete(marked.replace('|', ''), offset, surroundings);
}

const labels = (found: readonly Completion[]): string[] => found.map(({ label }) => label);
const values = (found: readonly Completion[]): unknown[] =>
  found.map(({ insert }) => JSON.parse(insert.replace(/,$/, '')) as unknown);

/** The text after the first completion with that label. */
function after(marked: string, label: string): string {
  const found = completeAt(marked).find((each) => each.label === label);
  assert.ok(found, `${label} is offered at ${marked}`);
  return insertCompletion(marked.replace('|', ''), found);
}

test('nothing is offered where no value or name can stand', () => {
  for (const marked of [
    '{ // "model": |\n}',
    '{ /* | */ }',
    '// no experiment yet |',
    '{ "model" | }',
    '{ "model"| : {} }',
    '{ "training": { "learning_rate": 1 | } }',
    '{} |',
    '[|]',
    '"|"',
    '{ "unknown": { "deep": [|] } }',
    '{ "training": { "|" } }',
    '{ "task": | }',
  ])
    assert.deepEqual(labels(completeAt(marked)), [], marked);
});

test('quotes, half a word and what stands there already are replaced', () => {
  const path = '../squad/train-v1.1.json';
  for (const marked of [
    '{ "data": { "train_file": | } }',
    '{ "data": { "train_file": "|" } }',
    '{ "data": { "train_file": |"x" } }',
    '{ "data": { "train_file": "squ|" } }',
    '{ "data": { "train_file": "sq|uad" } }',
    '{ "data": { "train_file":  | "squad" } }',
    '{ "data": { "train_file": null| } }',
  ])
    assert.deepEqual(JSON.parse(after(marked, path)), { data: { train_file: path } }, marked);
  assert.deepEqual(JSON.parse(after('{ "data": { "train_file": "sq|, "doc_stride": 1 } }', path)), {
    data: { train_file: path, doc_stride: 1 },
  });
  assert.equal(
    after('{"data": {\n"train_file": |\n"doc_stride": 1}}', path),
    `{"data": {\n"train_file": "${path}",\n"doc_stride": 1}}`,
  );
});

test('models: folders that are complete, checkpoints, the cache, then the Hub', () => {
  const found = completeAt('{ "model": { "model_name_or_path": "|" } }');
  assert.deepEqual(labels(found).slice(0, 5), [
    './bert',
    '../models/bert-large',
    'base, update 690',
    'somebody/bert-small',
    'Graphcore/bert-base-uncased',
  ]);
  assert.equal(values(found)[2], '../.ipu/runs/20260101-120000-base-ab12/checkpoints/checkpoint-690');
  assert.match(found[1]!.detail, /24 × 1024/);
  assert.match(found[2]!.documentation, /completed, F1 88\.8 %/);
});

test('data files of the task go first, and those whose name says what they are for', () => {
  assert.deepEqual(labels(completeAt('{ "data": { "train_file": "|" } }')), [
    '../squad/train-v1.1.json',
    '../squad/dev-v1.1.json',
    'rows.csv',
    'texts.csv',
  ]);
  assert.equal(completeAt('{ "data": { "validation_file": "|" } }')[0]?.label, '../squad/dev-v1.1.json');
  const texts = completeAt('{ "task": "sequence-classification", "data": { "train_file": "|" } }');
  assert.equal(texts[0]?.label, 'texts.csv');
  assert.match(texts.at(-1)!.documentation, /does not look like data for sequence classification/);
});

const large = '"model": { "model_name_or_path": "Graphcore/bert-large-uncased" }';

test('layers are split so that they sum to the model’s, what fits first, with what a plan says of it', () => {
  const found = completeAt(
    `{ ${large}, "training": { "gradient_accumulation_steps": 64 }, "ipu_config": { "pod_type": "pod16", "layers_per_ipu": | } }`,
  );
  const splits = values(found) as number[][];
  assert.ok(splits.length >= 6 && splits.length <= 9);
  for (const split of splits.filter((each) => !each.includes(-1)))
    assert.equal(
      split.reduce((sum, each) => sum + each, 0),
      24,
    );
  assert.ok(splits.some((split) => split.includes(-1)));
  const fits = found.map(({ detail }) => !detail.includes('does not fit')).slice(0, -1);
  assert.deepEqual(
    fits,
    [...fits].sort((a, b) => Number(b) - Number(a)),
    'what fits goes first',
  );

  const { values: said } = parseExperiment(
    `{ "model": { "num_hidden_layers": 24, "hidden_size": 1024, "num_attention_heads": 16, "intermediate_size": 4096 }, "training": { "gradient_accumulation_steps": 64 }, "ipu_config": { "pod_type": "pod16", "layers_per_ipu": ${found[0]!.insert} } }`,
  );
  const evaluation = evaluateConfiguration(planInputOf(settleExperiment(said)))!;
  const speed = evaluation.samplesPerSecond.toLocaleString('en-US', { maximumSignificantDigits: 3 });
  assert.ok(found[0]!.detail.startsWith(`${speed} seq/s · ${evaluation.verdict},`), found[0]!.detail);
});

test('a list that is begun is gone on with, and replaced as a whole', () => {
  const marked = `{ ${large}, "ipu_config": { "ipus_per_replica": 4, "layers_per_ipu": [3, |] } }`;
  const splits = values(completeAt(marked)) as number[][];
  assert.ok(splits.length > 1);
  for (const split of splits) assert.ok(split.length === 4 && split[0] === 3, JSON.stringify(split));
  assert.deepEqual(
    splits.find((split) => split[1] === 7),
    [3, 7, 7, 7],
  );
  assert.ok(after(marked, '[3, 7, 7, 7]').includes('"layers_per_ipu": [3, 7, 7, 7] }'));
  const odd = values(completeAt(marked.replace('[3, |]', '[3, 1, |'))) as number[][];
  assert.deepEqual(odd[0], [3, 1, 10, 10], 'also one that nobody would begin so');
  assert.deepEqual(values(completeAt(marked.replace('[3, |]', '[30, |]'))), [], 'too many layers');
});

test('a list without its end gets one, and a comma where an entry follows', () => {
  const text = after('{ "ipu_config": { "layers_per_ipu": [1, |\n"n_ipu": 4 } }', '[1, 3, 4, 4]');
  assert.deepEqual(JSON.parse(text), { ipu_config: { layers_per_ipu: [1, 3, 4, 4], n_ipu: 4 } });
});

test('splits that break a rule of the machine are not offered', () => {
  const lengths = (more: string): Set<number> => {
    const found = completeAt(`{ "ipu_config": { ${more} "n_ipu": 16, "layers_per_ipu": | } }`);
    return new Set((values(found) as number[][]).map(({ length }) => length));
  };
  assert.ok(lengths('').has(8));
  const four = lengths('"replication_factor": 4,');
  assert.ok(four.has(4) && !four.has(8), 'four copies of 8 IPUs are more than 16');
});

test('what a file inherits counts', () => {
  const inherited = { model: { num_hidden_layers: 6 }, ipu_config: { ipus_per_replica: 2 } };
  const splits = values(
    completeAt('{ "ipu_config": { "layers_per_ipu": [|] } }', { ...around, inherited }),
  ) as number[][];
  assert.ok(splits.some((split) => split.join() === '3,3'));
  assert.ok(splits.every((split) => split.length === 2 || split.join() === '-1'));
});

test('up to version 0.5 there are no wildcards', () => {
  const found = completeAt('{ "ipu_config": { "layers_per_ipu": | }, "plan": { "optimum_graphcore": "0.5" } }');
  assert.ok(found.length > 0 && !found.some(({ insert }) => insert.includes('-1')));
});

const baseLayout = '"ipu_config": { "n_ipu": 16, "layers_per_ipu": [0, 4, 4, 4]';

test('gradient accumulation fills the pipeline, or gives a usual batch', () => {
  const found = completeAt(
    `{ "training": { "per_device_train_batch_size": 2, "gradient_accumulation_steps": | }, ${baseLayout} } }`,
  );
  assert.deepEqual(values(found)[0], 7);
  assert.match(found[0]!.documentation, /2 × 4 − 1/);
  const batch = found.find(({ label }) => label === '16');
  assert.match(batch!.documentation, /Micro-batch 2 × 16 × 4 replicas = 128/);
  assert.ok(found.some(({ documentation }) => documentation.includes('90 % of the time')));
});

test('figures for each IPU are as many as there are IPUs, parts divide the vocabulary', () => {
  const lists = values(completeAt(`{ ${baseLayout}, "matmul_proportion": [|] } }`)) as number[][];
  assert.ok(lists.length > 3 && lists.every((list) => list.length === 4));
  const parts = values(completeAt(`{ ${baseLayout}, "embedding_serialization_factor": | } }`)) as number[];
  assert.deepEqual(parts, [1, 2, 3, 6]);
});

test('machines, configurations and experiment files', () => {
  assert.deepEqual(labels(completeAt('{ "ipu_config": { "pod_type": "|" } }')).slice(0, 3), ['pod4', 'pod8', 'pod16']);
  assert.ok(values(completeAt(`{ "ipu_config": { "n_ipu": |, "layers_per_ipu": [3, 3, 3, 3] } }`)).includes(16));
  const parents = labels(completeAt('{ "extends": "|" }'));
  assert.equal(parents[0], 'base.ipu.json');
  assert.ok(!parents.includes('new.ipu.json') && parents.includes('Graphcore/bert-base-ipu'));
  assert.ok(!labels(completeAt('{ "extends": ["base.ipu.json", |] }')).includes('base.ipu.json'));
  const names = labels(completeAt(`{ ${large}, "ipu_config": { "ipu_config_name": "|" } }`));
  assert.equal(names[0], 'Graphcore/bert-large-ipu', 'one for as many layers goes first');
  assert.deepEqual(labels(completeAt('{ "group": "|" }')), ['learning rates']);
});

test('learning rates are those of recipes for the task', () => {
  assert.equal(completeAt('{ "training": { "learning_rate": | } }')[0]?.insert, '9e-5');
  assert.equal(completeAt('{ "task": "pretraining", "training": { "learning_rate": | } }')[0]?.insert, '0.006');
});

test('a sweep varies fields that it does not yet, over values that it does not have', () => {
  const sweep = (inner: string): string => `{ "sweep": { "method": "random", "parameters": { ${inner} } } }`;
  const keys = labels(completeAt(sweep('"training.learning_rate": [1e-5], |')));
  assert.ok(keys.includes('training.warmup_ratio') && !keys.includes('training.learning_rate'));
  assert.ok(!keys.includes('data.train_file') && !keys.some((key) => key.startsWith('sweep.')));
  assert.deepEqual(values(completeAt(sweep('"training.learning_rate": |')))[0], { min: 1e-5, max: 1e-4, scale: 'log' });
  const rates = values(completeAt(sweep('"training.learning_rate": [9e-5, |]')));
  assert.ok(rates.length > 3 && !rates.includes(9e-5));
  const splits = values(completeAt(sweep('"ipu_config.layers_per_ipu": [[0, |]]'))) as number[][];
  assert.ok(splits.length > 0 && splits.every((split) => split[0] === 0));
});

test('an empty file gets whole experiments, one that lacks sections gets those', () => {
  for (const marked of ['|', '\n|\n', '// later\n|', 'be|', '{|}', '{ "|" }'])
    assert.equal(completeAt(marked)[0]?.label, 'Experiment: BERT-base on SQuAD, model card', marked);
  const sections = labels(completeAt('{ "model": {}, |, "data": {} }'.replace('|,', '| ')));
  assert.deepEqual(sections, ['training', 'ipu_config', 'plan', 'sweep']);
  const first = insertCompletion('', completeAt('|')[2]!);
  assert.ok(first.includes('"train_file": "texts.csv"'), 'data that lie around are filled in');
});

test('every experiment to begin from is sound, and those of model cards say what the samples say', () => {
  const found = completeAt('|', { ...around, dataFiles: [], vocabularies: [] });
  assert.ok(found.length >= 7);
  const parsed = found.map((each) => parseExperiment(insertCompletion('', each)));
  for (const [index, { problems }] of parsed.entries()) assert.deepEqual(problems, [], found[index]!.label);
  for (const [index, name] of ['bert-base-squad', 'bert-large-squad'].entries()) {
    const text = readFileSync(resolve(import.meta.dirname, `../../../samples/${name}.ipu.json`), 'utf8');
    const settled = settleExperiment(parsed[index]!.values);
    const sample = settleExperiment(parseExperiment(text).values);
    const withoutWords = { description: '', name: '' };
    assert.deepEqual({ ...settled, ...withoutWords }, { ...sample, ...withoutWords }, name);
  }
});

test('offsets outside of the text get nothing', () => {
  for (const offset of [-1, 3, NaN, 0.5]) assert.deepEqual(complete('{}', offset, around), []);
});
