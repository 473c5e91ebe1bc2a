// Runs that are stopped, killed and damaged, and go on: to the last bit as if nothing had happened. IPUW_RESTARTS=long stops one run 10
// times and kills another 20 times, as `npm run test:restart` does; otherwise fewer times, to be quick.

import assert from 'node:assert/strict';
import { appendFileSync, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import { createRandom } from '../../support/random.ts';
import { waitFor } from '../../support/wait.ts';
import {
  findContradictions,
  makeExperiment,
  makeRun,
  only,
  readJournal,
  readOutcome,
  startEngine,
} from './run-folder.ts';

const isLong = process.env['IPUW_RESTARTS'] === 'long';
const stops = isLong ? 10 : 4;
const kills = isLong ? 20 : 5;

let folder: string;
let experiment: PartialExperiment;
let whole: Awaited<ReturnType<typeof readOutcome>>;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-resume-'));
  experiment = await makeExperiment(folder, isLong ? 36 : 12);
  const run = await makeRun(folder, 'whole', experiment);
  const { code, output } = await startEngine(run).ended;
  assert.equal(code, 0, output);
  whole = await readOutcome(run);
});
after(() => rm(folder, { recursive: true }));

const askToStop = async (run: string): Promise<void> => {
  await mkdir(join(run, 'control'), { recursive: true });
  await writeFile(join(run, 'control/stop'), '');
};

const lastState = async (run: string) => {
  const last = (await readJournal(run)).events.at(-1);
  return last?.kind === 'end' ? last.state : undefined;
};

async function assertWhole(run: string): Promise<void> {
  assert.deepEqual(await findContradictions(run), []);
  assert.deepEqual((await readJournal(run)).badLines, []);
  assert.doesNotMatch(await readFile(join(run, 'journal.log'), 'utf8'), /\n\n/);
  assert.deepEqual(await readOutcome(run), whole);
}

test('the run that nothing interrupts has what is compared below', () => {
  assert.equal(whole.metrics.length, isLong ? 72 : 24, '6 updates of 4 sequences an epoch, an entry every 3');
  assert.deepEqual(Object.keys(whole.files).sort(), ['model.safetensors', 'optimizer.safetensors']);
  assert.ok(whole.results['train_loss']! > 0);
});

test(`stopped and resumed ${stops} times, it ends with the same bits`, async () => {
  const run = await makeRun(folder, 'stopped', experiment);
  await askToStop(run);
  assert.equal((await startEngine(run).ended).code, 0);
  for (let i = 2; i <= stops; i++) {
    assert.equal(await lastState(run), 'stopped');
    const { child, ended } = startEngine(run, '--resume');
    // The new session removes the old request before it says hello; the next one is its own.
    await waitFor(`hello number ${i}`, async () => only((await readJournal(run)).events, 'hello').length === i);
    await askToStop(run);
    const { code, output } = await ended;
    assert.equal(code, 0, output);
    assert.equal(child.exitCode, 0);
  }
  const { code, output } = await startEngine(run, '--resume').ended;
  assert.equal(code, 0, output);
  assert.equal(await lastState(run), 'completed');
  await assertWhole(run);
});

test(`killed ${kills} times at random moments and resumed each time, it ends with the same bits`, async () => {
  const random = createRandom(11);
  const run = await makeRun(folder, 'killed', experiment);
  let done = 0;
  for (let i = 0; i < kills; i++) {
    const session = startEngine(run, ...(i === 0 ? [] : ['--resume']));
    const hellos = async () => only((await readJournal(run).catch(() => ({ events: [] }))).events, 'hello').length;
    const ended = session.ended.then(() => true);
    // A random number of journal lines after the hello: the moment differs with the machine, and must not matter.
    const lines = random.below(18);
    await Promise.race([ended, waitFor(`session ${i + 1}`, async () => (await hellos()) === i + 1)]);
    const start = (await readJournal(run)).events.length;
    await Promise.race([
      ended,
      waitFor(
        `${lines} lines of session ${i + 1}`,
        async () => (await readJournal(run)).events.length >= start + lines,
      ),
    ]);
    session.child.kill('SIGKILL');
    await session.ended;
    if ((await lastState(run)) === 'completed') break;
    done += 1;
  }
  assert.ok(done > kills / 2, `only ${done} kills before the run was over`);
  if ((await lastState(run)) !== 'completed') {
    const { code, output } = await startEngine(run, '--resume').ended;
    assert.equal(code, 0, output);
  }
  await assertWhole(run);
});

/** A run that was stopped at update 9, with checkpoints 4, 8 and 9. */
async function stoppedAtNine(name: string): Promise<string> {
  const run = await makeRun(folder, name, { ...experiment, training: { ...experiment.training, max_steps: 9 } });
  const { code, output } = await startEngine(run).ended;
  assert.equal(code, 0, output);
  // As if it had been killed in the middle of a line: the journal's end, with the end of the run, is torn off.
  const journal = await readFile(join(run, 'journal.log'));
  const end = journal.lastIndexOf('\n', journal.length - 2) + 1;
  await writeFile(join(run, 'journal.log'), journal.subarray(0, end + 20));
  return run;
}

