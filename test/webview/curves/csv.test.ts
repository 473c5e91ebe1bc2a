import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { Series, SeriesRequest } from '../../../src/shared/messages/runs.ts';
import { fetchCsv, fileName } from '../../../webview/dashboard/curves/csv.ts';
import { answerSeries } from '../../../webview/components/fixtures/series.ts';

/** A store that sends at most `most` points of a series, the first and the last among them. */
function storeOf(all: readonly Series[], most: number, asked: SeriesRequest[] = []): Sender<DashboardContract> {
  const answer = (request: SeriesRequest) => {
    asked.push(request);
    return answerSeries(all, request).map((series) => {
      if (series.steps.length <= most) return series;
      const ends = (list: readonly number[]) => [list[0]!, list.at(-1)!];
      return {
        ...series,
        steps: ends(series.steps),
        values: ends(series.values),
        ...(series.x && { x: ends(series.x) }),
      };
    });
  };
  return (async (_name: string, request: SeriesRequest) => answer(request)) as unknown as Sender<DashboardContract>;
}

const series = (name: string, steps: number[], values: number[]): Series => {
  return { name, steps, values, totalPoints: steps.length };
};
const steps = Array.from({ length: 1000 }, (_, index) => 3 * index);
const loss = series(
  'loss',
  steps,
  steps.map((step) => step / 7),
);
const evaluation = series('eval,loss', [300, 600], [NaN, 0.1 + 0.2]);
const request = { runId: 'run', names: ['loss', 'eval,loss'], x: { kind: 'step' }, xLabel: 'step' } as const;

test('every point is there once, as it was recorded, though no answer has them all', async () => {
  const asked: SeriesRequest[] = [];
  const lines = (await fetchCsv(storeOf([loss, evaluation], 90, asked), request)).trimEnd().split('\n');
  assert.equal(lines.length, 1 + 1000);
  assert.equal(lines[0], 'step,loss,"eval,loss"');
  assert.deepEqual(
    lines.slice(1).map((line) => Number(line.split(',')[0])),
    steps,
  );
  assert.equal(lines[1 + 100], `300,${300 / 7},NaN`);
  assert.equal(lines[1 + 200], `600,${600 / 7},0.30000000000000004`);
  assert.equal(lines[2], `3,${3 / 7},`);
  assert.ok(asked.length < 60, `${asked.length} requests`);
  assert.ok(asked.every(({ smoothing, buckets }) => smoothing === undefined && buckets === undefined));
});

test('an axis other than the step is a column of its own', async () => {
  const csv = await fetchCsv(storeOf([loss], 5000), {
    ...{ runId: 'run', names: ['loss'], x: { kind: 'relative' }, xLabel: 'time since the start' },
  });
  assert.deepEqual(csv.split('\n').slice(0, 3), ['step,time since the start,loss', '0,0,0', `3,3000,${3 / 7}`]);
});

test('a store that never has all of one step ends nothing in a loop', async () => {
  const greedy = [{ ...series('loss', [4], [1]), totalPoints: 2 }];
  const ask = (async () => greedy) as unknown as Sender<DashboardContract>;
  assert.match(await fetchCsv(ask, { ...request, names: ['loss'] }), /^step,loss\n/);
});

test('a file is named after run and chart, whatever they are called', () => {
  assert.equal(fileName('quick start', 'loss', 'csv'), 'quick-start-loss.csv');
  assert.equal(fileName('../../etc', 'x/y', 'svg'), 'etc-x-y.svg');
  assert.equal(fileName('', '', 'png'), 'chart.png');
  assert.ok(fileName('x'.repeat(500), 'y', 'png').length < 200);
});
