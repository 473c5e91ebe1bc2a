// What the Results tab says, and what it takes from a page's memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PredictionRow, ScoreEstimates } from '../../../src/shared/messages/predictions.ts';
import {
  countText,
  emptyText,
  flipTexts,
  groupingModel,
  methodText,
  placeNote,
  rowModel,
  scoreModels,
} from '../../../webview/dashboard/results/models.ts';
import {
  initialState,
  isFiltered,
  parseSettings,
  toggled,
  withGroup,
} from '../../../webview/dashboard/results/state.ts';

const runId = '20260302-115700-quick-start-ab12';
const estimate = (mean: number) => ({ mean, low: mean - 1, high: mean + 1, count: 10570 });
const estimates: ScoreEstimates = {
  exactMatch: estimate(81.8),
  f1: estimate(88.85),
  resamples: 2000,
  seed: 42,
  parts: [],
};

test('why there are no predictions: not yet, never, or not with what was imported', () => {
  assert.match(emptyText({ state: 'running' }), /not been evaluated yet/);
  assert.equal(emptyText({ state: 'stopped' }), 'There are no predictions to list.');
  assert.match(emptyText({ state: 'completed', imported: 'model-card' }), /imported, and no predictions came with it/);
});

test('scores are the recorded ones, with intervals where they were found', () => {
  const results = { eval_exact_match: 81.8, eval_f1: 88.85, eval_samples: 10784 };
  assert.deepEqual(scoreModels({ results }, estimates), [
    { label: 'EM', value: '81.8 %', interval: '95 %: 80.8 to 82.8' },
    { label: 'F1', value: '88.8 %', interval: '95 %: 87.8 to 89.8' },
  ]);
  assert.deepEqual(scoreModels({ results: { eval_accuracy: 0.915 } }, null), [
    { label: 'Accuracy', value: '91.5 %', interval: '' },
  ]);
  const parts = [{ part: 'no-answer' as const, exactMatch: estimate(70), f1: estimate(71) }];
  assert.deepEqual(scoreModels({ results: {} }, { ...estimates, parts }).map(({ label }) => label), ['EM, without an answer', 'F1, without an answer']); // prettier-ignore
  assert.match(methodText(estimates), /bootstrap over 10,570 questions, 2,000 resamples, seed 42/);
});

const row: PredictionRow = {
  id: 'q1',
  question: 'Who sat?',
  answers: ['the cat', 'cat'],
  prediction: 'the old cat',
  outcome: 'partly',
  f1: 0.8,
  exactMatch: 0,
  probability: 0.4123,
  flip: 'worse',
};

test('a line says what came of a question, also to those who cannot see it', () => {
  assert.deepEqual(rowModel(row), {
    id: 'q1',
    outcome: 'partly',
    sign: '◐',
    question: 'Who sat?',
    predicted: 'the old cat',
    truth: 'the cat | cat',
    figures: 'F1 80.0 · p 0.412',
    flip: '▼ Worse',
    outcomeLabel: 'Partly right',
  });
  const bare = { ...row, question: null, answers: [], outcome: 'unscored' as const, f1: null, exactMatch: null, probability: null, flip: null }; // prettier-ignore
  const { question, truth, figures, flip } = rowModel({ ...bare, prediction: '' });
  assert.deepEqual([question, truth, figures, flip], ['q1', '', '', '']);
  assert.equal(rowModel({ ...bare, prediction: '' }).predicted, '(no answer)');
  assert.equal(rowModel({ ...bare, prediction: null }).predicted, '(no prediction)');
});

test('parts of the questions are bars with counts and a sentence', () => {
  const groups = [{ key: 'what', count: 1, f1: 50, exactMatch: 0 }, { key: 'other', count: 2000, f1: 75, exactMatch: 0 }]; // prettier-ignore
  const { summary, bars } = groupingModel('question-word', groups, 'other');
  assert.equal(summary, 'From 50.0 (what) to 75.0 (other)');
  assert.deepEqual(bars.map(({ share, chosen, spoken }) => [share, chosen, spoken]), [[0.5, false, 'what: F1 50.0, 1 question'], [0.75, true, 'other: F1 75.0, 2,000 questions']]); // prettier-ignore
  assert.equal(groupingModel('question-word', [], undefined).summary, '');
});

test('flips are counted in sentences, or it says why not', () => {
  const difference = { difference: 1, low: -0.5, high: 2.5, p: 0.2, count: 100 };
  const flips = { better: 3, worse: 2, bothRight: 90, bothWrong: 5, exactMatch: difference, f1: difference };
  const [counts, differences] = flipTexts(flips, 'other run');
  assert.equal(counts, 'Against other run: 3 better, 2 worse, 90 right in both, 5 not right in either.');
  assert.match(differences!, /over 100 questions: EM \+1\.00 \(95 %: −0\.50 to \+2\.50, p = 0\.20\)/);
  assert.deepEqual(flipTexts({ reason: 'It is gone.' }, 'B'), ['Cannot be set beside B: It is gone.']);
});

test('counts and doubtful places are said in whole sentences', () => {
  assert.deepEqual([countText(1, 1), countText(5, 10570), countText(10570, 10570)], ['1 question', '5 of 10,570 questions', '10,570 questions']); // prettier-ignore
  const detail = { ...row, title: 't', context: 'c', places: [], candidates: [], nullOdds: null, other: null };
  assert.deepEqual([placeNote(1, detail), placeNote(0, { ...detail, prediction: '' })], ['', '']);
  assert.match(placeNote(0, detail), /not in the paragraph/);
  assert.match(placeNote(3, detail), /3 times/);
});

test('settings come back for the same run only, and only what can be meant', () => {
  const settings = { runId, filters: { outcomes: ['wrong', 'bogus'], traits: 7, groups: { 'question-word': 'who', x: 1 }, title: 't' }, text: 'a', sort: 'f1', otherRunId: '../x', questionId: 'q' }; // prettier-ignore
  assert.deepEqual(parseSettings(runId, settings), {
    runId,
    filters: { outcomes: ['wrong'], traits: [], flips: [], groups: { 'question-word': 'who' }, title: 't' },
    text: 'a',
    sort: 'f1',
    otherRunId: null,
    questionId: 'q',
  });
  const { settings: none } = initialState(runId);
  for (const bad of [null, 7, 'x', {}, { ...settings, runId: 'other' }])
    assert.deepEqual(parseSettings(runId, bad), none);
  assert.equal(parseSettings(runId, { runId, sort: 'bogus' }).sort, 'file');
});

test('filters are put in and taken out', () => {
  assert.deepEqual(toggled(['a'], 'b'), ['a', 'b']);
  assert.deepEqual(toggled(['a', 'b'], 'a'), ['b']);
  const chosen = withGroup({ title: 't' }, 'answer-length', '1');
  assert.deepEqual(chosen, { title: 't', groups: { 'answer-length': '1' } });
  assert.deepEqual(withGroup(chosen, 'answer-length', '1'), { title: 't', groups: {} });
  const { settings } = initialState(runId);
  assert.equal(isFiltered(settings), false);
  assert.equal(isFiltered({ ...settings, filters: chosen }), true);
  assert.equal(isFiltered({ ...settings, text: ' ' }), false);
});
