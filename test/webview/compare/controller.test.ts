// The comparison page's behaviour against a host at the other end of a real message channel; the host's answers are the test's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCaller, serve } from '../../../src/shared/messages/channel.ts';
import type { CompareContract, ComparisonFacts } from '../../../src/shared/messages/compare.ts';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import { compareParsers } from '../../../src/views/panels/parsers/compare.ts';
import { createController } from '../../../webview/compare/controller.ts';
import { noSelection, selectedIds, type PageState, type Selection } from '../../../webview/compare/state.ts';
import { waitFor } from '../../support/wait.ts';
import { createLine } from '../line.ts';
import { factsOf, hostOf, runsOf } from '../../../webview/components/fixtures/compare.ts';

const runs = runsOf(4);
const ids = runs.map(({ runId }) => runId);

function open(overrides: Partial<Handlers<CompareContract>> = {}, remembered: Selection = noSelection) {
  const [pageEnd, hostEnd] = createLine();
  const asked: string[] = [];
  const host = hostOf(runs, ids.slice(0, 3));
  const scores: Handlers<CompareContract>['compare/scores'] = (params) => {
    asked.push(`${ids.indexOf(params.runId)}/${ids.indexOf(params.baseline)}`);
    return host['compare/scores'](params);
  };
  serve<CompareContract>(hostEnd, { ...host, 'compare/scores': scores, ...overrides }, compareParsers);
  let state: PageState | null = null;
  let kept: Selection | null = null;
  const controller = createController({
    ask: createCaller<CompareContract>(pageEnd),
    draw: (next) => (state = next),
    clock: { now: () => performance.now(), frame: setImmediate, after: (_delayMs, callback) => setImmediate(callback) },
    remembered,
    remember: (selection) => (kept = selection),
  });
  return { controller, asked, state: () => state!, kept: () => kept! };
}

test('the host says which runs, facts and scores follow, and the page remembers', async () => {
  const { controller, asked, state, kept } = open();
  await controller.start();
  await waitFor('all scores', () => state().scores.size === 3 && state().facts !== null);
  assert.deepEqual(asked, ['0/0', '1/0', '2/0']);
  assert.deepEqual(kept().places, ids.slice(0, 3));
});

test('without a wish of the host the remembered runs are compared', async () => {
  const remembered = { places: [ids[3]!, ids[1]!], baseline: ids[1]! };
  const { controller, asked, state } = open({ ready: () => ({ runs, runIds: null }) }, remembered);
  await controller.start();
  await waitFor('both scores', () => state().scores.size === 2);
  assert.deepEqual(asked, ['1/1', '3/1']);
});

test('an answer about runs that are no longer compared is nobody’s', async () => {
  const waiting: ((facts: ComparisonFacts) => void)[] = [];
  const facts = () => new Promise<ComparisonFacts>((resolve) => void waiting.push(resolve));
  const { controller, state } = open({ 'compare/facts': facts });
  await controller.start();
  controller.show([ids[3]!, ids[0]!]);
  await waitFor('the second question', () => waiting.length === 2);
  waiting[1]!(factsOf([ids[3]!, ids[0]!], runs));
  await waitFor('the second answer', () => state().facts);
  waiting[0]!(factsOf(ids.slice(0, 3), runs));
  await new Promise(setImmediate);
  assert.deepEqual(state().facts?.runIds, [ids[3], ids[0]]);
});

test('a run that has new results is scored again, all of them if it is the baseline', async () => {
  const { controller, asked, state } = open();
  await controller.start();
  await waitFor('all scores', () => state().scores.size === 3);
  controller.runsChanged([{ ...runs[1]!, latest: { loss: 1 } }]);
  controller.runsChanged([{ ...runs[1]!, results: { eval_f1: 90 } }]);
  await waitFor('the new score', () => asked.length === 4);
  assert.equal(asked[3], '1/0');
  controller.runsChanged([{ ...runs[0]!, results: { eval_f1: 91 } }]);
  await waitFor('all scores again', () => asked.length === 7);
});

test('scores that a run had before it was evaluated again are nobody’s', async () => {
  const host = hostOf(runs, null);
  const first = Promise.withResolvers<void>();
  let asked = 0;
  const scores: Handlers<CompareContract>['compare/scores'] = async (params) => {
    if (params.runId !== ids[1]) return host['compare/scores'](params);
    asked += 1;
    if (asked > 1) return host['compare/scores'](params);
    await first.promise;
    return { estimates: null, unscored: 'it is old', paired: null, questions: { run: 0, baseline: 0 } };
  };
  const { controller, state } = open({ 'compare/scores': scores });
  await controller.start();
  await waitFor('the question', () => asked === 1);
  controller.runsChanged([{ ...runs[1]!, results: { eval_f1: 90 } }]);
  first.resolve();
  await waitFor('all scores', () => state().scores.size === 3);
  assert.equal(state().scores.get(ids[1]!)?.unscored, undefined);
  assert.equal(asked, 2);
});

test('a hidden page asks for nothing, and catches up when it is shown', async () => {
  const { controller, asked, state } = open();
  controller.pause();
  await controller.start();
  await new Promise(setImmediate);
  assert.deepEqual(asked, []);
  controller.resume();
  await waitFor('all scores', () => state().scores.size === 3);
});

test('a failure of one run’s scores leaves the others alone', async () => {
  const host = hostOf(runs, null);
  const scores: Handlers<CompareContract>['compare/scores'] = (params) => {
    if (params.runId === ids[1]) throw new Error('The thread ended.');
    return host['compare/scores'](params);
  };
  const { controller, state } = open({ 'compare/scores': scores });
  await controller.start();
  await waitFor('all scores', () => state().scores.size === 3);
  assert.match(state().scores.get(ids[1]!)!.unscored!, /The thread ended/);
  assert.ok(state().scores.get(ids[2]!)!.paired);
  controller.runsRemoved([ids[2]!]);
  assert.deepEqual(selectedIds(state().selection), ids.slice(0, 2));
});
