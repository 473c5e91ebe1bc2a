// The page's behaviour against a host at the other end of a real message channel; the host's answers are the test's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/shared/errors.ts';
import { createCaller, serve } from '../../src/shared/messages/channel.ts';
import type { Handlers } from '../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../src/shared/messages/dashboard.ts';
import { dashboardParsers } from '../../src/views/panels/parsers/dashboard.ts';
import { answering } from './answering.ts';
import { createController } from '../../webview/dashboard/controller.ts';
import type { PageState } from '../../webview/dashboard/state.ts';
import { createLine } from './line.ts';
import { allRuns, completed, detailOf, running } from '../../webview/components/fixtures/runs.ts';

function open(overrides: Partial<Handlers<DashboardContract>> = {}, remembered: string | null = null) {
  const asked: string[] = [];
  const [pageEnd, hostEnd] = createLine();
  const handlers = answering<DashboardContract>(dashboardParsers, {
    ready: () => ({ runs: allRuns, selected: null, trusted: true }),
    'runs/get': ({ runId }) => {
      asked.push(runId);
      const run = allRuns.find((one) => one.runId === runId);
      return run ? detailOf(run) : null;
    },
    'runs/series': () => [],
    ...overrides,
  });
  serve<DashboardContract>(hostEnd, handlers, dashboardParsers);
  let state: PageState | undefined;
  let waiting: { until: (state: PageState) => boolean; resolve: () => void }[] = [];
  const saved: (string | null)[] = [];
  const controller = createController({
    ask: createCaller<DashboardContract>(pageEnd),
    draw(next) {
      state = next;
      for (const { until, resolve } of waiting) if (until(next)) resolve();
      waiting = waiting.filter(({ until }) => !until(next));
    },
    // Time does not pass here: pacing has its own test.
    clock: { now: () => 0, frame: setImmediate, after: (_delayMs, callback) => setImmediate(callback) },
    remembered,
    remember: (runId) => saved.push(runId),
  });
  const drawn = (until: (state: PageState) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      if (state && until(state)) return resolve();
      waiting.push({ until, resolve });
      setTimeout(() => reject(new Error('was not drawn within 5 s')), 5000).unref();
    });
  const nextDraw = (): Promise<void> => {
    const now = state;
    return drawn((next) => next !== now);
  };
  return { controller, drawn, nextDraw, asked, saved, state: () => state! };
}

const hasDetail = (state: PageState) => state.detail !== null;

test('a new page selects what the host asks for, else what it showed before, else the newest run', async () => {
  const newest = open();
  await newest.controller.start();
  assert.equal(newest.state().selected, allRuns[0].runId);
  const restored = open({}, completed.runId);
  await restored.controller.start();
  assert.equal(restored.state().selected, completed.runId);
  const wanted = open({ ready: () => ({ runs: allRuns, selected: running.runId, trusted: true }) }, completed.runId);
  await wanted.controller.start();
  assert.equal(wanted.state().selected, running.runId);
  assert.deepEqual(wanted.saved, [running.runId]);
});

test('a run that is listed only after the page has opened is selected if the page showed it before', async () => {
  const page = open({ ready: () => ({ runs: [], selected: null, trusted: true }) }, completed.runId);
  await page.controller.start();
  assert.equal(page.state().selected, null);
  page.controller.runsChanged(allRuns);
  await page.drawn(hasDetail);
  assert.equal(page.state().selected, completed.runId);
});

test('changes of a run are drawn as they are told, and the selected run is asked for again', async () => {
  const page = open({}, running.runId);
  await page.controller.start();
  await page.drawn(hasDetail);
  const asked = page.asked.length;
  page.controller.runsChanged([{ ...running, step: 121, lastEventAt: running.lastEventAt + 1 }]);
  await page.drawn((state) => state.detail?.step === 121);
  const redrawn = page.nextDraw();
  page.controller.runsChanged([{ ...running, step: 122, lastEventAt: running.lastEventAt + 2 }]);
  await redrawn;
  assert.equal(page.state().runs.find(({ runId }) => runId === running.runId)?.step, 122);
  await page.drawn(() => page.asked.length > asked);
  assert.deepEqual(new Set(page.asked), new Set([running.runId]));
});

test('a run that is over leaves the list as it is and keeps its newest summary', async () => {
  const page = open({}, running.runId);
  await page.controller.start();
  await page.drawn(hasDetail);
  const failed = { ...running, state: 'failed' as const, lastEventAt: running.lastEventAt + 5 };
  page.controller.runsChanged([failed]);
  await page.drawn((state) => state.detail?.state === 'failed');
  assert.equal(page.state().runs.length, allRuns.length);
});

test('a failure is shown with its remedy, and goes when asking works again', async () => {
  let broken = true;
  const page = open({
    'runs/get': ({ runId }) => {
      if (broken) throw new AppError('store-gone', 'The store ended.', 'Refresh the list of runs.');
      return detailOf(allRuns.find((run) => run.runId === runId)!);
    },
  });
  await page.controller.start();
  await page.drawn((state) => state.error !== null);
  assert.deepEqual(page.state().error, { message: 'The store ended.', hint: 'Refresh the list of runs.' });
  broken = false;
  page.controller.runsChanged([allRuns[0]]);
  await page.drawn((state) => hasDetail(state) && state.error === null);
});

test('a run that is gone is known to be gone', async () => {
  const page = open({}, null);
  await page.controller.start();
  page.controller.select('20200101-000000-gone-zzzz');
  await page.drawn((state) => state.selected === '20200101-000000-gone-zzzz');
  assert.equal(page.state().detail, null);
});
