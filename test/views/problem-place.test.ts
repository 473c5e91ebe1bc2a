// From what loading an experiment throws to the place where the cursor goes: the real loader, so that the two stay in step.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { loadExperiment } from '../../src/config/load.ts';
import { AppError } from '../../src/shared/errors.ts';
import { findProblemPlace } from '../../src/views/launch/problem-place.ts';

/** Nothing else is wrong with an experiment that neither trains nor evaluates and has a vocabulary. */
const idle = '"do_train": false, "do_eval": false';
const model = '"model": { "vocab_file": "vocab.txt" }';

async function placeOf(t: TestContext, text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-place-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'vocab.txt'), '[PAD]\n[UNK]\n[CLS]\n[SEP]\n');
  const path = join(folder, 'a.ipu.json');
  await writeFile(path, text);
  const thrown = await loadExperiment(path).then(
    () => assert.fail('it loads'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof AppError);
  return findProblemPlace(path, thrown.message, text);
}

test('a misspelt field, a wrong value and broken JSON are found where they stand', async (t) => {
  const misspelt = `{ ${model},\n  "training": { "lerning_rate": 1, ${idle} }\n}`;
  assert.deepEqual(await placeOf(t, misspelt), { line: 1, column: 16 });
  const outOfRange = `{ ${model},\n  "training": {\n    "seed": -1, ${idle} }\n}`;
  assert.deepEqual(await placeOf(t, outOfRange), { line: 2, column: 12 });
  assert.equal((await placeOf(t, `{ ${model},\n  "training": { "seed": 1,, ${idle} }\n}`)).line, 1);
});

test('of several problems the first is shown', async (t) => {
  const place = await placeOf(t, `{ ${model},\n  "nmae": "x",\n  "training": { "seed": -1, ${idle} }\n}`);
  assert.deepEqual(place, { line: 1, column: 2 });
});

test('a file that is named but not there is found by its field', async (t) => {
  const text = `{ ${model},\n  "training": { "do_eval": false },\n  "data": { "train_file": "nowhere.json" }\n}`;
  assert.deepEqual(await placeOf(t, text), { line: 2, column: text.split('\n')[2]!.indexOf('"nowhere') });
});

test('an error that names no place leads to the start of the file', () => {
  assert.deepEqual(findProblemPlace('/x.ipu.json', 'The experiment file cannot be read.', '{}'), {
    line: 0,
    column: 0,
  });
});
