// What is asked for, and when: in full, what is new, the part that is zoomed to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { SeriesRequest } from '../../../src/shared/messages/runs.ts';
import { createFeed } from '../../../webview/dashboard/curves/feed.ts';
import { curvesOf } from '../../../webview/components/fixtures/runs.ts';
import { answerSeries } from '../../../webview/components/fixtures/series.ts';

const query = { runId: 'run', names: ['loss'] };

function open() {
  const asked: SeriesRequest[] = [];
  const store = { points: 20 };
  const held: (() => void)[] = [];
  let isHeld = false;
  const ask = (async (_name: string, request: SeriesRequest) => {
    asked.push(request);
    const answer = answerSeries(curvesOf(store.points), request);
    if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
    return answer;
  }) as unknown as Sender<DashboardContract>;
  let changes = 0;
  const feed = createFeed(ask, 100, () => changes++);
  const hold = (hold: boolean) => (isHeld = hold);
  return { feed, asked, store, held, hold, changes: () => changes };
}
const pointsOf = (feed: ReturnType<typeof open>['feed']) => feed.state().whole?.get('loss')?.steps.length;

test('of a growing run only what is new is asked for', async () => {
  const { feed, asked, store } = open();
  await feed.refresh(query, false, '1', store.points);
  store.points = 25;
  await feed.refresh(query, false, '2', store.points);
  assert.deepEqual(
    asked.map(({ fromStep }) => fromStep),
    [undefined, 20],
  );
  assert.equal(pointsOf(feed), 25);
});

test('of an ended run everything is asked for once, and again only after it has changed', async () => {
  const { feed, asked, store } = open();
  await feed.refresh(query, false, '1', store.points);
  for (const change of ['2', '2', '3']) await feed.refresh(query, true, change, store.points);
  assert.deepEqual(
    asked.map(({ fromStep }) => fromStep),
    [undefined, undefined, undefined],
  );
});

test('another smoothing is asked for in full, and a centred one each time', async () => {
  const { feed, asked, store } = open();
  await feed.refresh(query, false, '1', store.points);
  const smoothed = { ...query, smoothing: { kind: 'mean', points: 5 } } as const;
  await feed.refresh(smoothed, false, '2', store.points);
  await feed.refresh(smoothed, false, '3', store.points);
  assert.deepEqual(
    asked.map(({ fromStep, smoothing }) => [fromStep, smoothing?.kind]),
    [
      [undefined, undefined],
      [undefined, 'mean'],
      [undefined, 'mean'],
    ],
  );
});

test('a part is asked for when it is zoomed to, and again when the run grows into it', async () => {
  const { feed, asked, store } = open();
  await feed.refresh(query, false, '1', store.points);
  await feed.zoomTo({ min: 5, max: 9 });
  assert.deepEqual([asked[1]?.fromX, asked[1]?.toX], [5, 9]);
  assert.equal(feed.state().part?.curves.get('loss')?.steps.length, 5);
  store.points = 25;
  await feed.refresh(query, false, '2', store.points);
  assert.equal(asked.length, 3, 'a part before the end was asked for again');
  await feed.zoomTo({ min: 15, max: 40 });
  store.points = 30;
  await feed.refresh(query, false, '3', store.points);
  assert.equal(feed.state().part?.curves.get('loss')?.steps.length, 16);
  await feed.zoomTo(null);
  assert.equal(feed.state().part, null);
});

test('an answer that nobody waits for any more changes nothing', async () => {
  const { feed, held, hold, store } = open();
  await feed.refresh(query, false, '1', store.points);
  hold(true);
  const late = feed.zoomTo({ min: 1, max: 2 });
  hold(false);
  await feed.zoomTo({ min: 3, max: 9 });
  for (const release of held) release();
  await late;
  assert.deepEqual(feed.state().part?.range, { min: 3, max: 9 });
  assert.deepEqual(feed.state().part?.curves.get('loss')?.steps, [3, 4, 5, 6, 7, 8, 9]);
});
