// Questions on behalf of the editor, over the real language threads: what comes too late is dropped, and a failure is told once.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createLanguageClient } from '../../src/language/client.ts';
import { toErrorShape } from '../../src/shared/errors.ts';
import { createAsker } from '../../src/views/language/asker.ts';
import { createWorkspace, writeFallingServer } from '../language/workspace.ts';

async function createAsking(t: TestContext) {
  const workspace = await createWorkspace(t);
  const language = createLanguageClient(await writeFallingServer(workspace));
  t.after(() => language.close());
  const reported: string[] = [];
  const report = (thrown: unknown): Promise<void> => {
    reported.push(toErrorShape(thrown).code);
    return Promise.resolve();
  };
  const open = (text: string) => ({ text, version: 1, isClosed: false });
  const ask = createAsker(language, { report }, ({ text }: ReturnType<typeof open>) => ({
    file: workspace.file,
    text,
  }));
  const diagnose = (document: ReturnType<typeof open>, token = { isCancellationRequested: false }) =>
    ask(document, token, (client, text) => client.diagnose({ ...text, counts: null }));
  return { workspace, reported, open, ask, diagnose };
}

test('an answer about a text that has changed, was closed or is not waited for is dropped', async (t) => {
  const { workspace, open, diagnose } = await createAsking(t);
  const text = workspace.text('"layers_per_ipu": [6, 6]');
  assert.ok(await diagnose(open(text)));
  const changing = open(text);
  const changed = diagnose(changing);
  changing.version++;
  assert.equal(await changed, undefined);
  const closing = open(text);
  const closed = diagnose(closing);
  closing.isClosed = true;
  assert.equal(await closed, undefined);
  const token = { isCancellationRequested: false };
  const cancelled = diagnose(open(text), token);
  token.isCancellationRequested = true;
  assert.equal(await cancelled, undefined);
});

test('what nobody waits for is not even asked', async (t) => {
  const { open, ask } = await createAsking(t);
  const asked: string[] = [];
  const question = (): Promise<string> => Promise.resolve(asked.push('asked').toString());
  assert.equal(await ask(open(''), { isCancellationRequested: true }, question), undefined);
  assert.equal(await ask({ ...open(''), isClosed: true }, undefined, question), undefined);
  assert.deepEqual(asked, []);
});

test('a thread that falls over at each key is told once, and once more when it has answered in between', async (t) => {
  const { workspace, reported, open, diagnose } = await createAsking(t);
  for (let key = 0; key < 3; key++) assert.equal(await diagnose(open('exit')), undefined);
  assert.deepEqual(reported, ['language-thread-ended']);
  assert.ok(await diagnose(open(workspace.text('"layers_per_ipu": [6, 6]'))));
  await diagnose(open('exit'));
  assert.equal(reported.length, 2);
});
