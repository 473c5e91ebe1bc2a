// What a run says of its machine while it trains, and that a resumed run goes on saying it.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { waitFor } from '../../support/wait.ts';
import { makeExperiment, makeRun, only, readJournal, startEngine } from './run-folder.ts';

/** More weight updates than a stop takes to arrive. */
const epochs = 300;
const updates = 6 * epochs;

let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'ipu-host-'))));
after(() => rm(folder, { recursive: true }));

test('a run notes processors, memory and waiting, in order, also after it was stopped and resumed', async () => {
  const experiment = await makeExperiment(folder, epochs);
  const run = await makeRun(folder, 'run', {
    ...experiment,
    training: { ...experiment.training, save_steps: updates },
  });
  const first = startEngine(run);
  const noted = async () => only((await readJournal(run).catch(() => ({ events: [] }))).events, 'host');
  await waitFor('the first host event', async () => (await noted()).length > 0);
  await mkdir(join(run, 'control'), { recursive: true });
  await writeFile(join(run, 'control/stop'), '');
  await first.ended;
  const stoppedWith = await noted();
  const stoppedAt = only((await readJournal(run)).events, 'checkpoint').at(-1)!.step;
  assert.ok(stoppedAt < updates, 'the stop came before the end');

  const { code, output } = await startEngine(run, '--resume').ended;
  assert.equal(code, 0, output);
  const all = await noted();
  assert.ok(all.length > stoppedWith.length, 'the resumed run goes on');
  assert.ok(all.at(-1)!.step > stoppedAt && all.at(-1)!.step <= updates, 'the last event is of the resumed session');
  for (const [i, { step, cpu, ownCpu, memoryBytes, loaderWait }] of all.entries()) {
    assert.ok(step > (all[i - 1]?.step ?? 0), 'steps ascend');
    for (const share of [cpu, ownCpu!, loaderWait]) assert.ok(share >= 0 && share <= 1, `a share of ${share}`);
    assert.ok(memoryBytes > 10e6 && memoryBytes < 100e9, `${memoryBytes} bytes`);
    const sooner = all[i - 1];
    const isSameSession = sooner !== undefined && i !== stoppedWith.length;
    if (isSameSession && i !== stoppedWith.length - 1 && i !== all.length - 1) {
      assert.ok(all[i]!.time - sooner.time > 900, 'a second apart');
    }
  }
  assert.ok(
    all.some(({ ownCpu }) => ownCpu! > 0),
    'training takes processor time',
  );
  assert.ok(
    all.some(({ loaderWait }) => loaderWait > 0),
    'batches take time',
  );
});
