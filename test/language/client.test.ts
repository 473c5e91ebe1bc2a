// Questions about an experiment's text, answered by real threads, also when they fall over.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createLanguageClient, type LanguageClient } from '../../src/language/client.ts';
import type { LanguageContract } from '../../src/shared/messages/language.ts';
import { createThread } from '../../src/system/thread.ts';
import { threadErrors } from '../../src/language/errors.ts';
import { AppError } from '../../src/shared/errors.ts';
import { createWorkspace, serverScript, writeFallingServer, type Workspace } from './workspace.ts';

const fits = '"layers_per_ipu": [3, 3, 3, 3], "gradient_accumulation_steps": 16';

function createClient(t: TestContext, script = serverScript): LanguageClient {
  const client = createLanguageClient(script);
  t.after(() => client.close());
  return client;
}

const requestFor = ({ file }: Workspace, text: string) => ({ file, text, counts: null });

test('a text is planned, and what is wrong with it is said with its place', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const good = await client.makePlan(requestFor(workspace, workspace.text(fits)));
  assert.ok(good);
  assert.equal(good.experiment, 'texts');
  assert.equal(good.task, 'sequence classification');
  assert.match(good.model, /12 layers/);
  assert.equal(good.plan?.ipus.length, 4);
  assert.equal(good.plan.batch.perUpdate, 2 * 16);
  assert.deepEqual(good.problems, []);
  const wrong = await client.makePlan(requestFor(workspace, workspace.text('"layers_per_ipu": [3, 3, 3, 4]')));
  assert.ok(wrong?.plan && !wrong.plan.fits);
  assert.ok(wrong.problems.length > 0 && wrong.problems.every(({ line }) => line === 6));
});

test('a text that is not JSON has no plan, and is not searched', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const broken = requestFor(workspace, workspace.text('"layers_per_ipu": [3, '));
  const parts = await client.makePlan(broken);
  assert.equal(parts?.plan, null);
  assert.equal(parts.problems.length, 1);
  await assert.rejects(client.suggest(broken), { code: 'experiment-not-readable' });
});

test('a text that extends what is not there has no plan: it would be of something else', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const orphan = requestFor(workspace, '{ "extends": "nothere.ipu.json" }');
  const parts = await client.makePlan(orphan);
  assert.equal(parts?.plan, null);
  assert.match(parts.problems[0]?.message ?? '', /nothere\.ipu\.json does not exist/);
  await assert.rejects(client.suggest(orphan), { code: 'experiment-not-readable' });
});

test('of texts that come faster than plans, the newest is planned', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const steps = [7, 8, 9, 10, 11, 12];
  const texts = steps.map((count) => workspace.text(`"gradient_accumulation_steps": ${count}`));
  const answers = await Promise.all(texts.map((text) => client.makePlan(requestFor(workspace, text))));
  const planned = answers.map((parts) => parts?.plan?.batch.gradientAccumulationSteps);
  assert.deepEqual(planned, [7, undefined, undefined, undefined, undefined, 12]);
});

test('the data are counted, and their key changes with them and with nothing else', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const counts = await client.countSamples({ file: workspace.file, text: workspace.text(fits) });
  assert.ok(counts);
  assert.equal(counts.train, 64);
  assert.equal(counts.eval, null);
  const text = workspace.text('"layers_per_ipu": [6, 6], "gradient_accumulation_steps": 4');
  const parts = await client.makePlan({ file: workspace.file, text, counts });
  assert.equal(parts?.dataKey, counts.key);
  assert.equal(parts.plan?.batch.trainSamples, 64);
  assert.equal(parts.plan.batch.updatesPerEpoch, 8);

  await workspace.writeTexts(32);
  const after = await client.makePlan({ file: workspace.file, text, counts });
  assert.notEqual(after?.dataKey, counts.key);
  assert.equal(after?.plan?.batch.trainSamples, null, 'old counts do not hold for new data');
  const shorter = text.replace('"max_seq_length": 128', '"max_seq_length": 64');
  assert.notEqual((await client.makePlan(requestFor(workspace, shorter)))?.dataKey, after.dataKey);
});

