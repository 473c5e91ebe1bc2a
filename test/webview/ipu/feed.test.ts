// What the tab asks for and keeps, against a host at the other end of a real message channel.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCaller, serve } from '../../../src/shared/messages/channel.ts';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { CurveMessages } from '../../../src/shared/messages/curves.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { IpuMessages } from '../../../src/shared/messages/ipu.ts';
import { curveParsers } from '../../../src/views/panels/parsers/curves.ts';
import { ipuParsers } from '../../../src/views/panels/parsers/ipu.ts';
import { createFeed, type IpuData } from '../../../webview/dashboard/ipu/feed.ts';
import { waitFor } from '../../support/wait.ts';
import { completed, running } from '../../../webview/components/fixtures/runs.ts';
import { heatMapOf, hostSeriesOf } from '../../../webview/components/fixtures/ipu.ts';
import { ipuAnswers } from '../ipu-answers.ts';
import { createLine } from '../line.ts';

type Asked = Handlers<IpuMessages & CurveMessages>;

function open(overrides: Partial<Asked> = {}) {
  const [pageEnd, hostEnd] = createLine();
  const asked: string[] = [];
  const answers: Asked = {
    'runs/series': ({ names }) => hostSeriesOf(9, names ?? []),
    'file/save': () => ({ saved: false }),
    ...ipuAnswers(4, 50),
    ...overrides,
  };
  const noted: Asked = {
    'runs/heat-map': (params) => {
      asked.push(`${params.runId} ${params.quantity} ${params.fromStep ?? ''}-${params.toStep ?? ''}`);
      return answers['runs/heat-map'](params);
    },
    'runs/series': (params) => (asked.push(`${params.runId} host`), answers['runs/series'](params)),
    'ipu/plan': (params) => (asked.push(`${params.runId} plan`), answers['ipu/plan'](params)),
    'file/save': answers['file/save'],
  };
  serve<IpuMessages & CurveMessages>(hostEnd, noted, { ...curveParsers, ...ipuParsers });
  let data: IpuData = {};
  const seen: IpuData[] = [];
  const errors: unknown[] = [];
  const clock = { now: () => performance.now(), frame: queueMicrotask, after: (_: number, back: () => void) => back() };
  const feed = createFeed({
    ask: createCaller<DashboardContract>(pageEnd),
    clock,
    onData(next) {
      data = next;
      seen.push(next);
    },
    onError: (thrown) => errors.push(thrown),
  });
  const until = (what: string, is: (known: IpuData) => unknown) => waitFor(what, () => Boolean(is(data)));
  return { feed, asked, errors, until, seen, data: () => data };
}

test('a run is asked for once, and again when it has more to tell; its plan never again', async () => {
  const { feed, asked, until } = open();
  const { runId } = completed;
  feed.show(runId, '1');
  await until('everything', ({ map, host, plan }) => map && host && plan);
  assert.deepEqual(asked.toSorted(), [`${runId} host`, `${runId} plan`, `${runId} utilisation -`]);
  feed.show(runId, '1');
  feed.look('utilisation', null);
  feed.show(runId, '2');
  await waitFor('the second round', () => asked.length >= 5);
  assert.deepEqual(asked.slice(3).toSorted(), [`${runId} host`, `${runId} utilisation -`]);
});

test('another quantity or another part of the time is asked for, and a part of the past only once', async () => {
  const { feed, asked, until, data } = open();
  const { runId } = running;
  feed.show(runId, '1');
  await until('the map', ({ map, host }) => map && host);
  feed.look('memoryBytes', null);
  assert.equal(data().quantity, 'utilisation', 'the old picture stays, and is what it is, until the new one is there');
  await until('memory', ({ map, quantity }) => quantity === 'memoryBytes' && map!.values[0]![0]! > 1e6);
  feed.look('memoryBytes', { from: 10, to: 20 });
  await waitFor('the part', () => asked.includes(`${runId} memoryBytes 10-20`));
  feed.show(runId, '2');
  await waitFor('the host again', () => asked.filter((text) => text.endsWith('host')).length === 2);
  assert.equal(asked.filter((text) => text.endsWith('10-20')).length, 1);
});

test('another run begins with nothing, and no late answer of the last one is shown', async () => {
  const late = Promise.withResolvers<void>();
  const { feed, until, seen } = open({
    'runs/series': async ({ runId, names }) => {
      if (runId === completed.runId) await late.promise;
      return hostSeriesOf(runId === completed.runId ? 7 : 9, names ?? []);
    },
  });
  feed.show(completed.runId, '1');
  await until('what comes at once', ({ plan, map }) => plan && map);
  const before = seen.length;
  feed.show(running.runId, '1');
  late.resolve();
  await until('the second’s machine', ({ host, map }) => host && map);
  const shown = seen.slice(before);
  assert.ok(shown.every(({ host }) => host === undefined || host[0]?.totalPoints === 9));
  assert.equal(shown[0]?.host, undefined, 'it begins with nothing');
});

test('a picture of what is no longer wanted is not shown, and the other is asked for', async () => {
  const late = Promise.withResolvers<void>();
  const { feed, until, seen, asked } = open({
    'runs/heat-map': async (request) => {
      if (request.quantity === 'utilisation') await late.promise;
      return heatMapOf(4, 50, request);
    },
  });
  feed.show(completed.runId, '1');
  await waitFor('the first question', () => asked.some((text) => text.includes('utilisation')));
  feed.look('memoryBytes', null);
  late.resolve();
  await until('memory', ({ map }) => map);
  assert.ok(seen.every(({ quantity }) => quantity !== 'utilisation'));
});

test('a plan that takes long holds nothing up', async () => {
  const { feed, until } = open({ 'ipu/plan': () => new Promise<never>(() => undefined) });
  feed.show(completed.runId, '1');
  await until('map and machine', ({ map, host }) => map && host);
  feed.look('memoryBytes', null);
  await until('memory', ({ quantity }) => quantity === 'memoryBytes');
});

test('a failure is told and leaves the rest', async () => {
  const { feed, errors, until, asked } = open({ 'ipu/plan': () => Promise.reject<never>(new Error('no thread')) });
  feed.show(completed.runId, '1');
  await until('map and machine', ({ map, host, plan }) => map && host && plan === null);
  await waitFor('the error', () => errors.length === 1);
  feed.show(completed.runId, '2');
  await waitFor('the next round', () => asked.length === 5);
  assert.equal(errors.length, 1, 'a plan that failed is not asked for over and over');
});

test('paused, it asks nothing; going on, it catches up', async () => {
  const { feed, asked, until } = open();
  feed.pause();
  feed.show(completed.runId, '1');
  feed.look('memoryBytes', null);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(asked.length, 0);
  feed.resume();
  await until('memory', ({ map }) => map);
  assert.ok(asked.includes(`${completed.runId} memoryBytes -`));
});
