// Post-processing against run_qa.py: PyTorch's logits of ten questions give its files byte for byte, for SQuAD v1.1 and v2.0.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildFeatures, type Feature } from '../../../src/engine/data/features.ts';
import { parseSquad } from '../../../src/engine/data/squad.ts';
import type { SpanLogits } from '../../../src/engine/eval/candidates.ts';
import { type AnswerOptions, extractAnswers } from '../../../src/engine/eval/postprocess.ts';
import { renderNBest, renderNullOdds, renderPredictions } from '../../../src/engine/eval/result-files.ts';
import { Tokenizer } from '../../../src/engine/text/tokenizer.ts';
import { readFixture, readFloats, readVocabulary } from '../read.ts';

const width = 384;
const v1: AnswerOptions = { nBestSize: 20, maxAnswerLength: 30, version2: false, nullScoreDiffThreshold: 0 };
const v2: AnswerOptions = { ...v1, version2: true, nullScoreDiffThreshold: -2.45 };

const { examples } = parseSquad(readFixture('dev-10.json'), 'dev-10.json', { version2: false });
const features = buildFeatures(examples, new Tokenizer(readVocabulary()), {
  maxSeqLength: width,
  docStride: 128,
  padToMaxLength: true,
});
const [starts, ends] = [readFloats('start_logits.f32'), readFloats('end_logits.f32')];
const logits = features.map((_, index) => ({
  start: starts.subarray(index * width, (index + 1) * width),
  end: ends.subarray(index * width, (index + 1) * width),
}));

test('SQuAD v1.1: predictions and n-best list are run_qa.py’s, byte for byte', () => {
  const answers = extractAnswers(examples, features, logits, v1);
  assert.equal(renderPredictions(answers.predictions), readFixture('eval_predictions.json'));
  assert.equal(renderNBest(answers.nBest), readFixture('eval_nbest_predictions.json'));
  assert.equal(answers.nullOdds.size, 0);
});

test('SQuAD v2.0: predictions, n-best list and null odds are run_qa.py’s, byte for byte', () => {
  const answers = extractAnswers(examples, features, logits, v2);
  assert.equal(renderPredictions(answers.predictions), readFixture('eval_predictions-v2.json'));
  assert.equal(renderNBest(answers.nBest), readFixture('eval_nbest_predictions-v2.json'));
  assert.equal(renderNullOdds(answers.nullOdds), readFixture('eval_null_odds.json'));
  const empty = [...answers.predictions.values()].filter((text) => text === '').length;
  assert.ok(empty > 0 && empty < examples.length, 'the threshold must decide both ways');
});

// One question, "x ?" as [CLS] x ? [SEP], and a context of four tokens at positions 4 to 7, [SEP] at 8.
const small = [{ id: 'q', title: '', context: 'one two three four', question: 'x ?', answers: [] }];
const [feature] = buildFeatures(small, new Tokenizer(readVocabulary()), {
  maxSeqLength: 16,
  docStride: 2,
  padToMaxLength: true,
});
assert.ok(feature !== undefined);
const length = feature.ids.length;

function withLogits(start: Record<number, number>, end: Record<number, number>, size = length): SpanLogits {
  const fill = (values: Record<number, number>): Float32Array =>
    Float32Array.from({ length: size }, (_, index) => values[index] ?? -9);
  return { start: fill(start), end: fill(end) };
}

function extract(
  of: readonly SpanLogits[],
  options: Partial<AnswerOptions> = {},
  from: readonly Feature[] = [feature as Feature],
) {
  const answers = extractAnswers(small, from, of, { ...v1, ...options });
  return { text: answers.predictions.get('q'), odds: answers.nullOdds.get('q'), nBest: answers.nBest.get('q') ?? [] };
}

test('the best span within the context wins, whatever the question and the padding score', () => {
  const scored = withLogits({ 1: 50, 5: 3, 12: 60 }, { 2: 50, 6: 3, 13: 60 }, 16);
  assert.equal(extract([scored]).text, 'two three');
});

test('padding takes places among the best starts, as it does in the reference', () => {
  const scored = withLogits({ 5: 3, 12: 60 }, { 6: 3 }, 16);
  assert.equal(extract([scored], { nBestSize: 2 }).text, 'two three');
  assert.equal(extract([scored], { nBestSize: 1 }).text, 'empty');
});

test('a span never ends before it starts, and is no longer than max_answer_length', () => {
  assert.deepEqual(extract([withLogits({ 7: 9 }, { 4: 9, 7: 1 })]).text, 'four');
  const long = withLogits({ 4: 9, 6: 1 }, { 7: 9 });
  assert.equal(extract([long], { maxAnswerLength: 4 }).text, 'one two three four');
  assert.equal(extract([long], { maxAnswerLength: 3 }).text, 'three four');
});

test('candidates of all features of a question compete', () => {
  const low = withLogits({ 4: 1 }, { 4: 1 });
  const high = withLogits({ 7: 2 }, { 7: 2 });
  assert.equal(extract([low, high], {}, [feature as Feature, feature as Feature]).text, 'four');
});

test('probabilities add up to one, and the list ends at n_best_size', () => {
  const { nBest } = extract([withLogits({ 4: 1 }, { 5: 2 })], { nBestSize: 3 });
  assert.equal(nBest.length, 3);
  const sum = nBest.reduce((total, { probability }) => total + probability, 0);
  assert.ok(Math.abs(sum - 1) < 1e-6);
});

test('"no answer" wins only if it exceeds the best answer by more than the threshold', () => {
  const scored = withLogits({ 0: 3, 4: 1 }, { 0: 2, 4: 1 });
  assert.deepEqual(extract([scored], { version2: true }).odds, 3);
  assert.equal(extract([scored], { version2: true }).text, '');
  assert.equal(extract([scored], { version2: true, nullScoreDiffThreshold: 3 }).text, 'one');
  assert.equal(extract([scored]).text, 'one');
});

test('"no answer" counts with its lowest score over the features', () => {
  const doubtful = withLogits({ 0: 9 }, { 0: 9 });
  const sure = withLogits({ 0: -1, 4: 1 }, { 0: -1, 4: 1 });
  const { text, odds } = extract([doubtful, sure], { version2: true }, [feature as Feature, feature as Feature]);
  assert.deepEqual([text, odds], ['one', -4]);
});

test('"no answer" stays in the list though it ranks last', () => {
  const { nBest } = extract([withLogits({ 0: -99, 4: 1 }, { 0: -99, 4: 1 })], { version2: true, nBestSize: 4 });
  assert.deepEqual([nBest.length, nBest.at(-1)?.text], [5, '']);
});

test('without any candidate the answer is "empty", written as the reference writes it', () => {
  const { nBest } = extract([withLogits({ 7: 9 }, { 4: 9 })], { nBestSize: 1 });
  assert.equal(
    renderNBest(new Map([['q', nBest]])),
    `{
    "q": [
        {
            "text": "empty",
            "start_logit": 0.0,
            "end_logit": 0.0,
            "probability": 1.0
        }
    ]
}
`,
  );
});

test('logits that do not belong to the features are a programming error', () => {
  assert.throws(() => extract([]), RangeError);
  assert.throws(() => extract([withLogits({}, {}, length - 1)]), RangeError);
});
