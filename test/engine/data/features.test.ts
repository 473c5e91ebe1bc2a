// Features against run_qa.py: sums over the samples as Hugging Face tokenizers 0.22.2 gives them, then windows and labels of
// single questions, the quirks included.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildFeatures, type Feature, type FeatureOptions } from '../../../src/engine/data/features.ts';
import type { SquadExample } from '../../../src/engine/data/squad.ts';
import { sliceCodePoints } from '../../../src/engine/text/code-points.ts';
import { Tokenizer } from '../../../src/engine/text/tokenizer.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { readSample, readVocabulary } from '../read.ts';

const tokenizer = new Tokenizer(readVocabulary());
const reference = { maxSeqLength: 384, docStride: 128, padToMaxLength: true };
const short = { maxSeqLength: 96, docStride: 32, padToMaxLength: true };

function sums(features: readonly Feature[]): Record<string, number> {
  const sum = (of: (feature: Feature) => number): number => features.reduce((total, feature) => total + of(feature), 0);
  return {
    features: features.length,
    unlabelled: features.filter(({ startPosition, endPosition }) => startPosition === 0 && endPosition === 0).length,
    start: sum(({ startPosition }) => startPosition),
    end: sum(({ endPosition }) => endPosition),
    tokens: sum(({ ids }) => ids.length),
  };
}

const sampleSums = [
  ['train', reference, { features: 200, unlabelled: 0, start: 11_544, end: 12_005, tokens: 22_647 }],
  ['train', short, { features: 376, unlabelled: 133, start: 10_833, end: 11_395, tokens: 30_837 }],
  ['dev', reference, { features: 100, unlabelled: 0, start: 5_880, end: 6_068, tokens: 10_873 }],
  ['dev', short, { features: 166, unlabelled: 53, start: 5_401, end: 5_610, tokens: 13_987 }],
] as const;

for (const [name, options, expected] of sampleSums) {
  test(`the ${name} sample at ${options.maxSeqLength}/${options.docStride} gives the reference's features`, () => {
    assert.deepEqual(sums(buildFeatures(readSample(name), tokenizer, options)), expected);
  });
}

test('a labelled span is the answer, up to the borders of its tokens', () => {
  const examples = readSample('train');
  for (const feature of buildFeatures(examples, tokenizer, reference)) {
    const example = examples[feature.exampleIndex];
    const start = feature.offsets[2 * feature.startPosition] ?? 0;
    const end = feature.offsets[2 * feature.endPosition + 1] ?? 0;
    const answer = example?.answers[0]?.text ?? 'no answer';
    assert.ok(sliceCodePoints(example?.context ?? '', start, end).includes(answer), example?.id);
  }
});

function example(context: string, answer?: { text: string; start: number }, question = 'who ?'): SquadExample {
  return { id: 'q1', title: '', context, question, answers: answer === undefined ? [] : [answer] };
}

function build(of: SquadExample, options: Partial<FeatureOptions> = {}): Feature[] {
  return buildFeatures([of], tokenizer, { ...reference, ...options });
}

test('a feature is [CLS] question [SEP] context [SEP], with offsets for all but the special tokens', () => {
  const [feature] = build(example('  hello world', { text: 'world', start: 8 }));
  assert.deepEqual(feature, {
    exampleIndex: 0,
    ids: Int32Array.of(101, 2040, 1029, 102, 7592, 2088, 102),
    contextStart: 4,
    contextEnd: 6,
    offsets: Int32Array.of(0, 0, 0, 3, 4, 5, 0, 0, 2, 7, 8, 13, 0, 0),
    startPosition: 383,
    endPosition: 5,
  });
});

// Ten tokens; with the question of two tokens, a sequence of 10 leaves room for five of them.
const numbers = 'one two three four five six seven eight nine ten';

test('windows overlap by doc_stride, and the last one is the first that reaches the end', () => {
  const windows = build(example(numbers), { maxSeqLength: 10, docStride: 2 }).map(
    ({ offsets, contextStart, contextEnd }) => numbers.slice(offsets[2 * contextStart], offsets[2 * contextEnd - 1]),
  );
  assert.deepEqual(windows, ['one two three four five', 'four five six seven eight', 'seven eight nine ten']);
});

test('a context that just fits is one window', () => {
  assert.equal(build(example(numbers), { maxSeqLength: 15, docStride: 2 }).length, 1);
  assert.equal(build(example(numbers), { maxSeqLength: 14, docStride: 2 }).length, 2);
});

test('an answer is labelled in every window that holds all of it, and as [CLS] in the others', () => {
  const answer = { text: 'four five', start: 14 };
  const labels = build(example(numbers, answer), { maxSeqLength: 10, docStride: 3 });
  assert.deepEqual(
    labels.map(({ startPosition, endPosition }) => [startPosition, endPosition]),
    [
      [7, 8],
      [5, 6],
      [0, 0],
      [0, 0],
    ],
  );
});

test('an answer that starts in the last context token: labelled at the last position, padded or not', () => {
  const last = example('hello world', { text: 'world', start: 6 });
  assert.equal(build(last)[0]?.startPosition, 383);
  assert.equal(build(last, { padToMaxLength: false })[0]?.startPosition, 6);
  assert.equal(build(last)[0]?.endPosition, 5);
});

const unlabelled: readonly [string, SquadExample][] = [
  ['without an answer', example('hello world')],
  ['with a negative position', example('hello world', { text: 'hello', start: -1 })],
  ['with a position past the end', example('hello world', { text: 'world', start: 20 })],
  ['with an empty context', example('', { text: 'x', start: 0 })],
];

for (const [what, of] of unlabelled) {
  test(`a question ${what} is labelled at [CLS]`, () => {
    const [feature] = build(of);
    assert.deepEqual([feature?.startPosition, feature?.endPosition], [0, 0]);
  });
}

test('an answer inside a word is labelled with the whole word', () => {
  const [feature] = build(example('hello world again', { text: 'orl', start: 7 }));
  assert.deepEqual([feature?.startPosition, feature?.endPosition], [5, 5]);
});

test('an empty answer at the very start does not run out of the sequence', () => {
  const [feature] = build(example('hello world', { text: '', start: 0 }));
  assert.deepEqual([feature?.startPosition, feature?.endPosition], [4, 0]);
});

test('a question that leaves no room is named, with the remedy', () => {
  assert.throws(
    () => build(example('hello', undefined, numbers), { maxSeqLength: 13 }),
    (error) =>
      error instanceof AppError &&
      error.code === 'question-too-long' &&
      error.message.startsWith('Question "q1" has 10 tokens') &&
      error.hint.includes('max_seq_length to more than 13'),
  );
});

test('a doc_stride that never lets a window advance is named, with the remedy', () => {
  assert.throws(
    () => build(example(numbers), { maxSeqLength: 10, docStride: 5 }),
    (error) =>
      error instanceof AppError &&
      error.code === 'doc-stride-too-large' &&
      error.hint.startsWith('Set doc_stride below 5'),
  );
  assert.equal(build(example('hello'), { maxSeqLength: 10, docStride: 5 }).length, 1);
});
