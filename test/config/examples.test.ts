// Every field is explained as a reader needs it, its example can stand in a file, and what is derived from the fields has not drifted.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { versionsOf } from '../../src/config/explain.ts';
import { exampleOf, type Field } from '../../src/config/field.ts';
import { type PartialExperiment, rootFields, type SectionName, sectionFields } from '../../src/config/fields.ts';
import { mergeExperiments } from '../../src/config/merge.ts';
import { parseExperiment } from '../../src/config/parse.ts';
import { ipuConfigTable } from '../../src/engine/ipu/ipu-config/table.ts';

interface Listed {
  readonly section: SectionName | undefined;
  readonly name: string;
  readonly path: string;
  readonly field: Field;
}

const all: Listed[] = [
  ...Object.entries<Field>(rootFields).map(([name, field]) => ({ section: undefined, name, path: name, field })),
  ...Object.entries(sectionFields).flatMap(([section, fields]) =>
    Object.entries<Field>(fields).map(([name, field]) => ({
      section: section as SectionName,
      name,
      path: `${section}.${name}`,
      field,
    })),
  ),
];

/** A file that an example is put into: complete, for the machine of the model cards. */
const base: PartialExperiment = {
  model: { vocab_file: 'vocab.txt', vocab_size: 30522 },
  data: { train_file: 'train.json', validation_file: 'dev.json' },
  ipu_config: { layers_per_ipu: [0, 4, 4, 4], gradient_accumulation_steps: 16 },
};

/** What else a file says that has the example: a smaller model is laid out otherwise, a warm-up needs a schedule that has one. */
const companions: Readonly<Record<string, PartialExperiment>> = {
  'model.hidden_size': { model: { num_attention_heads: 2, intermediate_size: 512 } },
  'model.num_hidden_layers': { ipu_config: { layers_per_ipu: [3, 7, 7, 7] } },
  'model.max_position_embeddings': { data: { max_seq_length: 256 } },
  'data.doc_stride': { data: { max_seq_length: 256 } },
  'ipu_config.ipus_per_replica': { ipu_config: { layers_per_ipu: [-1] } },
  'ipu_config.inference_ipus_per_replica': { ipu_config: { inference_layers_per_ipu: [6, 6] } },
  'ipu_config.replicated_tensor_sharding': { ipu_config: { n_ipu: 16 } },
  'sweep.method': { sweep: { parameters: { 'training.seed': [1, 2, 3] }, count: 3 } },
  'sweep.count': { sweep: { method: 'seeds' } },
  'ipu_config.pod_type': { ipu_config: { replication_factor: 4, inference_replication_factor: 4 } },
};

/** What is said of a field whatever its value: BERT does not read it. */
const alwaysSaid: Readonly<Record<string, readonly string[]>> = {
  'ipu_config.serialized_embedding_splits_per_ipu': ['embedding-splits-not-read'],
  'ipu_config.inference_serialized_embedding_splits_per_ipu': ['embedding-splits-not-read'],
};

test('every field says what it does, when it matters, and has an example', () => {
  assert.ok(all.length > 100);
  for (const { path, field } of all) {
    assert.match(field.doc, /^[A-Z`][^]*\.$/, path);
    assert.match(field.when ?? '', /^[A-Z`0-9][^]*\.$/, path);
    const isPlain = field.type === 'boolean' || field.type === 'choice';
    assert.ok(field.example !== undefined || isPlain, `${path} has no example`);
    if (field.type !== 'choice' || field.values.length > 1)
      assert.notDeepEqual(exampleOf(field), field.default, `${path}: the example is the default`);
  }
});

for (const { section, name, path, field } of all) {
  test(`the example of ${path} can stand in a file`, () => {
    const example = exampleOf(field);
    const values = section === undefined ? { [name]: example } : { [section]: { [name]: example } };
    const { problems, values: read } = parseExperiment(JSON.stringify(mergeExperiments(mergeExperiments(base, companions[path] ?? {}), values))); // prettier-ignore
    assert.deepEqual(
      problems.map(({ code }) => code),
      alwaysSaid[path] ?? [],
    );
    const inSection = section === undefined ? read : read[section];
    assert.deepEqual((inSection as Readonly<Record<string, unknown>>)[name], example);
  });
}

const page = readFileSync(new URL('../../docs/experiment-file.md', import.meta.url), 'utf8');

test('the reference page has every field, with the example as it is tested', () => {
  const entries = page.split('\n### ').slice(1);
  assert.deepEqual(
    entries.map((entry) => entry.slice(1, entry.indexOf('`', 1))),
    all.map(({ name }) => name),
  );
  for (const [index, { section, name, field, path }] of all.entries()) {
    const entry = entries[index] ?? '';
    const written = /^- Example: `(.*)`$/m.exec(entry)?.[1];
    const example = exampleOf(field);
    assert.deepEqual(JSON.parse(`{${written}}`), section ? { [section]: { [name]: example } } : { [name]: example });
    for (const fact of ['Type', 'Default', 'When it matters'])
      assert.ok(entry.includes(`- ${fact}: `), `${path} ${fact}`);
    if (field.unit) assert.ok(entry.includes(`- Unit: ${field.unit}`), path);
    const versions = versionsOf(section, name, field);
    if (versions) assert.ok(entry.includes(`- optimum-graphcore: ${versions}`), path);
  }
});

test('the fields of ipu_config are those of the IPUConfig table, with the defaults of its newest version', () => {
  const fields: Readonly<Record<string, Field>> = sectionFields.ipu_config;
  for (const { name, defaults } of ipuConfigTable) {
    const field = fields[name];
    const fallback = defaults['0.6.1'];
    if (!field || fallback === undefined) continue;
    // Null where a default is derived, and the embedded engine's where nothing is given.
    if (fallback === null || field.default === null) continue;
    assert.deepEqual(field.default, fallback, name);
  }
  const known = new Set(ipuConfigTable.map(({ name }) => name));
  const others = Object.keys(fields).filter((name) => !known.has(name));
  assert.deepEqual(others, ['ipu_config_name', 'pod_type', 'n_ipu']);
});
