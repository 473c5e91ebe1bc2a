// Parquet files as pyarrow writes them (made by test/reference/make_parquet.py), and damaged ones.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type DataRow, parseRows } from '../../../src/engine/data/rows.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { AppError } from '../../../src/shared/errors.ts';

function readBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/data', name)));
}

async function rowsOf(bytes: Uint8Array): Promise<readonly DataRow[]> {
  return (await parseRows(bytes, 'x.parquet')).rows;
}

async function refusal(bytes: Uint8Array): Promise<AppError> {
  try {
    await rowsOf(bytes);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const first = await rowsOf(readBytes('squad-50.parquet'));

test('reads the schema of the Hub’s squad, over several row groups', () => {
  assert.equal(first.length, 50);
  assert.deepEqual(Object.keys(first[0]?.fields ?? {}), ['id', 'title', 'context', 'question', 'answers']);
  assert.deepEqual(first[49], {
    place: 'row 50',
    fields: {
      ...first[49]?.fields,
      question: "Where was Beyoncé's first public performance after giving birth?",
      answers: { text: ["Revel Atlantic City's Ovation Hall"], answer_start: [176] },
    },
  });
});

for (const compression of ['none', 'zstd', 'gzip', 'brotli', 'lz4']) {
  test(`reads compression ${compression}`, async () => {
    assert.deepEqual(await rowsOf(readBytes(`squad-5-${compression}.parquet`)), first.slice(0, 5));
  });
}

test('reads a list of structures, 64-bit integers and version 2 pages', async () => {
  const [row] = await rowsOf(readBytes('squad-5-listed.parquet'));
  const { text, answer_start } = first[0]?.fields['answers'] as { text: string[]; answer_start: number[] };
  assert.deepEqual(row?.fields['answers'], [{ text: text[0], answer_start: answer_start[0] }]);
});

test('values are as JSON would have them', async () => {
  assert.deepEqual(await rowsOf(readBytes('mixed.parquet')), [
    { place: 'row 1', fields: { text: '𝒳 and 😀', label: 1, score: 0.5, flag: true, tokens: ['a', 'b'] } },
    { place: 'row 2', fields: { text: null, label: -1, score: null, flag: false, tokens: [] } },
    // A whole number that a double cannot hold stays exact, as text.
    { place: 'row 3', fields: { text: '', label: '9007199254740992', score: 1.5, flag: null, tokens: null } },
  ]);
});

test('a file without rows is none', async () => {
  assert.deepEqual(await rowsOf(readBytes('empty.parquet')), []);
});

test('the bytes decide, not the name', async () => {
  assert.equal((await parseRows(readBytes('mixed.parquet'), 'x.json')).rows.length, 3);
});

test('text called Parquet is refused', async () => {
  const error = await refusal(new TextEncoder().encode('{"text": "hello"}'));
  assert.equal(error.code, 'dataset-parquet-broken');
  assert.match(error.message, /^x\.parquet cannot be read as Parquet: it does not end as Parquet does/);
  assert.match(error.hint, /again/);
});

test('a file cut off anywhere is refused', async () => {
  const bytes = readBytes('mixed.parquet');
  for (let length = 0; length < bytes.length; length += 7) {
    assert.equal((await refusal(bytes.subarray(0, length))).code, 'dataset-parquet-broken', `${length} bytes`);
  }
});

test('whatever bytes are damaged: rows or a named error, nothing else', async () => {
  const random = new Mt19937(1);
  const outcomes = { read: 0, refused: 0 };
  for (const name of ['squad-5-none.parquet', 'squad-5-zstd.parquet', 'squad-5-listed.parquet', 'mixed.parquet']) {
    const sound = readBytes(name);
    for (let trial = 0; trial < 250; trial += 1) {
      const bytes = sound.slice();
      // Every other time in the metadata at the end, where it matters most.
      const from = trial % 2 === 0 ? 0 : bytes.length - 1000;
      for (let i = 0; i < 2; i += 1)
        bytes[from + (random.nextUint32() % (bytes.length - from))] = random.nextUint32() & 0xff;
      const isRead = await rowsOf(bytes).then(
        () => true,
        (error: unknown) => {
          assert.ok(error instanceof AppError, String(error));
          return false;
        },
      );
      outcomes[isRead ? 'read' : 'refused'] += 1;
    }
  }
  assert.ok(outcomes.refused > 300, JSON.stringify(outcomes));
});
