// The page's behaviour against a host at the other end of a real message channel; the host's answers are the test's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestConfigurations } from '../../../src/engine/ipu/search.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { createCaller, serve } from '../../../src/shared/messages/channel.ts';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { PlanContract, PlanView } from '../../../src/shared/messages/plan.ts';
import { planParsers } from '../../../src/views/panels/plan-parsers.ts';
import { createController } from '../../../webview/plan/controller.ts';
import { initialState, withView, type PageState } from '../../../webview/plan/state.ts';
import { createLine } from '../line.ts';
import { baseCard, viewOf } from './fixtures.ts';

const card = viewOf(baseCard);

function open(overrides: Partial<Handlers<PlanContract>> = {}) {
  const [pageEnd, hostEnd] = createLine();
  const calls: unknown[] = [];
  const handlers: Handlers<PlanContract> = {
    ready: () => card,
    'plan/apply': (params) => (calls.push(params), null),
    'plan/suggest': () => suggestConfigurations(baseCard),
    'plan/reveal': (params) => (calls.push(params), null),
    ...overrides,
  };
  serve<PlanContract>(hostEnd, handlers, planParsers);
  const states: PageState[] = [];
  let waiting: { until: (state: PageState) => boolean; resolve: () => void }[] = [];
  const controller = createController({
    ask: createCaller<PlanContract>(pageEnd),
    draw(state) {
      states.push(state);
      for (const { until, resolve } of waiting) if (until(state)) resolve();
      waiting = waiting.filter(({ until }) => !until(state));
    },
    clock: { now: () => 0, frame: setImmediate, after: (_delayMs, callback) => setImmediate(callback) },
  });
  const drawn = (until: (state: PageState) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const last = states.at(-1);
      if (last && until(last)) return resolve();
      waiting.push({ until, resolve });
      setTimeout(() => reject(new Error('was not drawn within 5 s')), 5000).unref();
    });
  return { controller, drawn, calls, states };
}

test('the page shows what the host answers, or what it said while the answer was under way', async () => {
  const first = open();
  await first.controller.start();
  await first.drawn(({ view }) => view?.experiment === 'squad');
  const newer: PlanView = { ...card, experiment: 'newer' };
  const second = open();
  const started = second.controller.start();
  second.controller.changed(newer);
  await started;
  await second.drawn(({ view }) => view !== null);
  assert.equal(second.states.at(-1)?.view?.experiment, 'newer');
});

test('many keystrokes between two frames are drawn once, and the last wins', async () => {
  const { controller, drawn, states } = open();
  for (let stroke = 0; stroke < 50; stroke++) controller.changed({ ...card, experiment: `v${stroke}` });
  await drawn(({ view }) => view?.experiment === 'v49');
  assert.equal(states.length, 1);
});

test('edits and places reach the host; what it refuses is shown', async () => {
  const { controller, drawn, calls } = open({
    'plan/apply': () => {
      throw new AppError('file-gone', 'The file is gone.', 'Open another one.');
    },
  });
  await controller.reveal({ line: 3, column: 7 });
  await controller.reveal({ field: 'ipu_config.layers_per_ipu' });
  assert.deepEqual(calls, [{ line: 3, column: 7 }, { field: 'ipu_config.layers_per_ipu' }]);
  await controller.apply([{ field: 'ipu_config.layers_per_ipu', value: [3, 3, 3, 3] }]);
  await drawn(({ error }) => error?.message === 'The file is gone.');
  controller.showError(null);
  await drawn(({ error }) => error === null);
});

test('a search is under way once, and its failure leaves the page as it was', async () => {
  let searches = 0;
  const { controller, drawn } = open({ 'plan/suggest': () => (searches++, suggestConfigurations(baseCard)) });
  await controller.start();
  await Promise.all([controller.suggest(), controller.suggest()]);
  await drawn(({ search }) => search.state === 'found');
  assert.equal(searches, 1);
  const broken = open({
    'plan/suggest': () => {
      throw new AppError('no-file', 'There is no file.', 'Open one.');
    },
  });
  await broken.controller.suggest();
  await broken.drawn(({ error, search }) => error !== null && search.state === 'none');
});

test('suggestions outlive the taking of one, and are outdated by another batch, pod or file', () => {
  const found = suggestConfigurations(baseCard);
  const state: PageState = withView({ ...initialState, search: { state: 'found', found, outdated: false } }, card);
  const searched: PageState = { ...state, search: { state: 'found', found, outdated: false } };
  const after = (view: PlanView | null) => withView(searched, view).search;
  const sameBatch = viewOf({ ...baseCard, microBatchSize: 4, gradientAccumulationSteps: 8 });
  assert.deepEqual(after(sameBatch), { state: 'found', found, outdated: false });
  assert.deepEqual(after(viewOf({ ...baseCard, microBatchSize: 4 })), { state: 'found', found, outdated: true });
  assert.deepEqual(after(viewOf({ ...baseCard, podIpus: 64 })), { state: 'found', found, outdated: true });
  assert.deepEqual(after({ ...card, plan: null }), { state: 'found', found, outdated: false });
  assert.deepEqual(after({ ...card, file: 'other.ipu.json' }), { state: 'none' });
  assert.deepEqual(after(null), { state: 'none' });
});
