// Diagnostics of hand-made texts stand exactly where they belong, however the lines end and whatever characters come before.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/config/language/diagnose.ts';
import { examineExperiment } from '../../../src/config/load.ts';
import type { Diagnostic } from '../../../src/shared/language.ts';
import { acrossFields } from '../across-fields-cases.ts';
import { experiment, syntax, values } from '../problem-cases.ts';
import { cases, type MarkedCase, unmark } from './all-cases.ts';
import { ipu, training, whole } from './case.ts';
import { inWorkspace } from './workspace.ts';

async function diagnosticsOf(text: string, file: string): Promise<Diagnostic[]> {
  return diagnose(text, await examineExperiment(text, file), null);
}

/** Each of them keeps what a text says. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'with Windows line ends': (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  'with old Macintosh line ends': (text) => (text.includes('//') ? text : text.replaceAll(/\r?\n/g, '\r')),
  'with a byte order mark': (text) => (text.startsWith('\uFEFF') ? text : `\uFEFF${text}`),
  'after comments with characters beyond the basic plane': (text) =>
    `/* 👩‍🔬 // 𝔘 /* \t*/\n// "«" is no mark here 🤗\n`.replaceAll('«', '') + text.replace(/^\uFEFF/, ''),
  'indented by tabs': (text) => text.replaceAll(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2)),
};

for (const [form, change] of Object.entries(forms)) {
  test(`diagnostics stand where they belong: ${form}`, () =>
    inWorkspace(async (file) => {
      for (const each of cases) {
        // What an empty file has in it has no place of its own.
        if (each.code === 'experiment-empty' && form !== 'as it is') continue;
        await checkPlace({ ...each, text: change(each.text) }, file);
      }
    }));
}

async function checkPlace({ text: marked, code, severity, beside }: MarkedCase, file: string): Promise<void> {
  const { text, offset, length } = unmark(marked);
  const found = await diagnosticsOf(text, file);
  const label = `${code} in ${marked.slice(0, 400)}\n${JSON.stringify(found, null, 1).slice(0, 3000)}`;
  const here = found.filter((each) => each.code === code);
  assert.deepEqual(
    here.map((each) => [each.severity, each.offset, each.length]),
    [[severity, offset, length]],
    label,
  );
  for (const { message, hint } of found) {
    assert.match(message, /[.!]$/, label);
    assert.ok(hint.length > 5, label);
  }
  if (!beside) return;
  const others = found.filter((each) => each !== here[0]).map((each) => each.code);
  assert.deepEqual(others, beside, label);
}

test('there are at least 200 texts made by hand', () => {
  assert.ok(new Set(cases.map(({ text }) => text)).size >= 200);
  assert.ok(cases.length >= syntax.length + values.length + acrossFields.length + 150);
});

test('old names are struck through, what nothing reads is greyed out', () =>
  inWorkspace(async (file) => {
    const tagsOf = async (text: string) => (await diagnosticsOf(text, file)).map(({ code, tag }) => [code, tag]);
    assert.deepEqual(await tagsOf(ipu('"pod_type": "pod16", "replication_factor": 16')), [
      ['field-deprecated', 'deprecated'],
    ]);
    assert.deepEqual(await tagsOf(training('"warmup_proportion": 0.1')), [['field-renamed', 'deprecated']]);
    assert.deepEqual(await tagsOf(training('"warmup_ratio": 0.1, "warmup_steps": 2')), [
      ['field-unused', 'unnecessary'],
    ]);
    const ignored = experiment({ model: '"model_name_or_path": "berty", "hidden_size": 100' });
    assert.deepEqual(await tagsOf(ignored), [['geometry-ignored', 'unnecessary']]);
  }));

test('pod_type is not deprecated in versions that know nothing else', () =>
  inWorkspace(async (file) => {
    const text = whole('"plan": { "optimum_graphcore": "0.6.0" }').replace(
      '"layers_per_ipu": [-1]',
      '"pod_type": "pod16", "replication_factor": 16',
    );
    assert.deepEqual(await diagnosticsOf(text, file), []);
  }));

test('counted data that do not fill a step are told, where the figures stand', () =>
  inWorkspace(async (file) => {
    const text = training('"gradient_accumulation_steps": 64, "per_device_train_batch_size": 8');
    const examined = await examineExperiment(text, file);
    assert.deepEqual(diagnose(text, examined, null), []);
    const [found, ...others] = diagnose(text, examined, { train: 100, eval: null });
    assert.deepEqual(others, []);
    assert.equal(found?.code, 'dataset-smaller-than-step');
    assert.match(found.message, /100 sequences.*one step takes 512.*runs it all the same/);
    assert.equal(text.slice(found.offset, found.offset + found.length), '64');
    assert.deepEqual(diagnose(text, examined, { train: 1024, eval: null }), []);
  }));

test('what a parent says decides, and what it is wrong about is told at `extends`', () =>
  inWorkspace(async (file) => {
    assert.deepEqual(await diagnosticsOf(whole('"extends": "base.ipu.json"'), file), []);
    const unused = await diagnosticsOf(whole('"extends": "base.ipu.json", "task": "pretraining"').replace('"train_file"', '"doc_stride": 3, "train_file"'), file); // prettier-ignore
    assert.deepEqual(unused.map(({ code }) => code), ['field-unused']); // prettier-ignore
  }));
