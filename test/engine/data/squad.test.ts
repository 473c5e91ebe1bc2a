// Reading SQuAD files: both layouts, what is refused with which words, and what is kept with a note.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildFeatures } from '../../../src/engine/data/features.ts';
import { parseSquad } from '../../../src/engine/data/squad.ts';
import { Tokenizer } from '../../../src/engine/text/tokenizer.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { readSample, readVocabulary } from '../read.ts';

const context = 'Paris is the capital of France.';
const paris = { answer_start: 0, text: 'Paris' };

function nested(...qas: unknown[]): unknown {
  return { version: '1.1', data: [{ title: 'France', paragraphs: [{ context, qas }] }] };
}

function question(fields: object): unknown {
  return { id: 'q1', question: 'Which city?', answers: [paris], ...fields };
}

function parse(json: unknown, version2 = false): ReturnType<typeof parseSquad> {
  return parseSquad(typeof json === 'string' ? json : JSON.stringify(json), 'my/train.json', { version2 });
}

function errorOf(json: unknown): AppError {
  try {
    parse(json);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const expected = {
  id: 'q1',
  title: 'France',
  context,
  question: 'Which city?',
  answers: [{ text: 'Paris', start: 0 }],
};

test('reads the official nested layout', () => {
  assert.deepEqual(parse(nested(question({}))), { examples: [expected], notes: [] });
});

const row = {
  id: 'q1',
  title: 'France',
  context,
  question: 'Which city?',
  answers: { text: ['Paris'], answer_start: [0] },
};

test('reads flat rows, under "data" and as a bare list', () => {
  assert.deepEqual(parse({ data: [row] }), { examples: [expected], notes: [] });
  assert.deepEqual(parse([row]), { examples: [expected], notes: [] });
});

test('reads the samples', () => {
  assert.equal(readSample('train').length, 200);
  assert.equal(readSample('dev').length, 100);
});

test('accepts a byte order mark, Windows line ends and a missing title', () => {
  const { title: _, ...untitled } = row;
  const text = `\ufeff${JSON.stringify([untitled], undefined, 2).replaceAll('\n', '\r\n')}`;
  assert.deepEqual(parse(text).examples, [{ ...expected, title: '' }]);
});

const refused: readonly [string, unknown, string, RegExp][] = [
  ['an empty file', ' \n', 'dataset-json-broken', /^my\/train\.json is not valid JSON: the file is empty\.$/],
  ['a comma too many', '{"data": [\n  {"id": 1},\n]}', 'dataset-json-broken', /^my\/train\.json:3:1 .*value expected/],
  ['a missing comma', '{"data": []\n "x": 1}', 'dataset-json-broken', /^my\/train\.json:2:2 .*comma expected/],
  ['a file that breaks off', '{"data": [{"title": "x', 'dataset-json-broken', /^my\/train\.json:1:\d+ /],
  ['a comment', '// hello\n[]', 'dataset-json-broken', /^my\/train\.json:1:1 /],
  ['text', '"SQuAD"', 'dataset-not-rows', /it is the text "SQuAD", and has no list "data"/],
  [
    'another object',
    { rows: [], features: 1 },
    'dataset-not-rows',
    /fields "rows", "features", and has no list "data"/,
  ],
  ['other rows', [{ text: 'x', label: 1 }], 'dataset-not-squad', /\[0\] has the fields "text", "label", but neither/],
  ['rows of numbers', { data: [7] }, 'dataset-not-rows', /data\[0\] is the number 7/],
  ['no articles', { data: [] }, 'dataset-empty', /^my\/train\.json holds no questions/],
  ['no questions', nested(), 'dataset-empty', /holds no questions/],
  [
    'paragraphs that are no list',
    { data: [{ paragraphs: {} }] },
    'dataset-wrong-type',
    /data\[0\]\.paragraphs must be a list, but is an object/,
  ],
  [
    'a context that is missing',
    { data: [{ paragraphs: [{ qas: [] }] }] },
    'dataset-wrong-type',
    /data\[0\]\.paragraphs\[0\]\.context must be text, but is missing/,
  ],
  [
    'an id that is a number',
    nested(question({ id: 5 })),
    'dataset-wrong-type',
    /qas\[0\]\.id must be text, but is the number 5/,
  ],
  [
    'a question that is null',
    nested(question({ question: null })),
    'dataset-wrong-type',
    /\(question "q1"\): question must be text, but is null/,
  ],
  [
    'an answer without a position',
    nested(question({ answers: [{ text: 'x' }] })),
    'dataset-wrong-type',
    /\(question "q1"\): answers\[0\]\.answer_start must be a whole number, but is missing/,
  ],
  [
    'a position that is no number',
    nested(question({ answers: [{ text: 'x', answer_start: 'two' }] })),
    'dataset-wrong-type',
    /a whole number, but is the text "two"/,
  ],
  [
    'a broken position',
    nested(question({ answers: [{ text: 'x', answer_start: 1.5 }] })),
    'dataset-wrong-type',
    /a whole number, but is the number 1\.5/,
  ],
  [
    'more texts than positions',
    [{ ...row, answers: { text: ['a', 'b'], answer_start: [1] } }],
    'dataset-wrong-type',
    /as long as text \(2\), but is 1 long/,
  ],
];

for (const [what, json, code, message] of refused) {
  test(`refuses ${what}, saying where and why`, () => {
    const error = errorOf(json);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.match(error.message, /my\/train\.json/);
    assert.notEqual(error.hint, '');
  });
}

const kept: readonly [string, object, string][] = [
  [
    'an answer one place off',
    { answers: [{ ...paris, answer_start: 1 }] },
    '1 question: the answer text is not at answer_start',
  ],
  [
    'a position past the end',
    { answers: [{ ...paris, answer_start: 31 }] },
    '1 question: answer_start lies outside the context',
  ],
  [
    'a negative position',
    { answers: [{ ...paris, answer_start: -1 }] },
    '1 question: answer_start lies outside the context',
  ],
  ['a position written as text', { answers: [{ ...paris, answer_start: '0' }] }, '1 question: answer_start is text'],
  ['no answer', { answers: [] }, '1 question: there is no answer, but version_2_with_negative is off'],
  ['absent answers', { answers: undefined }, '1 question: there is no answer'],
  ['an answer without text', { answers: [{ text: '', answer_start: 3 }] }, '1 question: an answer is empty text'],
  ['a blank question', { question: ' ' }, '1 question: the question is empty'],
];

for (const [what, fields, note] of kept) {
  test(`keeps a question with ${what}, and says so`, () => {
    const { examples, notes } = parse(nested(question({ id: 'odd', ...fields }), question({})));
    assert.equal(examples.length, 2);
    assert.equal(notes.length, 1);
    assert.ok(notes[0]?.startsWith(note), notes[0]);
    assert.ok(notes[0]?.endsWith(': "odd".'), notes[0]);
  });
}

test('a position written as text is read as the number', () => {
  const { examples } = parse(nested(question({ answers: [{ text: 'capital', answer_start: '13' }] })));
  assert.deepEqual(examples[0]?.answers, [{ text: 'capital', start: 13 }]);
});

test('questions without an answer are in order in SQuAD v2.0', () => {
  assert.deepEqual(parse(nested(question({ answers: [], is_impossible: true })), true).notes, []);
});

test('duplicate ids are all kept, counted and named', () => {
  const { examples, notes } = parse(nested(question({}), question({}), question({ id: 'q2' })));
  assert.equal(examples.length, 3);
  assert.deepEqual(notes, ['2 questions: the id occurs more than once (all are kept): first "q1".']);
});

test('of many odd questions the first three are named, and all are counted', () => {
  const { notes } = parse(
    nested(...[1, 2, 3, 4, 5].map((n) => question({ id: `q${n}`, answers: [{ text: 'x', answer_start: 0 }] }))),
  );
  assert.match(notes.join(), /^5 questions: .*: first "q1", "q2", "q3"\.$/);
});

test('positions count code points, so that characters outside the basic plane move nothing', () => {
  const emoji = { ...row, context: `😀😀 ${context}`, answers: { text: ['Paris'], answer_start: [3] } };
  assert.deepEqual(parse([emoji]).notes, []);
  const inUnits = { ...emoji, answers: { text: ['Paris'], answer_start: [5] } };
  assert.match(parse([inUnits]).notes.join(), /the answer text is not at answer_start/);
});

test('SQuAD v1.1 with version_2_with_negative on is noticed', () => {
  const { examples, notes } = parse(nested(question({}), question({ id: 'q2' })), true);
  assert.equal(examples.length, 2);
  assert.deepEqual(notes, ['version_2_with_negative is on, but all 2 questions have an answer: is this SQuAD v1.1?']);
});

test('SQuAD v2.0 with version_2_with_negative off is noticed', () => {
  const { examples, notes } = parse(nested(question({}), question({ id: 'q2', answers: [], is_impossible: true })));
  assert.equal(examples.length, 2);
  assert.match(notes.join(), /^1 question: there is no answer, but version_2_with_negative is off .*"q2"\.$/);
});

test('an impossible question with answers keeps them, as run_qa.py does, and is named', () => {
  const { examples, notes } = parse(
    nested(question({ id: 'odd', is_impossible: true }), question({ id: 'q2', answers: [], is_impossible: true })),
    true,
  );
  assert.deepEqual(
    examples.map(({ answers }) => answers.length),
    [1, 0],
  );
  assert.deepEqual(notes, [
    '1 question: is_impossible is true, but there are answers (the answers are used, as run_qa.py does): "odd".',
  ]);
});

test('a possible question without an answer is named', () => {
  const { notes } = parse(nested(question({}), question({ id: 'odd', answers: [], is_impossible: false })), true);
  assert.match(notes.join(), /^1 question: is_impossible is false, but there is no answer .*"odd"\.$/);
});

test('answers after characters outside the basic plane get the right label', () => {
  const tokenizer = new Tokenizer(readVocabulary());
  for (const before of ['😀', '𝒳𝒴 and', '👩‍👩‍👧‍👦 in', '𝐏aris? 🇫🇷', '字𠀀']) {
    const text = `${before} ${context}`;
    const start = [...before].length + 1;
    const { examples, notes } = parse([{ ...row, context: text, answers: { text: ['Paris'], answer_start: [start] } }]);
    assert.deepEqual(notes, [], before);
    const [feature] = buildFeatures(examples, tokenizer, { maxSeqLength: 64, docStride: 16, padToMaxLength: false });
    assert.ok(feature);
    const [from, to] = [feature.offsets[2 * feature.startPosition], feature.offsets[2 * feature.endPosition + 1]];
    assert.equal([...text].slice(from, to).join(''), 'Paris', before);
  }
});

test('a context of 5 MB is read, and its last answer found', () => {
  const filler = 'The city has many bridges, and they are old. ';
  const long = `${filler.repeat(Math.ceil(5e6 / filler.length))}It is called Paris today.`;
  const start = long.indexOf('Paris');
  const { examples, notes } = parse([{ ...row, context: long, answers: { text: ['Paris'], answer_start: [start] } }]);
  assert.deepEqual(notes, []);
  const features = buildFeatures(examples, new Tokenizer(readVocabulary()), {
    maxSeqLength: 384,
    docStride: 128,
    padToMaxLength: false,
  });
  const labelled = features.filter(({ endPosition }) => endPosition > 0);
  assert.ok(features.length > 4000, `${features.length} features`);
  assert.ok(labelled.length >= 1);
  for (const { offsets, startPosition, endPosition } of labelled) {
    assert.deepEqual([offsets[2 * startPosition], offsets[2 * endPosition + 1]], [start, start + 5]);
  }
});