test('a newer count ends the one before', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const text = { file: workspace.file, text: workspace.text(fits) };
  const [first, second] = await Promise.all([client.countSamples(text), client.countSamples(text)]);
  assert.equal(first, undefined);
  assert.equal(second?.train, 64);
});

test('configurations with the same global batch are suggested', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const found = await client.suggest(requestFor(workspace, workspace.text(`${fits}, "pod_type": "pod4"`)));
  assert.equal(found.perUpdate, 2 * 16);
  assert.ok(found.front.length > 0 && found.looked > 10);
  const [best] = found.front;
  assert.ok(best && best.microBatch * best.gradientAccumulationSteps * best.replicas === found.perUpdate);
});

test('a thread that falls over rejects what was asked, with a remedy, and is there again for the next', async (t) => {
  const workspace = await createWorkspace(t);
  const script = await writeFallingServer(workspace);
  const client = createClient(t, script);
  for (const [text, reason] of [
    ['exit', /exit code is 3/],
    ['throw', /out of luck/],
  ] as const) {
    await assert.rejects(client.makePlan(requestFor(workspace, text)), (error) => {
      assert.ok(error instanceof AppError);
      assert.equal(error.code, 'language-thread-ended');
      assert.match(error.message, reason);
      return error.hint !== '';
    });
    assert.ok((await client.makePlan(requestFor(workspace, workspace.text(fits))))?.plan);
  }
});

test('a thread that gives no answer is ended', async (t) => {
  const workspace = await createWorkspace(t);
  const script = join(workspace.folder, 'hangs.mjs');
  await writeFile(
    script,
    `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => { for (;;); });`,
  );
  const thread = createThread<LanguageContract>(script, threadErrors, 200);
  t.after(() => thread.end());
  await assert.rejects(thread.request('plan/make', requestFor(workspace, '{}')), { code: 'language-thread-stuck' });
});

test('after closing nothing starts again, also not what was under way', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const request = requestFor(workspace, workspace.text(fits));
  const asked = Promise.allSettled([client.makePlan(request), client.makePlan(request), client.countSamples(request)]);
  await client.close();
  for (const outcome of await asked) {
    assert.equal(outcome.status === 'rejected' && (outcome.reason as AppError).code, 'language-thread-closed');
  }
  await assert.rejects(client.suggest(request), { code: 'language-thread-closed' });
});

test('what the host sends is parsed, too', async (t) => {
  const thread = createThread<LanguageContract>(serverScript, threadErrors);
  t.after(() => thread.end());
  for (const params of [
    {},
    { file: 'a', text: 7, counts: null },
    { file: 'a', text: '{}', counts: { key: 1 } },
    null,
  ]) {
    await assert.rejects(thread.request('plan/make', params as never), { code: 'bad-message' });
  }
});

test('a text is diagnosed, with the files that decide it, and mended', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const text = workspace.text(fits).replace('"max_seq_length"', '"max_sequ_length"');
  const diagnosis = await client.diagnose(requestFor(workspace, text));
  assert.deepEqual(
    diagnosis?.diagnostics.map(({ code }) => code),
    ['unknown-name'],
  );
  const { offset, length } = diagnosis.diagnostics[0]!;
  assert.equal(text.slice(offset, offset + length), '"max_sequ_length"');
  assert.deepEqual(
    diagnosis.files,
    ['train.csv', 'vocab.txt'].map((name) => join(workspace.folder, name)),
  );
  const [fix] = await client.findFixes({ ...requestFor(workspace, text), range: { offset, length: 0 } });
  assert.equal(fix?.isPreferred, true);
  assert.deepEqual(
    fix.changes.map(({ content }) => content),
    ['"max_seq_length"'],
  );
});

test('a diagnosis depends on parents and on the files of a model folder', async (t) => {
  const workspace = await createWorkspace(t);
  const client = createClient(t);
  const text = '{ "extends": "base.ipu.json", "model": { "model_name_or_path": "some/bert" } }';
  const { files } = (await client.diagnose(requestFor(workspace, text)))!;
  for (const name of ['base.ipu.json', 'some/bert/config.json', 'some/bert/model.safetensors', 'some/bert/vocab.txt'])
    assert.ok(files.includes(join(workspace.folder, name)), `${name} of ${files.join()}`);
});
