// Every fix of every text made by hand: its diagnostic is gone and no error is new, and the first one makes of the text what was meant.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/config/language/diagnose.ts';
import { applyChanges, fixesOf, quickFixes } from '../../../src/config/language/fixes.ts';
import { readJsonTree } from '../../../src/config/json-tree.ts';
import { examineExperiment } from '../../../src/config/load.ts';
import type { SampleCounts } from '../../../src/config/plan-input.ts';
import type { Diagnostic, QuickFix } from '../../../src/shared/language.ts';
import { cases, type MarkedCase, unmark } from './all-cases.ts';
import { ipu, training } from './case.ts';
import { inWorkspace } from './workspace.ts';

/** What another form of a value, or another name for it, lets come to light is no new error of the fix. */
const revealed = /^(?:layers-|heads-do-not|sequence-longer|stride-not|value-)/;

const forms: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'with Windows line ends and a byte order mark': (text) =>
    `\uFEFF${text.replace(/^\uFEFF/, '').replaceAll(/\r?\n/g, '\r\n')}`,
};

for (const [form, change] of Object.entries(forms)) {
  test(`fixes mend what they are offered for: ${form}`, () =>
    inWorkspace(async (file) => {
      let fixes = 0;
      for (const each of cases) {
        if (each.code !== 'experiment-empty') fixes += await checkFixes(each, change(each.text), file);
      }
      assert.ok(fixes > 350, `${fixes} fixes`);
    }));
}

async function checkFixes({ code, fixed }: MarkedCase, marked: string, file: string): Promise<number> {
  const { text, offset, length } = unmark(marked);
  const examine = (changed: string) => examineExperiment(changed, file);
  const examined = await examine(text);
  const before = diagnose(text, examined, null);
  const diagnostic = before.find((each) => each.code === code && each.offset === offset && each.length === length);
  assert.ok(diagnostic, marked);
  const fixes = await fixesOf({ text, examined, samples: null, examine }, diagnostic, before);
  for (const fix of fixes) await checkFix(fix, text, diagnostic, before, file);
  assert.ok(
    fixes.slice(1).every(({ isPreferred }) => !isPreferred),
    `one is preferred: ${marked}`,
  );
  if (fixed === undefined) return fixes.length;
  const [first] = fixes;
  const after = first ? applyChanges(text, first.changes) : null;
  const label = `${marked}\n${first?.title}\n${after}`;
  if (fixed === null) assert.equal(after, null, label);
  else assert.ok(after?.replaceAll('\r\n', '\n').includes(fixed.replaceAll('\r\n', '\n')), label);
  return fixes.length;
}

async function checkFix(
  fix: QuickFix,
  text: string,
  diagnostic: Diagnostic,
  before: readonly Diagnostic[],
  file: string,
) {
  const changed = applyChanges(text, fix.changes);
  const label = `${fix.title}\n${text.slice(0, 1500)}\n→\n${changed.slice(0, 1500)}`;
  const { offset, length } = diagnostic;
  assert.deepEqual([fix.code, fix.range], [diagnostic.code, { offset, length }], label);
  assert.ok(fix.title.length > 3 && fix.title.length < 120, label);
  const after = diagnose(changed, await examineExperiment(changed, file), null);
  if (diagnostic.code === 'json-syntax') {
    const left = readJsonTree(changed).fault;
    // What comes after the first fault had not been looked at.
    assert.ok(!left || changed.length - left.offset < text.length - offset, label);
    return;
  }
  const count = (among: readonly Diagnostic[], code: string) => among.filter((each) => each.code === code).length;
  assert.ok(count(after, diagnostic.code) < count(before, diagnostic.code), label);
  const errors = after.filter(({ severity }) => severity === 'error');
  const added = errors.filter(({ code }) => count(errors, code) > count(before, code) && !revealed.test(code));
  assert.deepEqual(added.map(({ code, message }) => `${code}: ${message}`), [], label); // prettier-ignore
}

async function titlesFor(text: string, place: string, file: string, samples: SampleCounts | null = null) {
  const examine = (changed: string) => examineExperiment(changed, file);
  const range = { offset: text.indexOf(place), length: place.length };
  const fixes = await quickFixes({ text, examined: await examine(text), samples, examine }, range);
  return fixes.map(({ title }) => title);
}

test('only what is at the asked place is mended', () =>
  inWorkspace(async (file) => {
    const text = training('"seed": "1", "do_eval": "yes"');
    assert.deepEqual(await titlesFor(text, '"1"', file), ['Write 1', 'Remove `seed`, which makes it 42']);
    assert.deepEqual(await titlesFor(text, '"yes"', file), ['Write true', 'Remove `do_eval`, which makes it true']);
    assert.deepEqual(await titlesFor(text, '"seed"', file), []);
  }));

test('a split that does not add up has the nearest one, and those of the plan', () =>
  inWorkspace(async (file) => {
    const text = ipu('"layers_per_ipu": [0, 4, 4, 5], "gradient_accumulation_steps": 16');
    const [first, ...others] = await titlesFor(text, '[0, 4, 4, 5]', file);
    assert.equal(first, 'Set `layers_per_ipu` to [0,4,4,4]');
    assert.ok(others.length >= 2);
  }));

test('data that do not fill a step have figures that let them', () =>
  inWorkspace(async (file) => {
    const text = training('"gradient_accumulation_steps": 64, "per_device_train_batch_size": 8');
    assert.deepEqual(await titlesFor(text, '64', file, { train: 100, eval: null }), [
      'Set `gradient_accumulation_steps` to 12',
      'Set `per_device_train_batch_size` to 1',
    ]);
  }));

test('objects with names of methods are values like any other', () =>
  inWorkspace(async (file) => {
    const odd = '{ "toString": 1, "valueOf": [], "__proto__": null }';
    for (const value of [odd, `[${odd}]`, `[[${odd}]]`]) {
      for (const field of ['seed', 'do_eval', 'lr_scheduler_type', 'learning_rate'])
        assert.ok((await titlesFor(training(`"${field}": ${value}`), odd, file)).length > 0, `${field}: ${value}`);
      assert.ok((await titlesFor(ipu(`"matmul_proportion": ${value}`), odd, file)).length > 0, value);
    }
  }));
