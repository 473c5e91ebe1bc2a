// What is known of a run's predictions, from real files: all of it, or what is left where a file is missing, broken or another one.

import assert from 'node:assert/strict';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { predictionHandlers } from '../../../src/analysis/predictions/handlers.ts';
import { loadRun } from '../../../src/analysis/predictions/load.ts';
import type { PredictionQuery } from '../../../src/shared/messages/predictions.ts';
import { makeRun, readFixture } from './run-folder.ts';

const runId = '20260302-115700-quick-start-ab12';
const query: PredictionQuery = { runId, filters: {}, text: '', sort: 'file', offset: 0, limit: 100 };

for (const version2 of [false, true]) {
  test(`questions, scores and probabilities are those of the files, v${version2 ? '2.0' : '1.1'}`, async (t) => {
    const { source: run, examples, predictions } = await makeRun(t, { version2 });
    const overview = await predictionHandlers['predictions/overview']({ asked: { runId }, run, other: null });
    assert.deepEqual(overview.cautions, []);
    assert.equal(overview.isAsRecorded, true);
    assert.equal(overview.questions, 10);
    assert.deepEqual(overview.titles, [{ title: 'Super_Bowl_50', count: 10 }]);
    const { rows, total } = await predictionHandlers['predictions/query']({ asked: query, run, other: null });
    assert.equal(total, 10);
    const nBest = JSON.parse(await readFixture(`eval_nbest_predictions${version2 ? '-v2' : ''}.json`)) as Record<
      string,
      { text: string; probability: number }[]
    >;
    for (const [index, row] of rows.entries()) {
      assert.equal(row.id, examples[index]!.id);
      assert.equal(row.prediction, predictions.get(row.id));
      const expected = nBest[row.id]!.find(({ text }) => text === row.prediction);
      assert.equal(row.probability, expected?.probability ?? null);
      const detail = await predictionHandlers['predictions/detail']({ asked: { runId, id: row.id }, run, other: null });
      assert.equal(detail?.context, examples[index]!.context);
      assert.equal(detail.candidates.length, nBest[row.id]!.length);
      assert.equal(detail.nullOdds !== null, version2);
    }
    const mean = rows.reduce((sum, { f1 }) => sum + f1!, 0) / rows.length;
    assert.ok(Math.abs(100 * mean - run.results['eval_f1']!) < 1e-9);
    const scores = await predictionHandlers['predictions/scores']({ asked: { runId }, run, other: null });
    assert.equal(scores?.f1.count, 10);
    assert.ok(scores.f1.low <= scores.f1.mean && scores.f1.mean <= scores.f1.high);
    assert.deepEqual(scores.parts.map(({ part }) => part), version2 ? ['has-answer'] : []); // prettier-ignore
    const missing = await predictionHandlers['predictions/detail']({ asked: { runId, id: '?' }, run, other: null });
    assert.equal(missing, null);
  });
}

test('without the dataset the predictions are listed by their ids, and it says which file is gone', async (t) => {
  const { source, dataset } = await makeRun(t);
  await rm(dataset);
  const { questions, cautions, isAsRecorded } = await loadRun(source);
  assert.equal(questions.length, 10);
  assert.equal(questions[0]!.example, null);
  assert.ok(questions[0]!.prediction !== null && questions[0]!.probability !== null);
  assert.equal(isAsRecorded, false);
  assert.match(
    cautions[0]!.message,
    /questions and true answers are not there: .*dev\.json cannot be read: it does not exist/,
  );
});

test('a dataset or predictions that have changed since are told from the recorded figures', async (t) => {
  const { source, predictionsFile, predictions, examples } = await makeRun(t);
  const right = examples[0]!.answers[0]!.text;
  const changed = new Map([...predictions, [examples[0]!.id, right]]);
  await writeFile(predictionsFile, JSON.stringify(Object.fromEntries(changed)));
  const loaded = await loadRun(source);
  assert.match(loaded.cautions[0]!.message, /give EM \d+\.\d+ where the run recorded \d+\.\d+.*have changed since/);
  assert.equal(loaded.isAsRecorded, false);
  assert.equal(loaded.questions[0]!.exactMatch, 1);
  const scores = await predictionHandlers['predictions/scores']({ asked: { runId }, run: source, other: null });
  assert.equal(scores, null, 'no interval of figures that are not the recorded ones');
});

test('another dataset is told from one that has changed', async (t) => {
  const { source, dataset } = await makeRun(t);
  await writeFile(dataset, await readFixture('dev-v2-30.json'));
  const { cautions, questions } = await loadRun(source);
  assert.match(cautions[0]!.message, /None of the predictions is for a question of .*dev\.json/);
  assert.equal(questions[0]!.example, null);
});

test('a broken dataset, a missing n-best file and missing predictions are named with the reason', async (t) => {
  const broken = await makeRun(t);
  await writeFile(broken.dataset, '{"data": [');
  assert.match((await loadRun(broken.source)).cautions[0]!.message, /dev\.json:1:\d+/);
  const bare = await makeRun(t);
  await rm(bare.nBestFile);
  const loaded = await loadRun(bare.source);
  assert.match(loaded.cautions[0]!.message, /Probabilities .* not there/);
  assert.equal(loaded.isAsRecorded, true, 'scores do not need it');
  const empty = await makeRun(t);
  await rm(empty.predictionsFile);
  const none = await loadRun(empty.source);
  assert.equal(none.questions.length, 0);
  assert.match(none.cautions[0]!.hint, /do_eval/);
});

test('runs of other tasks list nothing, and say so', async (t) => {
  const { source } = await makeRun(t, { experiment: { task: 'sequence-classification' } });
  const { task, questions, cautions } = await loadRun(source);
  assert.deepEqual([task, questions.length], ['sequence-classification', 0]);
  assert.match(cautions[0]!.message, /this run is of sequence classification/);
});

test('a file is read again only when it has changed', async (t) => {
  const { source, predictionsFile, folder } = await makeRun(t);
  const first = await loadRun(source);
  assert.equal(await loadRun(source), first);
  await utimes(predictionsFile, new Date(0), new Date(0));
  assert.notEqual(await loadRun(source), first);
  await writeFile(join(folder, 'experiment.json'), '{');
  assert.match((await loadRun(source)).cautions[0]!.message, /experiment\.json:1/);
});
