// The links above an experiment, and which runs they are about.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { lenses } from '../../../src/config/language/lenses.ts';
import { examineExperiment } from '../../../src/config/load.ts';
import { runsOfFile } from '../../../src/config/runs-of-file.ts';

const run = {
  runId: '20260314-150926-quick-a1b2',
  state: 'completed',
  startedAt: Date.UTC(2026, 2, 14, 15, 9),
} as const;

async function lensesOf(text: string, runs: Parameters<typeof lenses>[2] = []) {
  return lenses(text, await examineExperiment(text, '/nowhere/x.ipu.json'), runs);
}

const titles = async (...args: Parameters<typeof lensesOf>) => (await lensesOf(...args)).map(({ title }) => title);

test('an experiment can be launched and planned; with a run, compared; resumed only if the last run can be', async () => {
  assert.deepEqual(await titles('{}'), ['Launch', 'Plan', 'Suggest']);
  assert.deepEqual(await titles('{}', [run]), ['Launch', 'Plan', 'Suggest', 'Compare with last']);
  const stopped = { ...run, runId: '20260314-160926-quick-a1b2', state: 'stopped' } as const;
  const found = await lensesOf('{}', [stopped, run]);
  assert.deepEqual([found.at(-1)?.title, found.at(-1)?.runId], ['Resume', stopped.runId]);
  assert.ok(!(await titles('{}', [run, stopped])).includes('Resume'));
  const imported = { ...stopped, imported: 'tensorboard' } as const;
  assert.ok(!(await titles('{}', [imported])).includes('Resume'), 'no program could go on with an imported run');
});

test('links stand at the first brace, behind any comments; a sweep has its own', async () => {
  const text = '// { "a": 1 }\n{ "seed": 1, "sweep": { "method": "seeds", "count": 4 } }';
  const found = await lensesOf(text);
  const brace = { offset: text.indexOf('\n') + 1, length: 1 };
  assert.deepEqual(found[0]?.range, brace);
  const sweep = found.find(({ action }) => action === 'launch-sweep');
  assert.equal(sweep?.title, 'Launch Sweep (4 runs)');
  assert.deepEqual(sweep.range, { offset: text.indexOf('"sweep"'), length: 7 });
});

test('a sweep that cannot be carried out, or a text that is not JSON, has no sweep to launch', async () => {
  const sweep = (parameters: string) => `{ "sweep": { "parameters": { ${parameters} } } }`;
  assert.ok((await titles(sweep('"training.seed": [1, 2]'))).includes('Launch Sweep (2 runs)'));
  assert.equal((await titles(sweep('"training.sead": [1, 2]'))).length, 3);
  assert.equal((await titles(sweep('"training.seed": [1, 2],,'))).length, 3);
  for (const text of ['', '// nothing', '[]', '3']) assert.deepEqual(await titles(text), []);
});

test('a file has the runs launched from it; of older ones, those of its name; none of a sweep', () => {
  const at = (startedAt: number, rest: object) => ({ name: 'quick', startedAt, ...rest });
  const place = { sweepId: '20260314-150926-s-a1b2', name: 's', index: 0, label: 'a' };
  const own = at(3, { name: 'renamed since', source: 'samples/quick.ipu.json' });
  const other = at(4, { source: 'other/quick.ipu.json' });
  const old = at(2, {});
  const outside = at(5, { source: resolve('/w/samples/quick.ipu.json') });
  const runs = [old, own, other, outside, at(6, { sweep: place }), at(7, { name: 'else' })];
  const workspaceFolder = resolve('/w');
  const file = resolve('/w/samples/quick.ipu.json');
  assert.deepEqual(runsOfFile(runs, { file, name: 'quick', workspaceFolder }), [outside, own, old]);
});
