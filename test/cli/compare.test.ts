// `ipuw compare` on run folders that are written here: the page, the figures, and what it says where something is missing.

import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { settleExperiment } from '../../src/config/settle.ts';
import type { PartialExperiment } from '../../src/config/fields.ts';
import type { DifferenceEstimate, MeanEstimate } from '../../src/shared/statistics/bootstrap.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';
import { assertGolden } from './golden.ts';
import { ipuw, type Answer } from './ipuw.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-compare-'));
  await mkdir(join(folder, '.vscode'));
  await writeFile(join(folder, 'dev.json'), JSON.stringify(questions(20)));
  await writeFile(
    join(folder, 'other.json'),
    JSON.stringify(questions(20).map((row) => ({ ...row, id: `o${row.id}` }))),
  );
  await writeRun(first, { right: (i) => i < 12 });
  await writeRun(second, {
    right: (i) => i > 1 && i < 18,
    experiment: { training: { learning_rate: 9e-5, execution_provider: 'auto' } },
    log: 'Execution provider: webgpu, the fastest for a micro-batch: cpu 9.0 ms, webgpu 3.0 ms.',
    commit: 'b'.repeat(40),
  });
  await writeRun(elsewhere, { right: (i) => i < 10, dataset: 'other.json' });
  await writeRun(unevaluated, { right: null });
  await writeRun(altered, { right: (i) => i < 10, recorded: 90 });
});
after(() => rm(folder, { recursive: true, maxRetries: 5 }));

const runIdOf = (name: string, minute: number): string => `20260102-03${10 + minute}00-${name}-a000`;
const [first, second, elsewhere, unevaluated, altered] = ['first', 'second', 'elsewhere', 'unevaluated', 'altered'].map(
  runIdOf,
) as [string, string, string, string, string];

/** Question i has the answer "town <i>"; "town" alone is half right. */
function questions(count: number) {
  return Array.from({ length: count }, (_, i) => {
    const answers = { text: [`town ${i}`], answer_start: [0] };
    return { id: `q${i}`, title: 't', context: `town ${i} it is .`, question: `Which town is ${i}?`, answers };
  });
}

interface RunOptions {
  /** Which questions it gets right; null: it was not evaluated. */
  readonly right: ((index: number) => boolean) | null;
  readonly experiment?: PartialExperiment;
  readonly dataset?: string;
  readonly commit?: string;
  readonly log?: string;
  /** Number of questions; the dataset has 20. */
  readonly count?: number;
  /** The exact match that it recorded, if that is not what its predictions give. */
  readonly recorded?: number;
}

async function writeRun(runId: string, { right, ...options }: RunOptions): Promise<void> {
  const { experiment = {}, dataset = 'dev.json', commit = 'a'.repeat(40), log, recorded, count = 20 } = options;
  const run = join(folder, '.ipu', 'runs', runId);
  await mkdir(join(run, 'results'), { recursive: true });
  const data = { validation_file: join(folder, dataset), ...experiment.data };
  await writeFile(
    join(run, 'experiment.json'),
    JSON.stringify(settleExperiment({ name: 'squad', ...experiment, data })),
  );
  const versions = { workbench: '0.1.0', node: '24.0.0', onnxruntime: '1.30.0' };
  const git = { commit, branch: 'main', dirty: false, diff: '', diffTruncated: false };
  await writeFile(join(run, 'environment.json'), JSON.stringify({ versions, git }));
  const journal = createJournalWriter({
    append: (bytes) => appendFileSync(join(run, 'journal.log'), bytes),
    now: () => Date.UTC(2026, 0, 2),
  });
  journal.write({ kind: 'hello', protocol: 1, runId, pid: 1, bootId: '', processStart: '', host: 'elsewhere' });
  if (log !== undefined) journal.write({ kind: 'log', level: 'info', message: log });
  journal.write({ kind: 'metrics', step: 100, values: { loss: 0.5 } });
  if (right !== null) {
    const prefix = dataset === 'dev.json' ? '' : 'o';
    const answers = Array.from(
      { length: count },
      (_, i) => [`${prefix}q${i}`, right(i) ? `town ${i}` : 'town'] as const,
    );
    await writeFile(join(run, 'results', 'eval_predictions.json'), JSON.stringify(Object.fromEntries(answers)));
    const share = answers.filter((_, i) => right(i)).length / count;
    // "town" against "town 3": one word of one, one of two.
    const eval_f1 = 100 * (share + (1 - share) * (2 / 3));
    const values = { eval_exact_match: recorded ?? 100 * share, eval_f1, train_runtime: 90 };
    journal.write({ kind: 'result', values });
  }
  journal.write({ kind: 'end', state: 'completed' });
}

interface Json {
  readonly baseline: string;
  readonly fields: readonly { readonly path: string; readonly values: Readonly<Record<string, unknown>> }[];
  readonly metrics: readonly { readonly name: string; readonly deltas: Readonly<Record<string, number | null>> }[];
  readonly scores: Readonly<Record<string, { readonly exactMatch: MeanEstimate; readonly f1: MeanEstimate } | null>>;
  readonly againstBaseline: Readonly<
    Record<
      string,
      {
        readonly exactMatch: DifferenceEstimate;
        readonly gained: number;
        readonly lost: number;
        readonly gainedQuestions?: readonly unknown[];
      } | null
    >
  >;
  readonly notes: readonly string[];
}

