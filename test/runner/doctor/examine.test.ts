// The doctor's list as a whole: on a machine with nothing, with hostile tools, with a real engine and store.

import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Check } from '../../../src/runner/doctor/check.ts';
import { examine, examinations } from '../../../src/runner/doctor/examine.ts';
import { renderMarkdown } from '../../../src/runner/doctor/text.ts';
import { databaseFile, runsFolder } from '../../../src/shared/run-folder.ts';
import { isPosix, makeStubs, type Stubs } from './stubs.ts';

const source = (path: string): string => fileURLToPath(new URL(`../../../src/${path}`, import.meta.url));
const programs = { engineScript: source('engine/main.ts'), storeScript: source('store/server.ts') };
const toolNames = ['git', 'python3', 'popc', 'gc-inventory', 'gc-monitor', 'vipu', 'sbatch', 'srun', 'sinfo'];

const stateOf = (checks: readonly Check[], id: string): string | undefined =>
  checks.find((each) => each.id === id)?.state;
const findingOf = (checks: readonly Check[], id: string): string =>
  checks.find((each) => each.id === id)?.finding ?? assert.fail(`no check ${id}`);

describe('examine', { skip: isPosix ? false : 'stub tools are shell scripts' }, () => {
  let stubs: Stubs;
  beforeEach(async () => {
    stubs = await makeStubs();
  });
  afterEach(() => stubs.remove());

  const place = () => ({
    folder: stubs.folder,
    databaseFile: join(stubs.folder, databaseFile),
    runsFolder: join(stubs.folder, runsFolder),
  });

  it('finds what trains, and asks for nothing more where nothing more is', async () => {
    const env = { PATH: stubs.folder, HF_HUB_CACHE: join(stubs.folder, 'no-cache') };
    const checks = await examine(stubs.surroundings({ ...programs, env, folders: [place()] }));
    // How much memory and disk there is depends on the machine.
    const elsewhere = checks.filter(({ id, state }) => state !== 'ok' && id !== 'memory' && id !== 'disk');
    assert.deepEqual(
      elsewhere.map(({ id, state }) => [id, state]),
      [
        ['models', 'not-needed'],
        ['git', 'missing'],
        ['python', 'not-needed'],
        ['poplar', 'not-needed'],
        ['ipu-tools', 'not-needed'],
        ['slurm', 'not-needed'],
      ],
    );
    assert.match(findingOf(checks, 'engine'), /ONNX Runtime \d/);
    assert.match(findingOf(checks, 'providers'), /^cpu\b/);
    assert.match(findingOf(checks, 'database'), /None yet; .*SQLite 3\.\d+/);
    assert.deepEqual(await readdir(stubs.folder), [], 'looking leaves nothing behind');
    for (const { state, remedy, id } of checks) assert.ok(state === 'ok' || remedy !== '', `${id} has a remedy`);
  });

  it('asks the store for a database that is there', async () => {
    await mkdir(join(stubs.folder, runsFolder), { recursive: true });
    const first = await examine(stubs.surroundings({ ...programs, folders: [place()] }), pick('database'));
    assert.match(findingOf(first, 'database'), /None yet/);
    await writeFile(join(stubs.folder, databaseFile), '');
    const second = await examine(stubs.surroundings({ ...programs, folders: [place()] }), pick('database'));
    assert.match(findingOf(second, 'database'), /runs\.db, \d+ (kB|MB), 0 runs/);
  });

  it('survives tools that flood, hang, crash or lie, and tells what they did', async () => {
    const ill = [
      'exec cat /dev/zero',
      'while :; do sleep 1; done',
      'exit 127',
      'echo \'{"version": 1}\'',
      'kill -9 $$',
    ];
    await Promise.all(toolNames.map((name, index) => stubs.write(name, ill[index % ill.length] ?? '')));
    const checks = await examine(
      stubs.surroundings({ toolTimeoutMs: 3000 }),
      pick('git', 'python', 'poplar', 'ipu-tools', 'slurm'),
    );
    assert.deepEqual(
      checks.map(({ id, state }) => [id, state]),
      [
        ['git', 'warning'],
        ['python', 'warning'],
        ['poplar', 'warning'],
        ['ipu-tools', 'warning'],
        ['slurm', 'warning'],
      ],
    );
    for (const { finding, id } of checks) assert.ok(finding.length < 700, id);
  });

  it('reads what working tools say', async () => {
    await stubs.write('git', 'echo git version 2.50');
    await stubs.write('python3', `echo '{"version":"3.8.10","packages":{"transformers":"4.29.2","poptorch":"3.3.0"}}'`);
    await stubs.write('popc', 'echo POPLAR version 3.3.0');
    await stubs.write('gc-inventory', `echo '{"devices":[{"id":"0"},{"id":"1"},{"id":"2"},{"id":"3"}]}'`);
    await stubs.write('gc-monitor', 'echo Poplar version: 3.3.0');
    for (const name of ['sbatch', 'srun', 'sinfo']) await stubs.write(name, 'echo slurm 23.02.7');
    const env = { PATH: stubs.folder, POPLAR_SDK_ENABLED: '/opt/poplar' };
    const checks = await examine(stubs.surroundings({ env }), pick('git', 'python', 'poplar', 'ipu-tools', 'slurm'));
    assert.deepEqual(
      checks.map(({ id, state }) => [id, state]),
      [
        ['git', 'ok'],
        ['python', 'ok'],
        ['python-packages', 'missing'],
        ['poplar', 'ok'],
        ['ipu-tools', 'missing'],
        ['slurm', 'ok'],
      ],
    );
    assert.match(
      findingOf(checks, 'python-packages'),
      /transformers 4\.29\.2.*not installed: optimum-graphcore, torch/,
    );
    assert.match(findingOf(checks, 'ipu-tools'), /4 devices seen .*vipu is not on the PATH/);
    assert.match(findingOf(checks, 'poplar'), /\/opt\/poplar.*POPLAR version 3\.3\.0/);
    assert.match(findingOf(checks, 'slurm'), /slurm 23\.02\.7/);
  });

  it('says that the engine or the store does not start', async () => {
    const checks = await examine(stubs.surroundings({ folders: [place()] }), pick('engine', 'database'));
    assert.equal(stateOf(checks, 'engine'), 'error');
    assert.match(findingOf(checks, 'engine'), /no-engine\.js\) ended with code 1/);
    assert.equal(stateOf(checks, 'database'), 'error');
  });

  it('shows no secret, whoever prints it', async () => {
    const env = {
      PATH: stubs.folder,
      HF_TOKEN: 'hf_abcdefghij',
      POPLAR_SDK_ENABLED: 'https://me:pass@host/hf_abcdefghij',
    };
    await stubs.write('git', 'echo git hf_abcdefghij');
    const checks = await examine(stubs.surroundings({ env }), pick('git', 'poplar'));
    const text = `${JSON.stringify(checks)}${renderMarkdown(checks, '1')}`;
    assert.doesNotMatch(text, /hf_abcdefghij|me:pass/);
    assert.match(findingOf(checks, 'git'), /^git …/);
  });

  it('goes on when one check throws or never ends', async () => {
    const name = (id: string) => ({ id, title: id });
    const checks = await examine(stubs.surroundings({ toolTimeoutMs: 50, engineTimeoutMs: 50 }), [
      { ...name('throws'), examine: () => Promise.reject(new Error('no such thing')) },
      { ...name('hangs'), examine: () => new Promise(() => undefined) },
      ...pick('host'),
    ]);
    assert.deepEqual(
      checks.map(({ id, state }) => [id, state]),
      [
        ['throws', 'error'],
        ['hangs', 'error'],
        ['host', 'ok'],
      ],
    );
  });
});

function pick(...ids: string[]) {
  const picked = examinations.filter(({ id }) => ids.includes(id));
  assert.equal(picked.length, ids.length);
  return picked;
}
