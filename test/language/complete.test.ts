// Completion as the thread answers it: with what lies around the file, and with what the file extends.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createCompleter } from '../../src/language/complete.ts';
import { createScanner } from '../../src/language/scan.ts';
import type { LanguageContract } from '../../src/shared/messages/language.ts';
import { createThread } from '../../src/system/thread.ts';
import { threadErrors } from '../../src/language/errors.ts';
import { createWorkspace, serverScript } from './workspace.ts';

test('the thread offers what lies in the workspace', async (t) => {
  const { file, folder } = await createWorkspace(t);
  const thread = createThread<LanguageContract>(serverScript, threadErrors);
  t.after(() => thread.end());
  const text = '{ "task": "sequence-classification", "data": { "train_file": "" } }';
  const request = { file, text, offset: text.indexOf('""') + 1, workspace: folder };
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { completions, isComplete } = await thread.request('text/complete', request);
    if (isComplete) {
      assert.deepEqual(
        completions.map(({ label }) => label),
        ['train.csv'],
      );
      break;
    }
    assert.ok(Date.now() < deadline, 'the first look comes to its end');
    await new Promise((resolve) => setImmediate(resolve));
  }
});

test('what the file extends counts, also after it has changed', async (t) => {
  const { file, folder } = await createWorkspace(t);
  const complete = createCompleter(createScanner({ hubCache: join(folder, 'none') }));
  const write = (layers: number): Promise<void> =>
    writeFile(
      join(folder, 'base.ipu.json'),
      JSON.stringify({ model: { num_hidden_layers: layers }, ipu_config: { ipus_per_replica: 2 } }),
    );
  const splits = async (): Promise<number[][]> => {
    const text = '{ "extends": "base.ipu.json", "ipu_config": { "layers_per_ipu": [] } }';
    const { completions } = await complete({ file, text, offset: text.indexOf('[]') + 1, workspace: folder });
    return completions.map(({ insert }) => JSON.parse(insert) as number[]);
  };
  await write(6);
  assert.deepEqual(
    (await splits()).find((split) => split[0] === 2),
    [2, 4],
  );
  await write(10);
  assert.deepEqual(
    (await splits()).find((split) => split[0] === 2),
    [2, 8],
  );
});

test('a request without a place, or with a workspace that is no path, is refused', async (t) => {
  const { file, folder } = await createWorkspace(t);
  const thread = createThread<LanguageContract>(serverScript, threadErrors);
  t.after(() => thread.end());
  for (const wrong of [{ offset: -1 }, { offset: 0.5 }, { offset: '1' }, { workspace: 7 }]) {
    const params = { file, text: '{}', offset: 1, workspace: folder, ...wrong };
    await assert.rejects(thread.request('text/complete', params as never), { code: 'bad-message' });
  }
});
