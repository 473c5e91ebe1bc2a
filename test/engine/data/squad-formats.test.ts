// The same questions in every format that SQuAD comes in give the same examples, features and notes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildFeatures } from '../../../src/engine/data/features.ts';
import { parseRows } from '../../../src/engine/data/rows.ts';
import { parseSquadRows, type SquadDataset, type SquadExample } from '../../../src/engine/data/squad.ts';
import { Tokenizer } from '../../../src/engine/text/tokenizer.ts';
import { readSample, readVocabulary } from '../read.ts';

const examples = readSample('train').slice(0, 50);
const tokenizer = new Tokenizer(readVocabulary());

/** A flat row, as Hugging Face has it. */
function flat({ id, title, context, question, answers }: SquadExample): object {
  const text = answers.map((answer) => answer.text);
  return { id, title, context, question, answers: { text, answer_start: answers.map(({ start }) => start) } };
}

/** An article of the official layout for each question. */
function article({ id, title, context, question, answers }: SquadExample): object {
  const qas = [{ id, question, answers: answers.map(({ text, start }) => ({ text, answer_start: start })) }];
  return { title, paragraphs: [{ context, qas }] };
}

function csv(rows: readonly SquadExample[]): string {
  const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  const records = rows.map((row) => {
    const { answers } = flat(row) as { answers: object };
    return [row.id, row.title, row.context, row.question, JSON.stringify(answers)].map(quote).join(',');
  });
  return ['id,title,context,question,answers', ...records].join('\n');
}

function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => JSON.stringify(row)).join('\n');
}

function formatsOf(rows: readonly SquadExample[]): [what: string, fileName: string, text: string][] {
  return [
    ['official articles', 'x.json', JSON.stringify({ version: '1.1', data: rows.map(article) })],
    ['flat rows under "data"', 'x.json', JSON.stringify({ version: '0.1.0', data: rows.map(flat) })],
    ['a bare list of flat rows', 'x.json', JSON.stringify(rows.map(flat), undefined, 2)],
    ['flat rows as JSON Lines', 'x.jsonl', jsonLines(rows.map(flat))],
    ['flat rows as JSON Lines called .json', 'x.json', jsonLines(rows.map(flat))],
    ['articles as JSON Lines', 'x.jsonl', jsonLines(rows.map(article))],
    ['CSV with answers as JSON', 'x.csv', csv(rows)],
  ];
}

async function parse(bytes: Uint8Array, fileName: string): Promise<SquadDataset> {
  return parseSquadRows(await parseRows(bytes, fileName), { version2: false });
}

const options = { maxSeqLength: 128, docStride: 32, padToMaxLength: true };
const features = buildFeatures(examples, tokenizer, options);

for (const [what, fileName, text] of formatsOf(examples)) {
  test(`${what}: the same questions and features`, async () => {
    const dataset = await parse(new TextEncoder().encode(text), fileName);
    assert.deepEqual(dataset, { examples, notes: [] });
    assert.deepEqual(buildFeatures(dataset.examples, tokenizer, options), features);
  });
}

test('Parquet: the same questions and features', async () => {
  const bytes = readFileSync(join(import.meta.dirname, '../../fixtures/data/squad-50.parquet'));
  const dataset = await parse(bytes, 'squad-50.parquet');
  assert.deepEqual(dataset, { examples, notes: [] });
  assert.deepEqual(buildFeatures(dataset.examples, tokenizer, options), features);
});

test('the same defects in every format', async () => {
  const [sound] = examples;
  assert.ok(sound);
  const [answer] = sound.answers;
  assert.ok(answer);
  const odd = [
    sound,
    { ...sound, id: 'off', answers: [{ ...answer, start: answer.start + 1 }] },
    { ...sound, id: 'past', answers: [{ ...answer, start: 100_000 }] },
    { ...sound, id: 'negative', answers: [{ ...answer, start: -1 }] },
    { ...sound, id: 'empty', answers: [{ text: '', start: 5 }] },
    { ...sound, id: 'none', answers: [] },
    { ...sound, id: 'twice' },
    { ...sound, id: 'twice' },
  ];
  for (const [what, fileName, text] of formatsOf(odd)) {
    const dataset = await parse(new TextEncoder().encode(text), fileName);
    assert.deepEqual(dataset.examples, odd, what);
    assert.deepEqual(
      dataset.notes.map((note) => note.replace(/ \(.*\)/, '')),
      [
        '2 questions: the id occurs more than once: first "twice".',
        '2 questions: answer_start lies outside the context: first "past", "negative".',
        '1 question: the answer text is not at answer_start: "off".',
        '1 question: an answer is empty text: "empty".',
        '1 question: there is no answer, but version_2_with_negative is off: "none".',
      ],
      what,
    );
  }
});
