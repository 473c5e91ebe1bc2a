// Values written into an experiment file's text by field: what changes, and above all what does not.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'jsonc-parser';
import { editFields, locateField } from '../../src/config/edit.ts';
import { EditedText } from '../../src/config/edited-text.ts';
import { sectionFields } from '../../src/config/fields.ts';
import { parseExperiment } from '../../src/config/parse.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { TextChange } from '../../src/shared/language.ts';
import type { FieldEdit } from '../../src/shared/plan.ts';
import { createRandom } from '../support/random.ts';

/** The text after the edits, put together by the simplest of means. */
function splice(text: string, edits: readonly TextChange[]): string {
  return edits.reduceRight(
    (rest, { offset, length, content }) => rest.slice(0, offset) + content + rest.slice(offset + length),
    text,
  );
}

function edit(text: string, fields: Readonly<Record<string, unknown>>): string {
  const edits: FieldEdit[] = Object.entries(fields).map(([field, value]) => ({ field, value }));
  return splice(text, editFields(text, edits));
}

const commented = `// About the file.
{
  "training": {
    "seed": 42, // the answer
    "num_train_epochs": 2 // [card]
    // an afterthought
  },
  /* before */ "ipu_config": { "layers_per_ipu": [3, 7, 7, 7] } // [hub]
}
`;

test('a value is written in its place, and nothing else changes', () => {
  const text = edit(commented, { 'training.seed': 7 });
  assert.equal(text, commented.replace('42', '7'));
  assert.equal(editFields(commented, [{ field: 'training.seed', value: 7 }]).length, 1);
  assert.deepEqual(editFields(commented, [{ field: 'training.seed', value: 42 }]), []);
});

test('of a list of the same length the entries that differ are written, of another length all', () => {
  const layers = '{\n  "ipu_config": {\n    "layers_per_ipu": [\n      3, // embeddings, too\n      7\n    ]\n  }\n}\n';
  assert.equal(edit(layers, { 'ipu_config.layers_per_ipu': [3, 9] }), layers.replace('7', '9'));
  assert.match(edit(layers, { 'ipu_config.layers_per_ipu': [1, 2, 3] }), /"layers_per_ipu": \[1, 2, 3\]\n {2}\}/);
  assert.match(
    edit('{ "ipu_config": { "matmul_proportion": 0.2 } }', { 'ipu_config.matmul_proportion': [0.1, 0.2] }),
    /: \[0.1, 0.2\] \}/,
  );
});

test('a new field comes after the last one and its comment, a new section after the last section', () => {
  const field = edit(commented, { 'training.weight_decay': 0.01 });
  assert.equal(field, commented.replace('2 // [card]', '2, // [card]\n    "weight_decay": 0.01'));
  const inline = edit(commented, { 'ipu_config.replication_factor': 4 });
  assert.equal(inline, commented.replace('7, 7] }', '7, 7], "replication_factor": 4 }'));
  const section = edit(commented, { 'data.max_seq_length': 128 });
  assert.equal(section, commented.replace('} // [hub]', '}, // [hub]\n  "data": {\n    "max_seq_length": 128\n  }'));
});

test('several values make one set of edits of the original text', () => {
  const fields = { 'data.max_seq_length': 128, 'data.doc_stride': 32, 'training.seed': 7, 'data.n_best_size': null };
  const text = edit(commented, fields);
  const section = '"data": {\n    "max_seq_length": 128,\n    "doc_stride": 32\n  }';
  assert.equal(text, commented.replace('42', '7').replace('} // [hub]', `}, // [hub]\n  ${section}`));
});

test('null takes a field out with its line; the comma before the last goes too, comments of others stay', () => {
  assert.equal(edit(commented, { 'training.seed': null }), commented.replace('    "seed": 42, // the answer\n', ''));
  const last = edit(commented, { 'training.num_train_epochs': null });
  assert.equal(last, commented.replace('42, //', '42 //').replace('    "num_train_epochs": 2 // [card]\n', ''));
  assert.equal(
    edit(commented, { 'ipu_config.layers_per_ipu': null }),
    commented.replace('"layers_per_ipu": [3, 7, 7, 7] ', ''),
  );
  assert.equal(edit(commented, { 'data.train_file': null, 'training.weight_decay': null }), commented);
  const row = '{ "training": { "seed": 1, "max_steps": 2, "lamb": true } }';
  assert.equal(edit(row, { 'training.max_steps': null }), '{ "training": { "seed": 1, "lamb": true } }');
  assert.equal(edit(row, { 'training.lamb': null }), '{ "training": { "seed": 1, "max_steps": 2 } }');
});

