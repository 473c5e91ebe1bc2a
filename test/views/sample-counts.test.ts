// The data of several experiments are counted one after the other, each state of them once, over the real language threads.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createLanguageClient } from '../../src/language/client.ts';
import { createSampleCounts } from '../../src/views/sample-counts.ts';
import { createWorkspace, serverScript, writeFallingServer, type Workspace } from '../language/workspace.ts';
import { waitFor } from '../support/wait.ts';

async function createCounting(t: TestContext, findScript = (_: Workspace) => Promise.resolve(serverScript)) {
  const workspace = await createWorkspace(t);
  const client = createLanguageClient(await findScript(workspace));
  t.after(() => client.close());
  const asked: string[] = [];
  const counts = createSampleCounts({
    countSamples(text) {
      asked.push(text.file);
      return client.countSamples(text);
    },
  });
  const told: string[] = [];
  counts.onCounted((key) => told.push(key));
  const textOf = async ({ file, text }: Workspace, ipuConfig = '') => {
    const said = { file, text: text(ipuConfig) };
    const parts = await client.makePlan({ ...said, counts: null });
    return { said, key: parts!.dataKey };
  };
  return { workspace, counts, asked, told, textOf };
}

test('what several ask for is counted once, and told to all', async (t) => {
  const { workspace, counts, asked, told, textOf } = await createCounting(t);
  const { said, key } = await textOf(workspace);
  counts.want(said, key);
  counts.want(said, key);
  counts.want({ ...said, file: `${said.file}.copy.ipu.json` }, key);
  await waitFor('the counts', () => counts.get(key));
  assert.equal(counts.get(key)?.train, 64);
  counts.want(said, key);
  assert.deepEqual([asked, told], [[said.file], [key]]);
});

test('files wait for each other, and the newer data of a file take the place of its older', async (t) => {
  const { workspace, counts, asked, told, textOf } = await createCounting(t);
  const other = await createWorkspace(t);
  await other.writeTexts(10);
  const first = await textOf(workspace);
  const second = await textOf(other);
  counts.want(first.said, first.key);
  counts.want(second.said, second.key);
  await workspace.writeTexts(32);
  const changed = await textOf(workspace);
  counts.want(changed.said, changed.key);
  await waitFor('both counts', () => counts.get(changed.key) && counts.get(second.key));
  assert.equal(counts.get(changed.key)?.train, 32);
  assert.equal(counts.get(second.key)?.train, 10);
  assert.equal(counts.get(first.key), undefined, 'nobody needs them any more');
  assert.deepEqual(asked, [workspace.file, workspace.file, other.file]);
  assert.deepEqual(told, [changed.key, second.key]);
});

test('data that cannot be counted are not tried again, and hold nothing up', async (t) => {
  const { workspace, counts, asked, textOf } = await createCounting(t, writeFallingServer);
  const { said, key } = await textOf(workspace);
  counts.want({ ...said, text: 'exit' }, 'bad');
  counts.want({ ...said, file: `${said.file}.copy.ipu.json` }, key);
  await waitFor('the good counts', () => counts.get(key));
  assert.equal(counts.get('bad')?.train, null);
  assert.match(counts.get('bad')!.note, /ended/);
  counts.want({ ...said, text: 'exit' }, 'bad');
  assert.equal(asked.length, 2);
});
