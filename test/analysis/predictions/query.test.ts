// Filters, order, pages and flips of questions.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { pairUp, summariseFlips } from '../../../src/analysis/predictions/flips.ts';
import { loadRun } from '../../../src/analysis/predictions/load.ts';
import { queryPage } from '../../../src/analysis/predictions/query.ts';
import { groupOf, hasTrait, outcomeOf, type Question } from '../../../src/analysis/predictions/question.ts';
import type { PredictionQuery } from '../../../src/shared/messages/predictions.ts';
import { makeRun } from './run-folder.ts';

const query: PredictionQuery = {
  runId: '20260302-115700-quick-start-ab12',
  filters: {},
  text: '',
  sort: 'file',
  offset: 0,
  limit: 100,
};

const example = (question: string, context: string, ...texts: string[]) => {
  const answers = texts.map((text) => ({ text, start: context.indexOf(text) }));
  return { id: question, title: 't', question, context, answers };
};
const question = (parts: Partial<Question>): Question => ({
  id: 'q',
  example: example('Who sat?', 'the cat sat', 'the cat'),
  prediction: 'the cat',
  exactMatch: 1,
  f1: 1,
  probability: 0.9,
  ...parts,
});

test('an outcome is right, partly right, wrong or unknown', () => {
  assert.equal(outcomeOf({ exactMatch: 1, f1: 1 }), 'right');
  assert.equal(outcomeOf({ exactMatch: 0, f1: 0.5 }), 'partly');
  assert.equal(outcomeOf({ exactMatch: 0, f1: 0 }), 'wrong');
  assert.equal(outcomeOf({ exactMatch: null, f1: null }), 'unscored');
});

test('kinds of questions are told by their answers and probabilities', () => {
  const long = 'one two three four five six seven eight nine ten';
  assert.equal(hasTrait(question({ prediction: long }), 'long-answer'), true);
  assert.equal(hasTrait(question({ prediction: long.slice(0, -4) }), 'long-answer'), false);
  assert.equal(hasTrait(question({ prediction: '' }), 'no-answer'), true);
  assert.equal(hasTrait(question({ example: example('Who?', 'c') }), 'no-answer'), true);
  assert.equal(hasTrait(question({ example: null }), 'no-answer'), false);
  assert.equal(hasTrait(question({ probability: 0.49 }), 'low-confidence'), true);
  assert.equal(hasTrait(question({ probability: 0.5 }), 'low-confidence'), false);
  assert.equal(hasTrait(question({ probability: null }), 'low-confidence'), false);
});

test('parts of the questions: the first question word, and ranges of words', () => {
  const word = (text: string): string => groupOf(example(text, 'c', 'c'), 'question-word');
  const texts = ['To whom did it go?', 'In how many years?', 'How long?', 'Name it.', 'How much?', 'Somewhat: where?'];
  assert.deepEqual(texts.map(word), ['who', 'how many', 'how', 'other', 'how much', 'where']);
  const length = (...answers: string[]): string => groupOf(example('q', 'c', ...answers), 'answer-length');
  assert.deepEqual([length(), length('a b c d', 'a b c'), length('a'), length('a b c d e')], ['0', '3–4', '1', '5–9']);
  const context = (words: number): string => groupOf(example('q', 'w '.repeat(words)), 'context-length');
  assert.deepEqual([context(49), context(50), context(300)], ['0–49', '50–99', '300+']);
});

async function loadTwo(t: TestContext) {
  const first = await makeRun(t);
  const [one, two] = first.examples;
  const right = (index: number): string => first.examples[index]!.answers[0]!.text;
  const other = await makeRun(t, { change: (predictions) => predictions.set(one!.id, right(0)) });
  const run = await makeRun(t, { change: (predictions) => predictions.set(two!.id, right(1)).set(first.examples[2]!.id, right(2)) }); // prettier-ignore
  return { run: await loadRun(run.source), other: await loadRun(other.source), examples: first.examples };
}

test('questions that changed sides are found, counted and filtered', async (t) => {
  const { run, other, examples } = await loadTwo(t);
  const pairs = pairUp(run, other);
  const ids = examples.map(({ id }) => id);
  assert.equal(pairs.flips.get(ids[0]!), 'worse');
  const flips = summariseFlips(run, other);
  assert.ok(!('reason' in flips));
  assert.equal(flips.better + flips.worse + flips.bothRight + flips.bothWrong, 10);
  assert.deepEqual([flips.better, flips.worse], [2, 1]);
  assert.ok(Math.abs(flips.exactMatch.difference - 10) < 1e-9);
  const better = queryPage(run.questions, { ...query, filters: { flips: ['better'] } }, pairs);
  assert.deepEqual(better.rows.map(({ id, flip }) => [id, flip]), [[ids[1], 'better'], [ids[2], 'better']]); // prettier-ignore
  const all = queryPage(run.questions, { ...query, filters: { flips: ['better'] } }, null);
  assert.equal(all.total, 10, 'without another run there are no flips to filter by');
});

test('runs that cannot be paired say why', async (t) => {
  const { run } = await loadTwo(t);
  const none = { ...run, questions: [], cautions: [{ message: 'They are gone.', hint: '' }] };
  const reason = (flips: ReturnType<typeof summariseFlips>): string => ('reason' in flips ? flips.reason : '');
  assert.match(reason(summariseFlips(run, none)), /the other run have no scores: They are gone/);
  assert.match(reason(summariseFlips(run, { ...run, version2: true })), /v1\.1, the other by those of v2\.0/);
  const strange = run.questions.map((each) => ({ ...each, id: `x${each.id}` }));
  assert.match(reason(summariseFlips(run, { ...run, questions: strange })), /without a question in common/);
});

test('filters are met all at once, texts word by word, and pages are cut from the order', async (t) => {
  const { run } = await loadTwo(t);
  const list = (changes: Partial<PredictionQuery>) => queryPage(run.questions, { ...query, ...changes }, null);
  const wrong = list({ filters: { outcomes: ['wrong', 'partly'] } });
  const right = list({ filters: { outcomes: ['right'] } });
  assert.equal(wrong.total + right.total, 10);
  assert.ok(right.total >= 2 && right.rows.every(({ exactMatch }) => exactMatch === 1));
  const where = list({ filters: { groups: { 'question-word': 'where' } } });
  assert.ok(where.total > 0 && where.rows.every((row) => /where/i.test(row.question!)));
  assert.equal(list({ filters: { title: 'Super_Bowl_50' } }).total, 10);
  assert.equal(list({ filters: { title: 'Nothing' } }).total, 0);
  assert.ok(list({ text: 'DENVER  broncos' }).rows.every((row) => /denver/i.test(JSON.stringify(row))));
  assert.equal(list({ text: run.questions[3]!.id }).total, 1);
  const sure = list({ sort: 'most-sure' }).rows.map(({ probability }) => probability ?? -1);
  assert.deepEqual(
    sure,
    [...sure].sort((a, b) => b - a),
  );
  const f1s = list({ sort: 'f1' }).rows.map(({ f1 }) => f1!);
  assert.deepEqual(
    f1s,
    [...f1s].sort((a, b) => a - b),
  );
  const page = list({ sort: 'f1', offset: 4, limit: 3 });
  assert.deepEqual([page.total, page.rows.map(({ f1 }) => f1)], [10, f1s.slice(4, 7)]);
});
