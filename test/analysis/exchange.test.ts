// Exports and imports as the host asks the analysis thread for them, and as the page asks the host: what is let through, and what comes of it.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { analysisHandlers, analysisParsers } from '../../src/analysis/handlers.ts';
import { sharingParsers } from '../../src/views/panels/parsers/sharing.ts';
import { makeExportedRun } from '../exchange/runs.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-exchange-thread-'));
});
after(() => rm(folder, { recursive: true }));

it('a model card is written, and imported where it is asked for', async () => {
  const run = await makeExportedRun(join(folder, 'runs'));
  const target = join(folder, 'README.md');
  const asked = analysisParsers['exchange/export']({ kind: 'card', format: 'csv', runs: [run], target });
  assert.deepEqual((await analysisHandlers['exchange/export'](asked)).files, [target]);
  assert.match(await readFile(target, 'utf8'), /^# odd$/m);
  const runsFolder = join(folder, 'imported');
  await mkdir(runsFolder);
  const [imported] = await analysisHandlers['exchange/import'](
    analysisParsers['exchange/import']({ path: target, runsFolder }),
  );
  assert.deepEqual([imported?.name, imported?.source, imported?.isNew], ['odd', 'model-card', true]);
});

it('what names no export, no run or no path is refused', () => {
  const run = { folder: '/runs/x' };
  const good = { kind: 'series', format: 'csv', runs: [run], target: '/x.csv' };
  assert.deepEqual(analysisParsers['exchange/export'](good), good);
  for (const bad of [{ kind: 'shell' }, { format: 'xls' }, { runs: [] }, { runs: [{}] }, { runs: 'x' }, { target: '' }])
    assert.throws(() => analysisParsers['exchange/export']({ ...good, ...bad }), TypeError);
  for (const bad of [{}, { path: 7, runsFolder: '/x' }, { path: '/x' }])
    assert.throws(() => analysisParsers['exchange/import'](bad), TypeError);
});

it('a page names runs, a kind and a form, and nothing else gets through', () => {
  const parse = sharingParsers['share/export'];
  const runIds = ['20231114-221320-odd-aaaa'];
  assert.deepEqual(parse({ runIds, kind: 'card', target: '/elsewhere' }), { runIds, kind: 'card' });
  assert.deepEqual(parse({ runIds, kind: 'runs', format: 'json' }), { runIds, kind: 'runs', format: 'json' });
  for (const bad of [{ runIds: [] }, { runIds: ['../x'] }, { kind: 'x' }, { kind: 'toString' }, { format: 'exe' }])
    assert.throws(() => parse({ runIds, kind: 'card', ...bad }), TypeError);
});
