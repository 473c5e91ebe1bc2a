// What VS Code's own JSON service makes of the schemas: names, values and texts from the editor's schema, never a diagnostic;
// diagnostics from the strict one and from that of ipu_config.json.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { getLanguageService, type LanguageService } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { renderIpuConfigSchema } from '../../src/config/ipu-config-schema.ts';
import { renderEditorSchema, renderExperimentSchema } from '../../src/config/schema.ts';
import { rootFields, sectionFields } from '../../src/config/fields.ts';

const names = [...Object.keys(rootFields), ...Object.keys(sectionFields)];

function serviceOf(schema: object): LanguageService {
  const service = getLanguageService({});
  service.configure({ validate: true, allowComments: true, schemas: [{ uri: 'test://schema', fileMatch: ['*'], schema }] }); // prettier-ignore
  return service;
}

/** The text as a document, and the offset of the bar in it. */
function open(service: LanguageService, marked: string) {
  const text = marked.replace('|', '');
  const document = TextDocument.create('test://folder/a.ipu.json', 'jsonc', 1, text);
  return { document, json: service.parseJSONDocument(document), position: document.positionAt(marked.indexOf('|')) };
}

async function labels(service: LanguageService, marked: string): Promise<string[]> {
  const { document, json, position } = open(service, marked);
  const list = await service.doComplete(document, position, json);
  return (list?.items ?? []).map(({ label }) => label).sort();
}

async function problems(service: LanguageService, text: string): Promise<string[]> {
  const { document, json } = open(service, text);
  const found = await service.doValidation(document, json, { comments: 'ignore', trailingCommas: 'warning' });
  return found.map(({ message }) => String(message));
}

const editor = serviceOf(renderEditorSchema());

test('the editor’s schema gives the names of sections and fields', async () => {
  assert.deepEqual(await labels(editor, '{ "|" }'), ['$schema', ...names].sort());
  for (const [section, fields] of Object.entries(sectionFields))
    assert.deepEqual(await labels(editor, `{ "${section}": { "|" } }`), Object.keys(fields).sort(), section);
  const rest = await labels(editor, '{ "training": { "seed": 1, "|" } }');
  assert.ok(!rest.includes('seed') && rest.includes('learning_rate'));
});

test('it gives the values of choices and switches', async () => {
  const scheduler = await labels(editor, '{ "training": { "lr_scheduler_type": "|" } }');
  for (const value of sectionFields.training.lr_scheduler_type.values)
    assert.ok(scheduler.includes(JSON.stringify(value)), value);
  const train = await labels(editor, '{ "training": { "do_train": | } }');
  assert.ok(train.includes('true') && train.includes('false'));
  assert.ok((await labels(editor, '{ "task": | }')).includes('"pretraining"'));
});

test('it explains fields and sections where one points', async () => {
  const hover = async (marked: string): Promise<string> => {
    const { document, json, position } = open(editor, marked);
    return JSON.stringify((await editor.doHover(document, position, json))?.contents);
  };
  assert.match(await hover('{ "training": { "learning|_rate": 1 } }'), /Peak learning rate/);
  assert.match(await hover('{ "training": { "learning_rate": 0.0|5 } }'), /Peak learning rate/);
  assert.match(await hover('{ "ipu_config": { "layers_per|_ipu": [1] } }'), /Encoder layers on each IPU/);
  assert.match(await hover('{ "ipu_|config": {} }'), /laid out on IPUs/);
});

const wrong = [
  '{ "training": { "learning_rate": "fast", "sed": 1, "seed": -1, "lr_scheduler_type": "lineer" } }',
  '{ "training": 3, "task": [], "extends": 7, "nonsense": {}, "sweep": { "parameters": [1] } }',
  '{ "ipu_config": { "layers_per_ipu": [], "matmul_proportion": [-1] }, "extra_args": { "a": {} } }',
  '[]',
  '{ // a comment\n "model": {}, }',
];

test('it says nothing of what is wrong in a file: our own diagnostics do', async () => {
  for (const text of wrong) assert.deepEqual(await problems(editor, text), [], text);
});

test('the strict schema does, and lets the samples pass', async () => {
  const strict = serviceOf(renderExperimentSchema());
  for (const text of wrong) assert.notDeepEqual(await problems(strict, text), [], text);
  for (const name of ['quick-start', 'bert-base-squad', 'bert-large-squad', 'pretraining']) {
    const sample = new URL(`../../samples/${name}.ipu.json`, import.meta.url);
    assert.deepEqual(await problems(strict, readFileSync(sample, 'utf8')), [], name);
  }
});

test('an ipu_config.json is completed, explained and checked', async () => {
  const service = serviceOf(renderIpuConfigSchema());
  const entries = JSON.parse(readFileSync(new URL('../fixtures/ipu/ipu-configs.json', import.meta.url), 'utf8')) as {
    name: string;
    config: object;
  }[];
  // VS Code tells of entries that are no more in the same way as of faults.
  const faults = async (text: string) =>
    (await problems(service, text)).filter((each) => !each.includes('Leave it out'));
  for (const { name, config } of entries) assert.deepEqual(await faults(JSON.stringify(config)), [], name);
  assert.equal((await problems(service, '{ "layers_per_ipu": [0, "four"] }')).length, 1);
  assert.match((await problems(service, '{ "layers_per_ipus": [1] }'))[0] ?? '', /not allowed/);
  assert.match((await problems(service, '{ "use_popdist": false }'))[0] ?? '', /v0.2.0 to v0.3.2 alone/);
  assert.ok((await labels(service, '{ "|" }')).includes('matmul_proportion'));
  assert.ok((await labels(service, '{ "output_mode": "|" }')).includes('"final"'));
});
