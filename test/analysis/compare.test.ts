// What the analysis thread says of runs side by side, from run folders that are written here.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { comparisonHandlers, comparisonParsers } from '../../src/analysis/compare.ts';
import type { PartialExperiment } from '../../src/config/fields.ts';
import { settleExperiment } from '../../src/config/settle.ts';
import type { RunDetail } from '../../src/shared/messages/runs.ts';

const questions = 24;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-compared-'));
  const rows = Array.from({ length: questions }, (_, i) => {
    const answers = { text: [`town ${i}`], answer_start: [0] };
    return { id: `q${i}`, title: 't', context: `town ${i} it is .`, question: `Which town is ${i}?`, answers };
  });
  await writeFile(join(folder, 'dev.json'), JSON.stringify(rows));
});
after(() => rm(folder, { recursive: true, maxRetries: 5 }));

const idOf = (name: string): string => `20260102-031000-${name}-a000`;

interface Written {
  readonly right?: (index: number) => boolean;
  readonly experiment?: PartialExperiment;
  readonly diff?: string;
}

/** Writes a run folder and gives what a store would say of it. */
async function writeRun(name: string, { right, experiment = {}, diff = '' }: Written): Promise<RunDetail> {
  const run = join(folder, idOf(name));
  await mkdir(join(run, 'results'), { recursive: true });
  const git = { commit: 'a'.repeat(40), branch: 'main', dirty: diff !== '', diff, diffTruncated: false };
  await writeFile(join(run, 'environment.json'), JSON.stringify({ versions: { node: '24.0.0' }, git }));
  const data = { validation_file: join(folder, 'dev.json'), ...experiment.data };
  const settled: unknown = JSON.parse(JSON.stringify(settleExperiment({ name, ...experiment, data })));
  return { ...detailOf(name, run), experiment: settled, results: await writePredictions(run, right) };
}

async function writePredictions(run: string, right: Written['right']): Promise<Record<string, number>> {
  if (!right) return {};
  const answers = Array.from({ length: questions }, (_, i) => [`q${i}`, right(i) ? `town ${i}` : 'town'] as const);
  await writeFile(join(run, 'results', 'eval_predictions.json'), JSON.stringify(Object.fromEntries(answers)));
  const share = answers.filter((_, i) => right(i)).length / questions;
  return { eval_exact_match: 100 * share, eval_f1: 100 * (share + (1 - share) * (2 / 3)) };
}

function detailOf(name: string, run: string): RunDetail {
  const rest = { checkpoints: [], log: [], badLines: [], latest: {}, results: {}, points: 0, step: 100 };
  return {
    runId: idOf(name),
    name,
    state: 'completed',
    startedAt: 0,
    lastEventAt: 0,
    folder: run,
    experiment: null,
    ...rest,
  };
}

test('fields with their values, what differs, the environment, and recorded changes', async () => {
  const one = await writeRun('one', {});
  const two = await writeRun('two', { experiment: { training: { learning_rate: 9e-5 } }, diff: '+ x' });
  const broken = { ...(await writeRun('three', {})), experiment: { training: { learning_rate: 'fast' } } };
  const facts = await comparisonHandlers['compare/facts']({ runs: [one, two, broken] });
  assert.deepEqual(facts.runIds, ['one', 'two', 'three'].map(idOf));
  const rate = facts.fields.find(({ path }) => path === 'training.learning_rate')!;
  assert.deepEqual([rate.differs, rate.cells[1], rate.cells[2]], [true, { text: '9e-5', value: 9e-5 }, null]);
  assert.equal(facts.fields.find(({ path }) => path === 'training.seed')!.differs, false);
  const changes = facts.environment.find(({ name }) => name === 'Uncommitted changes')!;
  assert.equal(changes.differs, true);
  assert.deepEqual(facts.hasDiff, [false, true, false]);
  const found = await comparisonHandlers['compare/uncommitted']({ folder: two.folder });
  assert.deepEqual(found, { commit: 'a'.repeat(40), diff: '+ x', truncated: false });
});

test('what looks like a secret is not told', async () => {
  const token = `hf_${'abcdefghij'.repeat(4)}`;
  const run = await writeRun('secret', { experiment: { model: { model_name_or_path: token } } });
  const facts = await comparisonHandlers['compare/facts']({ runs: [run, run] });
  assert.ok(!JSON.stringify(facts).includes(token));
  const cell = facts.fields.find(({ path }) => path === 'model.model_name_or_path')!.cells[0];
  assert.deepEqual(cell, { text: '(looks like a secret)', value: null });
});

test('scores against the baseline, with flips, the same each time, and anew when predictions change', async () => {
  const baseline = await writeRun('baseline', { right: (i) => i < 12 });
  const run = await writeRun('better', { right: (i) => i >= 2 });
  const scores = await comparisonHandlers['compare/scores']({ run, baseline });
  assert.deepEqual([scores.paired?.gained, scores.paired?.lost], [12, 2]);
  assert.ok(Math.abs(scores.paired!.exactMatch.difference - (100 * 10) / 24) < 1e-9);
  assert.deepEqual(await comparisonHandlers['compare/scores']({ run, baseline }), scores);
  const own = await comparisonHandlers['compare/scores']({ run: baseline, baseline });
  assert.deepEqual([own.paired, own.estimates?.exactMatch.mean], [null, 50]);
  const flips = await comparisonHandlers['compare/flips']({ run, baseline });
  assert.deepEqual(flips.counts, { gained: 12, lost: 2 });
  assert.deepEqual(flips.lost[0], {
    ...{ id: 'q0', question: 'Which town is 0?', answers: ['town 0'] },
    ...{ baseline: 'town 0', run: 'town' },
  });
  const again = { ...run, results: await writePredictions(run.folder, (i) => i >= 20) };
  const changed = await comparisonHandlers['compare/scores']({ run: again, baseline });
  assert.equal(changed.paired?.lost, 12);
});

test('a run without an evaluation has a reason in place of scores', async () => {
  const baseline = await writeRun('scored', { right: (i) => i < 12 });
  const run = await writeRun('unscored', {});
  const scores = await comparisonHandlers['compare/scores']({ run, baseline });
  assert.deepEqual(
    [scores.estimates, scores.paired, scores.unscored],
    [null, null, 'it has no results of an evaluation'],
  );
  assert.deepEqual((await comparisonHandlers['compare/flips']({ run, baseline })).counts, { gained: 0, lost: 0 });
});

test('what the host sends is looked at before files are read', () => {
  const detail = { runId: 'r', folder: '/runs/r' };
  assert.deepEqual(comparisonParsers['compare/facts']({ runs: [detail] }), { runs: [detail] });
  for (const bad of [{}, { runs: [{ runId: 'r' }] }, { runs: [{ runId: 7, folder: '/x' }] }, null]) {
    assert.throws(() => comparisonParsers['compare/facts'](bad), TypeError);
  }
  assert.throws(() => comparisonParsers['compare/scores']({ run: detail }), TypeError);
  assert.throws(() => comparisonParsers['compare/uncommitted']({ folder: '' }), TypeError);
});

test('predictions too large to be any are not read', async () => {
  const baseline = await writeRun('small', { right: () => true });
  const run = await writeRun('large', { right: () => true });
  // Without content it takes no room on the disk.
  await truncate(join(run.folder, 'results', 'eval_predictions.json'), 3 * 1024 ** 3);
  const scores = await comparisonHandlers['compare/scores']({ run, baseline });
  assert.match(scores.unscored ?? '', /eval_predictions\.json has more than 128 MiB/);
});
