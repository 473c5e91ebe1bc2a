// Broken experiment files by the thousand: whatever the text, the parser answers, and what it answers holds together.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { parseExperiment } from '../../src/config/parse.ts';
import { resolveExperiment } from '../../src/config/resolve.ts';
import { parseResolvedExperiment } from '../../src/config/resolved.ts';
import { breakOnce, scraps, values } from '../support/breakage.ts';
import { createRandom } from '../support/random.ts';

const samples = resolve(import.meta.dirname, '../../samples');
const originals = readdirSync(samples)
  .filter((name) => name.endsWith('.ipu.json'))
  .map((name) => readFileSync(resolve(samples, name), 'utf8'));

test('2,000 broken files never throw, and every problem has a place and a remedy', () => {
  const random = createRandom(42);
  let withProblems = 0;
  for (let round = 0; round < 2000; round++) {
    let text = random.pick(originals);
    for (let edits = 1 + random.below(4); edits > 0; edits--) text = breakOnce(text, random);
    const label = `round ${round}: ${JSON.stringify(text.slice(0, 2000))}`;
    const { values: read, problems } = parseExperiment(text);
    if (problems.length > 0) withProblems++;
    const lines = text.split(/\r\n|\r|\n/);
    for (const { offset, length, line, column, message, hint, code } of problems) {
      assert.ok(offset >= 0 && length >= 0 && offset + length <= text.length, label);
      assert.ok(
        line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1] ?? '').length + 1,
        label,
      );
      assert.match(message, /\.$/, label);
      assert.ok(hint.length > 5 && /^[a-z]+(-[a-z]+)+$/.test(code), label);
    }
    // What was read is an experiment that can be stored and read again, whatever is missing.
    const experiment = resolveExperiment(read, '/somewhere/broken.ipu.json');
    assert.deepEqual(parseResolvedExperiment(JSON.parse(JSON.stringify(experiment))), experiment, label);
  }
  assert.ok(withProblems > 1200 && withProblems < 2000, `${withProblems} files with problems`);
});

test('pure noise never throws', () => {
  const random = createRandom(43);
  for (let round = 0; round < 500; round++) {
    let text = '';
    for (let length = random.below(60); length > 0; length--)
      text += random.next() < 0.6 ? random.pick(scraps) : random.pick(values);
    assert.ok(parseExperiment(text).problems.length > 0, JSON.stringify(text.slice(0, 500)));
  }
});