async function compareAsJson(...args: string[]): Promise<Json> {
  const { stdout, stderr, exitCode } = await ipuw(folder, 'compare', ...args, '--json');
  assert.deepEqual([exitCode, stderr], [0, '']);
  return JSON.parse(stdout) as Json;
}

function assertFails({ exitCode, stdout, stderr }: Answer, expectedCode: number, message: RegExp): void {
  assert.deepEqual([exitCode, stdout], [expectedCode, '']);
  assert.match(stderr, message);
  assert.match(stderr, /^hint: .+/m);
}

describe('ipuw compare', () => {
  it('shows what differs, what came out, and which questions changed sides', async () => {
    const { stdout, stderr, exitCode } = await ipuw(folder, 'compare', first, second, '--flips');
    assert.deepEqual([exitCode, stderr], [0, '']);
    await assertGolden('compare.txt', stdout);
  });

  it('gives the same in full precision, against the baseline that is asked for', async () => {
    const found = await compareAsJson(first, second, '--flips', '--baseline', second);
    assert.equal(found.baseline, second);
    assert.deepEqual(found.fields[0], {
      path: 'training.learning_rate',
      values: { [second]: 9e-5, [first]: 5e-5 },
    });
    const pair = found.againstBaseline[first];
    assert.ok(pair);
    assert.deepEqual([pair.exactMatch.difference, pair.exactMatch.count], [-20, 20]);
    assert.deepEqual([pair.gained, pair.lost, found.againstBaseline[second]], [2, 6, null]);
    assert.deepEqual(pair.gainedQuestions?.[0], {
      id: 'q0',
      question: 'Which town is 0?',
      gold: ['town 0'],
      baseline: 'town',
      run: 'town 0',
    });
    const metric = found.metrics.find(({ name }) => name === 'eval_exact_match');
    assert.deepEqual(metric?.deltas, { [second]: 0, [first]: -20 });
    const mean = found.scores[second]?.exactMatch;
    assert.ok(mean && mean.low < 80 && mean.mean === 80 && mean.high > 80);
  });

  it('says which intervals are left out and why, and compares the rest', async () => {
    const found = await compareAsJson(first, elsewhere, unevaluated, altered);
    assert.ok(found.scores[first] && found.scores[elsewhere]);
    assert.deepEqual([found.scores[unevaluated], found.scores[altered]], [null, null]);
    assert.deepEqual(Object.values(found.againstBaseline), [null, null, null, null]);
    const [none = '', changed = '', datasets = '', ...others] = found.notes;
    assert.equal(none, 'C has no intervals: it has no results of an evaluation.');
    assert.match(
      changed,
      /^D has no intervals: its predictions on .*dev\.json give EM 50\.000 where .* recorded 90\.000/,
    );
    assert.match(datasets, /^B and A are not compared question by question: .*different datasets/);
    assert.deepEqual(others, []);
  });

  it('says that a dataset or predictions are gone', async () => {
    await writeRun(runIdOf('gone', 8), { right: (i) => i < 10 });
    await writeRun(runIdOf('lost', 9), { right: (i) => i < 10, dataset: 'other.json' });
    await rm(join(folder, '.ipu', 'runs', runIdOf('gone', 8), 'results'), { recursive: true });
    await rm(join(folder, 'other.json'));
    const { notes } = await compareAsJson(runIdOf('gone', 8), runIdOf('lost', 9));
    assert.match(notes[0] ?? '', /^A has no intervals: .*eval_predictions\.json does not exist\.$/);
    assert.match(notes[1] ?? '', /^B has no intervals: Cannot read the dataset .*other\.json: it does not exist\.$/);
  });

  it('pairs the questions that both have, and compares fields only of experiments that can be read', async () => {
    const [few, broken] = [runIdOf('few', 20), runIdOf('broken', 21)];
    await writeRun(few, { right: (i) => i < 5, experiment: { data: { max_eval_samples: 10 } }, count: 10 });
    await writeRun(broken, { right: null });
    await writeFile(join(folder, '.ipu', 'runs', broken, 'experiment.json'), '{"training":');
    const found = await compareAsJson(first, few);
    assert.equal(found.againstBaseline[few]?.exactMatch.count, 10);
    assert.deepEqual(found.notes, ['The runs are compared on the 10 questions that they share, of 10 and 20.']);
    const { stdout } = await ipuw(folder, 'compare', first, broken);
    assert.match(stdout, /^The fields cannot be compared: the experiment of B cannot be read\.$/m);
  });

  it('needs two runs that there are', async () => {
    assertFails(await ipuw(folder, 'compare'), 2, /needs RUN/);
    assertFails(
      await ipuw(folder, 'compare', first, first),
      1,
      /only .*first-a000 to compare.*\nhint: Name another run/,
    );
    assertFails(await ipuw(folder, 'compare', first, 'nope'), 1, /There is no run "nope"/);
    const help = await ipuw(folder, 'compare', '--help');
    assert.match(help.stdout, /^Usage: ipuw compare RUN RUN… \[OPTIONS\]$/m);
  });
});
