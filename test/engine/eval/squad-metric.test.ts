// The official scores: figures computed in Python by the official algorithms, then the rules one by one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSquad, type SquadExample } from '../../../src/engine/data/squad.ts';
import { parsePredictions } from '../../../src/engine/eval/predictions.ts';
import { scoreV1, scoreV2 } from '../../../src/engine/eval/squad-metric.ts';
import { readFixture, readSample } from '../read.ts';

const official = JSON.parse(readFixture('scores.json')) as Record<'v1' | 'v2', Record<string, number>>;

test('SQuAD v1.1 figures are the official ones, to all digits', () => {
  const predictions = parsePredictions(readFixture('predictions-v1.json'), 'predictions-v1.json');
  const score = scoreV1(readSample('dev'), predictions);
  assert.deepEqual(score.figures, official.v1);
  assert.equal(score.missing.length, 2);
  assert.deepEqual(score.unknown, ['not-a-question']);
});

test('SQuAD v2.0 figures are the official ones, to all digits', () => {
  const { examples } = parseSquad(readFixture('dev-v2-30.json'), 'dev-v2-30.json', { version2: true });
  const predictions = parsePredictions(readFixture('predictions-v2.json'), 'predictions-v2.json');
  const score = scoreV2(examples, predictions);
  assert.deepEqual(score.figures, official.v2);
  assert.deepEqual(Object.keys(score.figures), Object.keys(official.v2));
  assert.deepEqual([score.missing, score.unknown], [[], []]);
});

function example(id: string, ...answers: string[]): SquadExample {
  return { id, title: '', context: '', question: '', answers: answers.map((text) => ({ text, start: 0 })) };
}

test('v1.1: the best reference counts, for exact match and F1 each', () => {
  const { examples } = scoreV1([example('a', 'red', 'big red dog house')], new Map([['a', 'big red house']]));
  assert.deepEqual(examples, [{ id: 'a', prediction: 'big red house', exactMatch: 0, f1: (2 * 1 * 0.75) / 1.75 }]);
});

test('v1.1: repeated words count as often as they occur in both', () => {
  const { figures } = scoreV1([example('a', 'new york new york')], new Map([['a', 'new new new']]));
  assert.equal(figures['f1'], 100 * ((2 * (2 / 3) * (2 / 4)) / (2 / 3 + 2 / 4)));
});

test('v1.1: empty against empty is an exact match, but has no F1', () => {
  assert.deepEqual(scoreV1([example('a', 'The')], new Map([['a', '']])).figures, { exact_match: 100, f1: 0 });
});

test('v2.0: empty against empty is right in both, empty against words wrong', () => {
  const { examples } = scoreV2(
    [example('a'), example('b', 'x'), example('c', 'the')],
    new Map([
      ['a', ''],
      ['b', ''],
      ['c', ''],
    ]),
  );
  assert.deepEqual(
    examples.map(({ exactMatch, f1 }) => [exactMatch, f1]),
    [
      [1, 1],
      [0, 0],
      [1, 1],
    ],
  );
});

test('a missing prediction counts 0 and is named, a question without references too', () => {
  const v1 = scoreV1(
    [example('a', 'x'), example('b', 'x'), example('c')],
    new Map([
      ['a', 'x'],
      ['c', 'x'],
    ]),
  );
  assert.deepEqual(v1.figures, { exact_match: 100 / 3, f1: 100 / 3 });
  assert.deepEqual(v1.missing, ['b']);
  const v2 = scoreV2([example('a', 'x'), example('b')], new Map([['a', 'x']]));
  assert.equal(v2.figures['exact'], 50);
  assert.equal(v2.figures['NoAns_exact'], 0);
});

test('v2.0: groups without questions have no figures', () => {
  const names = Object.keys(scoreV2([example('a', 'x')], new Map([['a', 'x']])).figures);
  assert.ok(names.includes('HasAns_f1') && !names.some((name) => name.startsWith('NoAns')));
});
