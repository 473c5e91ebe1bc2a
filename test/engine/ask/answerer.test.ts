// A model that is asked gives the answers that its evaluation recorded, and says what is wrong with a question or a model.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openAnswerer } from '../../../src/engine/ask/answerer.ts';
import { sliceCodePoints } from '../../../src/engine/text/code-points.ts';
import { trainRun, type TrainedRun } from './trained.ts';

let folder: string;
const runs = new Map<boolean, TrainedRun>();
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-ask-'));
  for (const version2 of [false, true]) runs.set(version2, await trainRun(folder, `run-${version2}`, version2));
});
after(() => rm(folder, { recursive: true }));

for (const version2 of [false, true]) {
  test(`every question of the evaluation gets its recorded answer and candidates, v${version2 ? '2.0' : '1.1'}`, async () => {
    const { model, examples, predictions, nBest } = runs.get(version2)!;
    const answerer = await openAnswerer(model.folder, model.settings);
    assert.deepEqual(answerer.notes, []);
    let windows = 0;
    for (const { id, question, context } of examples) {
      const answer = await answerer.answer(question, context);
      windows = Math.max(windows, answer.windows);
      assert.equal(answer.answer, predictions[id], id);
      assert.deepEqual(
        answer.candidates.map(({ text }) => text),
        nBest[id]!.map(({ text }) => text),
      );
      for (const [index, { text, start, end, probability }] of answer.candidates.entries()) {
        assert.ok(Math.abs(probability - nBest[id]![index]!.probability) < 1e-5, `${id}, candidate ${index}`);
        if (text !== 'empty') assert.equal(sliceCodePoints(context, start, end), text);
      }
      assert.equal(answer.nullOdds !== null, version2);
    }
    assert.ok(windows > 1, 'some paragraphs take several windows');
    await answerer.release();
  });
}

test('an empty question, and a model of another task, are refused with the reason', async () => {
  const { model } = runs.get(false)!;
  const answerer = await openAnswerer(model.folder, model.settings);
  await assert.rejects(answerer.answer(' ', 'the cat sat .'), { code: 'nothing-asked' });
  await assert.rejects(answerer.answer('who ?', ''), { code: 'nothing-asked' });
  await assert.rejects(answerer.answer('who did what where ? '.repeat(9), 'the cat sat .'), {
    code: 'question-too-long',
  });
  await answerer.release();
  const other = join(folder, 'other');
  await cp(model.folder, other, { recursive: true });
  const config = JSON.parse(await readFile(join(other, 'config.json'), 'utf8')) as object;
  await writeFile(
    join(other, 'config.json'),
    JSON.stringify({ ...config, architectures: ['BertForTokenClassification'] }),
  );
  await assert.rejects(openAnswerer(other, model.settings), { code: 'model-answers-no-questions' });
});

test('sequences longer than the model has positions are cut, and it says so', async () => {
  const { model } = runs.get(false)!;
  const answerer = await openAnswerer(model.folder, { ...model.settings, maxSeqLength: 384 });
  assert.match(answerer.notes.join(), /cut to 32 tokens instead of 384/);
  await answerer.release();
});
