// Completion at many places of all samples and of broken files: never throws, replaces what lies in the text, and whatever is
// inserted leaves a file that is as sound as before.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { parseTree, type Node } from 'jsonc-parser';
import { complete } from '../../../src/config/language/complete.ts';
import type { Surroundings } from '../../../src/config/language/surroundings.ts';
import { parseExperiment } from '../../../src/config/parse.ts';
import type { Completion } from '../../../src/shared/language.ts';
import { breakOnce } from '../../support/breakage.ts';
import { createRandom } from '../../support/random.ts';
import { insertCompletion, workplace } from './workplace.ts';

const samples = resolve(import.meta.dirname, '../../../samples');
const originals = readdirSync(samples)
  .filter((name) => name.endsWith('.ipu.json'))
  .map((name) => readFileSync(resolve(samples, name), 'utf8'));
const around: Surroundings = workplace('/projects/experiments/new.ipu.json');

/** Completes and checks what holds of every completion. */
function completeChecked(text: string, offset: number): Completion[] {
  const found = complete(text, offset, around);
  for (const { label, insert, documentation, sortText, range } of found) {
    const where = `${label} at ${offset} of ${JSON.stringify(text.slice(Math.max(0, offset - 80), offset + 40))}`;
    assert.ok(range.offset >= 0 && range.length >= 0 && range.offset + range.length <= text.length, where);
    assert.ok(range.offset <= offset && offset <= range.offset + range.length, where);
    assert.doesNotMatch(text.slice(range.offset, range.offset + range.length), /[\r\n]/, where);
    assert.ok(label !== '' && insert !== '' && documentation !== '' && sortText !== '', where);
  }
  const sorted = found.map(({ sortText }) => sortText);
  assert.deepEqual([...sorted].sort(), sorted);
  return found;
}

test('at every place of the samples', () => {
  let offered = 0;
  for (const text of originals) {
    // All places of one sample, and of the others one in five, so that every kind of place is met.
    const step = text.includes('quick-start') || text.length < 2000 ? 1 : 5;
    for (let offset = 0; offset <= text.length; offset += step) offered += completeChecked(text, offset).length;
  }
  assert.ok(offered > 5000, `${offered} offered`);
});

test('at places of broken files', () => {
  const random = createRandom(7);
  let offered = 0;
  for (let round = 0; round < 300; round++) {
    let text = random.pick(originals);
    for (let edits = 1 + random.below(5); edits > 0; edits--) text = breakOnce(text, random);
    for (let places = 5; places > 0; places--) offered += completeChecked(text, random.below(text.length + 1)).length;
  }
  assert.ok(offered > 500, `${offered} offered`);
});

test('what is inserted where a value was taken out or is half typed brings no new error', () => {
  const random = createRandom(11);
  let inserted = 0;
  for (const text of originals) {
    for (const value of valuesIn(text)) {
      const written = text.slice(value.offset, value.offset + value.length);
      const kept = random.pick(['', written.slice(0, 1), written.slice(0, random.below(written.length)), written]);
      if (kept.includes('\n')) continue;
      const typed = text.slice(0, value.offset) + kept + text.slice(value.offset + value.length);
      for (const completion of completeChecked(typed, value.offset + kept.length)) {
        inserted++;
        // An entry does not close the list or the object that it is put into; a whole list does.
        const isEntry = /^[[{]/.test(kept) && kept !== written && !completion.insert.startsWith('[');
        assertSound(isEntry ? typed : text, insertCompletion(typed, completion), completion.label);
      }
    }
  }
  assert.ok(inserted > 400, `${inserted} inserted`);
});

test('what is inserted where a name could stand brings no new error', () => {
  let inserted = 0;
  for (const text of [...originals, '{}', '{ }', '// nothing yet\n', '', '{\n  "task": "multiple-choice"\n}']) {
    for (const match of text.matchAll(/[{,]|$/g)) {
      const offset = Math.min(text.length, match.index + 1);
      for (const completion of completeChecked(text, offset)) {
        inserted++;
        assertSound(text, insertCompletion(text, completion), completion.label);
      }
    }
  }
  assert.ok(inserted > 60, `${inserted} inserted`);
});

/** The changed text is JSON, and has no error that the text did not have. */
function assertSound(text: string, changed: string, label: string): void {
  const before = errorsIn(text);
  const fresh = [...errorsIn(changed)].filter((code) => !before.has(code));
  assert.deepEqual(fresh, [], `${label} gives ${changed.slice(0, 4000)}`);
}

/** Codes of errors that come of what is written, not of what has yet to be. */
function errorsIn(text: string): Set<string> {
  const errors = parseExperiment(text).problems.filter(({ severity }) => severity === 'error');
  return new Set(errors.map(({ code }) => code));
}

function valuesIn(text: string): Node[] {
  const found: Node[] = [];
  const walk = (node: Node): void => {
    for (const child of node.children ?? []) {
      const value = child.type === 'property' ? child.children?.[1] : child;
      if (!value) continue;
      found.push(value);
      walk(value);
    }
  };
  const root = parseTree(text);
  if (root) walk(root);
  return found;
}