test('empty objects, empty files and sections that are none are filled', () => {
  const section = '{\n  "training": {\n    "seed": 1\n  }\n}';
  assert.equal(edit('{}', { 'training.seed': 1 }), section);
  assert.equal(edit('{\n}', { 'training.seed': 1 }), section);
  assert.equal(edit('{\n  "training": {}\n}', { 'training.seed': 1 }), section);
  assert.equal(edit('{\n  "training": 7\n}', { 'training.seed': 1 }).replace(/\s+/g, ''), section.replace(/\s+/g, ''));
  assert.equal(edit('', { 'training.seed': 1 }), `${section}\n`);
  assert.equal(edit('{ // nothing yet\n}', { name: 'x' }), '{ // nothing yet\n  "name": "x"\n}');
});

test('tabs, Windows line ends and commas at the end are kept', () => {
  const tabs = '{\r\n\t"training": {\r\n\t\t"seed": 1,\r\n\t},\r\n}\r\n';
  const text = edit(tabs, { 'training.lamb': true, 'data.doc_stride': 9 });
  const wanted =
    '{\r\n\t"training": {\r\n\t\t"seed": 1,\r\n\t\t"lamb": true,\r\n\t},\r\n\t"data": {\r\n\t\t"doc_stride": 9\r\n\t},\r\n}\r\n';
  assert.equal(text, wanted);
  assert.equal(edit(tabs, { 'training.seed': null }), tabs.replace('\t\t"seed": 1,\r\n', ''));
});

test('a text that cannot be read is not edited, and the place is named', () => {
  for (const text of ['{ "training": { "seed": } }', '{', '[1]', '"x"', '{"a": 1} {']) {
    assert.throws(
      () => editFields(text, [{ field: 'training.seed', value: 1 }]),
      (error) => error instanceof AppError && error.code === 'experiment-not-editable' && /line 1/.test(error.message),
      text,
    );
  }
});

test('of a field that is given twice the first is written, which is the one that counts', () => {
  const text = '{ "training": { "seed": 1, "seed": 2 } }';
  assert.equal(edit(text, { 'training.seed': 3 }), '{ "training": { "seed": 3, "seed": 2 } }');
});

test('a field is found where its value stands, a missing one at its section', () => {
  const place = (field: string): string | undefined => {
    const range = locateField(commented, field);
    return range && commented.slice(range.offset, range.offset + range.length);
  };
  assert.equal(place('training.seed'), '42');
  assert.equal(place('ipu_config.layers_per_ipu'), '[3, 7, 7, 7]');
  assert.equal(place('training.lamb'), '"training"');
  assert.equal(place('data.train_file'), undefined);
  assert.equal(locateField('{ "training": ', 'data.train_file'), undefined);
});

test('whatever is edited in whatever order, the file then says so, and every comment is still there', () => {
  const random = createRandom(17);
  const samples = globSync('*.ipu.json', { cwd: join(import.meta.dirname, '../../samples') });
  assert.ok(samples.length > 3);
  const names = Object.entries(sectionFields).flatMap(([section, fields]) =>
    Object.entries(fields).flatMap(([name, field]) => (field.type === 'integer' ? [`${section}.${name}`] : [])),
  );
  for (let round = 0; round < 200; round++) {
    const original = readFileSync(join(import.meta.dirname, '../../samples', random.pick(samples)), 'utf8');
    const edits = Array.from({ length: 1 + random.below(6) }, () => ({
      field: random.pick(names),
      value: random.below(4) === 0 ? null : 8 + random.below(50),
    }));
    const text = splice(original, editFields(original, edits));
    const { problems } = parseExperiment(text);
    const values = parse(text) as Record<string, Record<string, unknown> | undefined>;
    assert.deepEqual(
      problems.filter(({ code }) => code === 'json-syntax' || code === 'name-given-twice'),
      [],
      text,
    );
    for (const [field, value] of new Map(edits.map((one) => [one.field, one.value]))) {
      const [section = '', name = ''] = field.split('.');
      const read = values[section]?.[name];
      assert.equal(read ?? null, value, `${field} in\n${text}`);
    }
    const removed = edits.filter(({ value }) => value === null).map(({ field }) => field.slice(field.indexOf('.') + 1));
    const kept = original
      .split('\n')
      .filter((line) => /\/\//.test(line) && !removed.some((name) => line.includes(`"${name}"`)));
    for (const line of kept) assert.ok(text.includes(line.slice(line.indexOf('//'))), `${line}\nis gone from\n${text}`);
  }
});

test('edits of edits become edits of the original', () => {
  const random = createRandom(4);
  for (let round = 0; round < 200; round++) {
    const original = 'abcdefghijklmnopqrstuvwxyz';
    const edited = new EditedText(original);
    let text = original;
    for (let n = random.below(6); n > 0; n--) {
      const offset = random.below(text.length + 1);
      const one = {
        offset,
        length: random.below(Math.min(4, text.length - offset + 1)),
        content: 'XYZ'.slice(random.below(4)),
      };
      edited.apply([one]);
      text = splice(text, [one]);
      assert.equal(edited.text, text);
    }
    assert.equal(splice(original, edited.edits()), text);
  }
});
