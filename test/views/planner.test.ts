// What the Plan page is told while a file is typed, over the real language threads.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createLanguageClient } from '../../src/language/client.ts';
import type { AppError } from '../../src/shared/errors.ts';
import type { PlanView } from '../../src/shared/messages/plan.ts';
import { createPlanner } from '../../src/views/plan/planner.ts';
import { createSampleCounts } from '../../src/views/sample-counts.ts';
import { createWorkspace, serverScript, writeFallingServer, type Workspace } from '../language/workspace.ts';
import { waitFor } from '../support/wait.ts';

async function createPlanned(t: TestContext, findScript = (_: Workspace) => Promise.resolve(serverScript)) {
  const workspace = await createWorkspace(t);
  const language = createLanguageClient(await findScript(workspace));
  t.after(() => language.close());
  const planner = createPlanner(language, createSampleCounts(language), (text) =>
    text.replaceAll(workspace.folder, 'HERE'),
  );
  const views: PlanView[] = [];
  planner.onChanged((view) => views.push(view));
  const state = (text: string, name = 'texts.ipu.json') => ({ file: workspace.file, name, text });
  const until = (what: string, is: (view: PlanView) => boolean) =>
    waitFor(what, () => (views.length > 0 && is(views.at(-1)!) ? views.at(-1) : undefined));
  return { workspace, language, planner, views, state, until };
}

const isCounted = ({ samples }: PlanView): boolean => samples.state === 'counted';

test('the plan comes at once, and again when the data are counted', async (t) => {
  const { workspace, planner, views, state, until } = await createPlanned(t);
  assert.equal(planner.view(), null);
  planner.show(state(workspace.text('"layers_per_ipu": [6, 6]')));
  const counted = await until('the counts', isCounted);
  assert.equal(views[0]?.samples.state, 'counting');
  assert.equal(views[0]?.plan?.batch.trainSamples, null);
  assert.equal(counted.plan?.batch.trainSamples, 64);
  assert.match(counted.samples.note, /64/);
  assert.deepEqual(planner.view(), counted);

  const before = views.length;
  planner.show(state(workspace.text('"layers_per_ipu": [4, 4, 4]')));
  const next = await until('the next plan', ({ plan }) => plan?.ipus.length === 3);
  assert.equal(next.samples.state, 'counted', 'the same data are not counted again');
  assert.equal(views.length, before + 1);
});

test('while the text is not JSON, the last plan stays and says so', async (t) => {
  const { workspace, planner, state, until } = await createPlanned(t);
  planner.show(state('{ "ipu_config": '));
  const never = await until('the problem', ({ problems }) => problems.length > 0);
  assert.equal(never.plan, null);
  assert.equal(never.outdated, false);
  planner.show(state(workspace.text('"layers_per_ipu": [6, 6]')));
  const { plan } = await until('a plan', isCounted);
  planner.show(state(workspace.text('"layers_per_ipu": [6, ')));
  const outdated = await until('that it is old', (view) => view.outdated);
  assert.deepEqual(outdated.plan, plan);
  assert.equal(outdated.problems.length, 1);
  planner.show(state(workspace.text('"layers_per_ipu": [12]')));
  await until('the new plan', (view) => !view.outdated && view.plan?.ipus.length === 1);
});

test('data that change are counted anew', async (t) => {
  const { workspace, planner, state, until } = await createPlanned(t);
  planner.show(state(workspace.text('"layers_per_ipu": [6, 6]')));
  await until('the counts', isCounted);
  await workspace.writeTexts(32);
  planner.show(state(workspace.text('"layers_per_ipu": [6, 6] ')));
  await until('the new counts', ({ plan }) => plan?.batch.trainSamples === 32);
});

test('a file that is gone leaves its last plan, with the reason', async (t) => {
  const { workspace, planner, state, until } = await createPlanned(t);
  planner.show(state(workspace.text('"layers_per_ipu": [6, 6]')));
  const { plan } = await until('the counts', isCounted);
  planner.showGone({ message: 'It is gone.', hint: 'Restore it.' });
  const gone = await until('that it is gone', (view) => view.outdated);
  assert.deepEqual(gone.plan, plan);
  assert.equal(gone.problems[0]?.message, 'It is gone.');
});

test('what an editor leaves of a file that goes is not planned', async (t) => {
  const { workspace, language, planner, views, state, until } = await createPlanned(t);
  planner.show(state(workspace.text('"layers_per_ipu": [6, 6]')));
  const { plan } = await until('the counts', isCounted);
  planner.show(state(''));
  planner.showGone({ message: 'It was closed.', hint: 'Open another.' });
  const told = views.length;
  // Answered after what was asked about the empty text.
  await language.makePlan({ file: workspace.file, text: '{}', counts: null });
  assert.equal(views.length, told);
  assert.deepEqual(planner.view()?.plan, plan);
  assert.equal(planner.view()?.problems[0]?.message, 'It was closed.');
  planner.show(state(workspace.text('"layers_per_ipu": [4, 4, 4]')));
  await until('the plan of the file that is there again', (view) => view.plan?.ipus.length === 3);
});

test('what is said about files is told as the reader knows them', async (t) => {
  const { workspace, planner, state, until } = await createPlanned(t);
  planner.show(state(workspace.text('"layers_per_ipu": [6, 6]').replace('train.csv', 'nowhere.csv')));
  const { problems } = await until('the problem', (view) => view.problems.length > 0);
  assert.match(problems[0]!.message, / HERE\/nowhere\.csv /);
});

test('configurations are searched from the text that is shown', async (t) => {
  const { workspace, planner, state } = await createPlanned(t);
  assert.equal(planner.suggest(), null);
  planner.show(state(workspace.text('"layers_per_ipu": [6, 6], "gradient_accumulation_steps": 8')));
  assert.equal((await planner.suggest())?.perUpdate, 16);
});

test('a thread that falls over is told, and does not end the planning', async (t) => {
  const { workspace, planner, state, until } = await createPlanned(t, writeFallingServer);
  const told: unknown[] = [];
  planner.onProblem((thrown) => told.push(thrown));
  planner.show(state('exit'));
  await waitFor('the problem', () => told.length > 0);
  assert.equal((told[0] as AppError).code, 'language-thread-ended');
  planner.show(state(workspace.text('"layers_per_ipu": [6, 6]')));
  await until('a plan', ({ plan }) => plan?.ipus.length === 2);
});