test('a torn line, a damaged, a foreign and an incomplete checkpoint are passed over and named', async () => {
  const run = await stoppedAtNine('damaged');
  const checkpoints = join(run, 'checkpoints');
  const bytes = await readFile(join(checkpoints, 'checkpoint-9/optimizer.safetensors'));
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(join(checkpoints, 'checkpoint-9/optimizer.safetensors'), bytes);
  await cp(join(checkpoints, 'checkpoint-4'), join(checkpoints, 'checkpoint-10'), { recursive: true });
  const manifest = join(checkpoints, 'checkpoint-10/checkpoint.json');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"damaged"', '"another"'));
  await cp(join(checkpoints, 'checkpoint-4'), join(checkpoints, 'checkpoint-11'), { recursive: true });
  await rm(join(checkpoints, 'checkpoint-11/checkpoint.json'));
  await mkdir(join(checkpoints, 'checkpoint-12.partial'));

  const { code, output } = await startEngine(run, '--resume').ended;
  assert.equal(code, 0, output);
  const { events, badLines } = await readJournal(run);
  assert.deepEqual(badLines, []);
  const warnings = only(events, 'log').filter(({ level }) => level === 'warning');
  assert.deepEqual(
    warnings.map(({ message }) => message),
    [
      'checkpoints/checkpoint-11 is passed over: it has no checkpoint.json, so it is not complete.',
      'checkpoints/checkpoint-10 is passed over: it belongs to run another.',
      'checkpoints/checkpoint-9 is passed over: optimizer.safetensors is not as it was written.',
    ],
  );
  assert.ok(only(events, 'log').some(({ message }) => message.startsWith('Resumed at weight update 8 of 9 from')));
  assert.deepEqual(await findContradictions(run), []);
});

test('a changed experiment or dataset is refused, with what changed', async () => {
  const run = await stoppedAtNine('changed');
  const file = join(run, 'experiment.json');
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace('"learning_rate":0.005', '"learning_rate":0.004').replace('"save_steps":4', '"save_steps":5'),
  );
  assert.equal((await startEngine(run, '--resume').ended).code, 1);
  const error = () => readJournal(run).then(({ events }) => only(events, 'end').at(-1)?.error);
  assert.equal((await error())?.code, 'resume-experiment-changed');
  assert.match((await error())!.message, /has changed: training\.learning_rate was 0\.005 and is now 0\.004\.$/);

  const other = join(folder, 'other.json');
  await writeFile(other, (await readFile(join(folder, 'train.json'), 'utf8')) + '\n');
  await writeFile(file, text.replaceAll(join(folder, 'train.json'), other));
  assert.equal((await startEngine(run, '--resume').ended).code, 1);
  assert.equal((await error())?.code, 'resume-data-changed');
  assert.match((await error())!.message, /other\.json \(data\.train_file\)/);

  await rm(other);
  await cp(join(folder, 'train.json'), other);
  assert.equal((await startEngine(run, '--resume').ended).code, 0, 'the same content under another name');
});

test('a run that completed or still runs is not resumed, and its journal stays as it is', async () => {
  const completed = join(folder, 'whole');
  const journal = await readFile(join(completed, 'journal.log'));
  const refused = await startEngine(completed, '--resume').ended;
  assert.equal(refused.code, 1);
  assert.match(refused.output, /has completed; there is nothing left to resume/);
  assert.deepEqual(await readFile(join(completed, 'journal.log')), journal);

  const run = await makeRun(folder, 'running', { ...experiment, training: { ...experiment.training, max_steps: 1e6 } });
  const running = startEngine(run);
  await waitFor(
    'a hello',
    async () => existsSync(join(run, 'journal.log')) && (await readJournal(run)).events.length > 0,
  );
  const second = await startEngine(run, '--resume').ended;
  assert.equal(second.code, 1);
  assert.match(second.output, /is still running, as process/);
  running.child.kill('SIGKILL');
  await running.ended;
  assert.equal(only((await readJournal(run)).events, 'hello').length, 1);

  const empty = await makeRun(folder, 'empty', experiment);
  assert.match((await startEngine(empty, '--resume').ended).output, /holds no run that could be resumed/);
});

test('of two processes that resume a run at once, one does', async () => {
  const run = await stoppedAtNine('twice');
  appendFileSync(join(run, 'journal.log'), 'torn again');
  const sessions = await Promise.all([1, 2, 3].map(() => startEngine(run, '--resume').ended));
  assert.deepEqual(sessions.map(({ code }) => code).sort(), [0, 1, 1]);
  const { events, badLines } = await readJournal(run);
  assert.deepEqual(badLines, []);
  assert.equal(only(events, 'hello').length, 2);
});

test('gradients that are not finite: told once with a fixed loss scale, skipped and told with an automatic one', async () => {
  const warnings = async (name: string, training: NonNullable<PartialExperiment['training']>) => {
    const settings = { ...experiment.training, do_eval: false, max_steps: 6, logging_steps: 1, ...training };
    const run = await makeRun(folder, name, { ...experiment, training: settings });
    const { code, output } = await startEngine(run).ended;
    assert.equal(code, 0, output);
    const { events } = await readJournal(run);
    const logs = only(events, 'log').filter(({ message }) => message.includes('not finite'));
    return { logs, losses: only(events, 'metrics').map(({ values }) => values['loss']!) };
  };
  const fixed = await warnings('fixed', { auto_loss_scaling: false, loss_scaling: 2 ** 131 });
  assert.equal(fixed.logs.length, 1);
  assert.equal(fixed.logs[0]!.level, 'warning');
  assert.match(fixed.logs[0]!.message, /weight update 1 are not finite.*auto_loss_scaling/);
  assert.ok(fixed.losses.slice(1).every(Number.isNaN), 'as in transformers, training goes on with NaN');

  const automatic = await warnings('automatic', { loss_scaling: 2 ** 131 });
  assert.ok(automatic.logs.length >= 2);
  assert.match(automatic.logs[0]!.message, /Weight update 1 is skipped.*the loss scale is now/);
  assert.ok(automatic.losses.every(Number.isFinite));
});
