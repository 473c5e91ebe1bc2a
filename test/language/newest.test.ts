// Which questions about a file are answered when they come faster than answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepNewest } from '../../src/language/newest.ts';

interface Question {
  readonly file: string;
  readonly text: string;
}

/** Answers that come when the test says so. */
function createSlow() {
  const asked: { question: Question; answer: PromiseWithResolvers<string> }[] = [];
  const ask = keepNewest((question: Question) => {
    const answer = Promise.withResolvers<string>();
    asked.push({ question, answer });
    return answer.promise;
  });
  const texts = () => asked.map(({ question }) => question.text);
  return { ask: (text: string, file = 'a') => ask({ file, text }), asked, texts };
}

test('while one is answered, only the newest of the others is asked', async () => {
  const { ask, asked, texts } = createSlow();
  const answers = ['1', '2', '3', '4'].map((text) => ask(text));
  assert.deepEqual(texts(), ['1']);
  assert.equal(await answers[1], undefined);
  assert.equal(await answers[2], undefined);
  asked[0]!.answer.resolve('first');
  assert.equal(await answers[0], 'first');
  assert.deepEqual(texts(), ['1', '4']);
  asked[1]!.answer.resolve('last');
  assert.equal(await answers[3], 'last');
  void ask('5');
  assert.deepEqual(texts(), ['1', '4', '5'], 'after that the file is free again');
});

test('files do not wait for each other', () => {
  const { ask, texts } = createSlow();
  void ask('1', 'a');
  void ask('2', 'b');
  assert.deepEqual(texts(), ['1', '2']);
});

test('a question that fails does not keep the next from being asked', async () => {
  const { ask, asked } = createSlow();
  const [first, second] = [ask('1'), ask('2')];
  asked[0]!.answer.reject(new Error('fell over'));
  await assert.rejects(first, /fell over/);
  asked[1]!.answer.resolve('good');
  assert.equal(await second, 'good');
});
