// What may be asked of predictions: well-formed questions pass through as they are, everything else is refused with the reason.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predictionParsers } from '../../src/shared/messages/parse-predictions.ts';
import { resultParsers } from '../../src/views/panels/parsers/results.ts';

const runId = '20260302-115700-quick-start-ab12';
const query = { runId, filters: {}, text: '', sort: 'file', offset: 0, limit: 100 };

test('a query passes with everything that it may say', () => {
  const parse = predictionParsers['predictions/query'];
  const filters = {
    outcomes: ['wrong'],
    traits: ['no-answer', 'long-answer'],
    flips: ['worse'],
    title: 'Super_Bowl_50',
    groups: { 'question-word': 'how many' },
  };
  const full = { ...query, otherRunId: runId, filters, text: 'cat', sort: 'f1', offset: 300 };
  assert.deepEqual(parse(full), full);
  assert.deepEqual(parse({ ...query, path: '/etc/passwd' }), query);
});

test('a query that means nothing is refused', () => {
  const bad = [
    { runId: '../x' },
    { otherRunId: 7 },
    { filters: null },
    { filters: { outcomes: 'wrong' } },
    { filters: { outcomes: ['bogus'] } },
    { filters: { flips: ['better', 'worse', 'better'] } },
    { filters: { title: 7 } },
    { filters: { groups: { 'question-word': {} } } },
    { text: 'x'.repeat(2001) },
    { sort: 'random' },
    { offset: -1 },
    { limit: 0 },
    { limit: 501 },
    { limit: 1.5 },
  ];
  for (const one of bad) {
    assert.throws(() => predictionParsers['predictions/query']({ ...query, ...one }), TypeError, JSON.stringify(one));
  }
  assert.throws(() => predictionParsers['predictions/detail']({ runId }), TypeError);
  assert.throws(() => predictionParsers['predictions/flips']({ runId }), TypeError);
});

test('a question to a model is short and names the model, not a path', () => {
  const parse = resultParsers['ask/answer'];
  const asked = { runId, modelId: 'checkpoints/checkpoint-4', question: 'Who?', context: 'The cat.' };
  assert.deepEqual(parse({ ...asked, folder: '/x' }), asked);
  for (const one of [{ runId: 1 }, { modelId: 1 }, { question: 'x'.repeat(2001) }, { context: 'x'.repeat(100_001) }]) {
    assert.throws(() => parse({ ...asked, ...one }), TypeError);
  }
});
