// The page's behaviour against a host at the other end of a real message channel; the host's answers are the test's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/shared/errors.ts';
import { createCaller, serve } from '../../src/shared/messages/channel.ts';
import type { Handlers } from '../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../src/shared/messages/dashboard.ts';
import type { SeriesRequest } from '../../src/shared/messages/runs.ts';
import { dashboardParsers } from '../../src/views/panels/parsers/dashboard.ts';
import { createController } from '../../webview/dashboard/controller.ts';
import type { PageState } from '../../webview/dashboard/state.ts';
import { createLine } from './line.ts';
import { allRuns, completed, curvesOf, detailOf, running } from './fixtures.ts';
import { detailAnswers } from './detail-answers.ts';
import { resultAnswers } from './result-answers.ts';
import { tableAnswers } from './table-answers.ts';

function open(overrides: Partial<Handlers<DashboardContract>> = {}, remembered: string | null = null) {
  const asked: SeriesRequest[] = [];
  const [pageEnd, hostEnd] = createLine();
  const handlers: Handlers<DashboardContract> = {
    ready: () => ({ runs: allRuns, selected: null, trusted: true }),
    'runs/get': ({ runId }) => {
      const run = allRuns.find((one) => one.runId === runId);
      return run ? detailOf(run) : null;
    },
    'runs/series': (request) => {
      asked.push(request);
      const whole = curvesOf(20);
      const from = request.fromStep ?? 0;
      return whole.map((series) => {
        const first = series.steps.findIndex((step) => step >= from);
        const [steps, values] = [series.steps, series.values].map((list) => (first < 0 ? [] : list.slice(first)));
        return { name: series.name, steps: steps!, values: values!, totalPoints: steps!.length };
      });
    },
    'runs/stop': () => null,
    ...detailAnswers,
    ...tableAnswers(),
    ...resultAnswers(),
    'runs/open-output': () => null,
    'runs/resume': () => null,
    'runs/compare': () => null,
    'file/save': () => ({ saved: true }),
    launch: () => null,
    ...overrides,
  };
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

const hasCurves = (state: PageState) => state.curves !== null;

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
  await page.drawn(hasCurves);
  assert.equal(page.state().selected, completed.runId);
});

test('of a growing run only what is new is asked for, of an ended one nothing again', async () => {
  const page = open({}, running.runId);
  await page.controller.start();
  await page.drawn(hasCurves);
  assert.equal(page.asked[0]?.fromStep, undefined);
  page.controller.runsChanged([{ ...running, step: 121, lastEventAt: running.lastEventAt + 1 }]);
  await page.drawn((state) => state.detail?.step === 121);
  assert.equal(page.asked[1]?.fromStep, 21);
  assert.equal(page.state().curves?.get('loss')?.steps.length, 20);

  page.controller.select(completed.runId);
  await page.drawn((state) => state.detail?.runId === completed.runId && hasCurves(state));
  const asked = page.asked.length;
  const redrawn = page.nextDraw();
  page.controller.runsChanged([running]);
  await redrawn;
  assert.equal(page.asked.length, asked, 'the curves of an ended run were fetched again for nothing');
});

test('a run that is over leaves the list as it is and keeps its newest summary', async () => {
  const page = open({}, running.runId);
  await page.controller.start();
  await page.drawn(hasCurves);
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
  await page.drawn((state) => hasCurves(state) && state.error === null);
});

test('a run that is gone is known to be gone', async () => {
  const page = open({}, null);
  await page.controller.start();
  page.controller.select('20200101-000000-gone-zzzz');
  await page.drawn((state) => state.selected === '20200101-000000-gone-zzzz' && hasCurves(state));
  assert.equal(page.state().detail, null);
});
