// The n-best file by its bytes: where each question is, and what its candidates are, also for files that are not what they should be.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProbability, indexObject, parseCandidates } from '../../../src/analysis/predictions/n-best.ts';
import { readFixture } from './run-folder.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

for (const suffix of ['', '-v2']) {
  test(`every question and candidate of eval_nbest_predictions${suffix}.json is found`, async () => {
    const text = await readFixture(`eval_nbest_predictions${suffix}.json`);
    const whole = JSON.parse(text) as Record<string, { text: string; probability: number }[]>;
    const bytes = bytesOf(text);
    const ranges = indexObject(bytes, 'n.json');
    assert.deepEqual([...ranges.keys()], Object.keys(whole));
    for (const [id, range] of ranges) {
      const expected = whole[id]!.map(({ text: answer, probability }) => ({ text: answer, probability }));
      assert.deepEqual(parseCandidates(bytes.subarray(range.start, range.end), 'n.json'), expected);
      const last = expected.at(-1)!;
      const first = expected.find((candidate) => candidate.text === last.text)!;
      assert.equal(findProbability(bytes, range, last.text, 'n.json'), first.probability);
      assert.equal(findProbability(bytes, range, 'not there', 'n.json'), null);
    }
  });
}

test('brackets, quotes and other alphabets in texts and ids are no structure', () => {
  const candidates = [{ text: '}]," \\ Zürich 🏔', probability: 0.5 }];
  const object = { 'a"}]': candidates, 'ключ\\': [] };
  for (const text of [JSON.stringify(object), `\ufeff ${JSON.stringify(object, null, 4)}\n`]) {
    const bytes = bytesOf(text);
    const ranges = indexObject(bytes, 'n.json');
    assert.deepEqual([...ranges.keys()], Object.keys(object));
    const { start, end } = ranges.get('a"}]')!;
    assert.deepEqual(parseCandidates(bytes.subarray(start, end), 'n.json'), candidates);
  }
});

test('numbers of a model that has diverged are no obstacle', () => {
  const bytes = bytesOf(
    '{"q": [{"start_logit": NaN, "text": "a \\": NaN", "probability": NaN}, {"text": "b", "probability": 0.25}]}',
  );
  const range = indexObject(bytes, 'n.json').get('q')!;
  assert.equal(findProbability(bytes, range, 'b', 'n.json'), 0.25);
  assert.deepEqual(parseCandidates(bytes.subarray(range.start, range.end), 'n.json')[0], {
    text: 'a ": NaN',
    probability: NaN,
  });
});

test('what is no n-best file is refused with the reason', () => {
  const refused = (text: string, reason: RegExp): void => {
    const read = (): void => {
      const bytes = bytesOf(text);
      for (const range of indexObject(bytes, 'n.json').values()) findProbability(bytes, range, 'x', 'n.json');
    };
    assert.throws(read, (error: Error) => reason.test(error.message) && !/internal/i.test(error.message), text);
  };
  refused('[]', /holds no object/);
  refused('', /holds no object/);
  refused('{"q": [', /breaks off|no JSON/);
  refused('{"q" [] }', /no JSON at byte 5/);
  refused('{"q": [] "r": []}', /no JSON at byte 9/);
  refused('{"q": ', /breaks off/);
  refused('{"q": "answer"}', /not a list/);
  refused('{"q": [1]}', /not an object/);
  refused('{"q": [{"probability": 1}]}', /no text/);
});
