// `ipuw ipu-config` as a user calls it.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { ipuw } from './ipuw.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-config-cli-'));
  const old = {
    layers_per_ipu: [0, 4, 4, 4],
    ipus_per_replica: 4,
    replication_factor: { pod4: 1, pod16: 4, default: 1 },
    gradient_accumulation_steps: 16,
    inference_device_iterations: 4,
    embedding_serialization_factor: 0,
    use_popdist: false,
  };
  await writeFile(join(folder, 'old.json'), JSON.stringify(old));
  await writeFile(join(folder, 'broken.json'), '{');
});
after(() => rm(folder, { recursive: true }));

it('converts an old file for a machine, and says what it changed', async () => {
  const { exitCode, stdout, stderr } = await ipuw(
    folder,
    'ipu-config',
    'old.json',
    '--from',
    '0.5',
    '--to',
    '0.6.1',
    '--pod',
    'pod16',
  );
  assert.equal(exitCode, 0, stderr);
  const json = JSON.parse(stdout) as Record<string, unknown>;
  assert.deepEqual([json['replication_factor'], json['embedding_serialization_factor']], [4, 1]);
  assert.equal(json['optimizer_state_offchip'], true, 'a default that is another one there');
  assert.match(stderr, /replication_factor: The values for each machine became 4/);
  assert.match(stderr, /warning: "use_popdist" is kept without a word/);
});

it('says what a version refuses, with exit code 1', async () => {
  const { exitCode, stdout } = await ipuw(folder, 'ipu-config', 'old.json', '--json');
  assert.equal(exitCode, 1);
  const { findings } = JSON.parse(stdout) as { findings: { code: string; severity: string }[] };
  assert.deepEqual(
    findings
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code)
      .sort(),
    ['entry-unknown', 'entry-wrong', 'pod-dictionary-refused'],
  );
});

it('applies overrides, and refuses what optimum-graphcore would', async () => {
  const call = (overrides: string) =>
    ipuw(folder, 'ipu-config', 'old.json', '--from', '0.6.0', '--overrides', overrides);
  const good = await call('embedding_serialization_factor=2,layers_per_ipu=[3 3 3 3]');
  assert.equal(good.exitCode, 0, good.stderr);
  const json = JSON.parse(good.stdout) as Record<string, unknown>;
  assert.deepEqual([json['embedding_serialization_factor'], json['layers_per_ipu']], [2, [3, 3, 3, 3]]);
  const bad = await call('seed=1');
  assert.equal(bad.exitCode, 1);
  assert.match(bad.stderr, /`seed` has no value now/);
});

it('names a broken file and a wrong version', async () => {
  const broken = await ipuw(folder, 'ipu-config', 'broken.json');
  assert.equal(broken.exitCode, 1);
  assert.match(broken.stderr, /broken\.json is not JSON/);
  const version = await ipuw(folder, 'ipu-config', 'old.json', '--to', 'newest');
  assert.equal(version.exitCode, 2);
  assert.match(version.stderr, /--to is "newest"/);
});

it('takes any version for the family whose rules hold for it', async () => {
  for (const [version, family] of [
    ['0.7', '0.6.1'],
    ['0.6.2', '0.6.1'],
    ['main', '0.6.1'],
    ['0.4.1', '0.5'],
  ]) {
    const { stdout, stderr } = await ipuw(folder, 'ipu-config', 'old.json', '--from', version!, '--json');
    const { stdout: same } = await ipuw(folder, 'ipu-config', 'old.json', '--from', family!, '--json');
    assert.equal(stdout, same);
    assert.ok(stderr.includes(`--from ${version}: the rules of ${family} hold for it.`), stderr);
  }
  const { exitCode, stderr } = await ipuw(folder, 'ipu-config', 'old.json', '--from', 'newest');
  assert.equal(exitCode, 2, stderr);
});

it('says whose value it took where no machine is named', async () => {
  const { stderr } = await ipuw(folder, 'ipu-config', 'old.json', '--from', '0.5', '--to', '0.6.1');
  assert.match(stderr, /replication_factor: The values for each machine became 1, the default; name the machine with --pod/); // prettier-ignore
});

it('sends the arguments of a script to the import', async () => {
  await writeFile(join(folder, 'args.json'), '{"output_dir": "out", "learning_rate": 1e-4, "seed": 3}');
  const { exitCode, stderr } = await ipuw(folder, 'ipu-config', 'args.json');
  assert.equal(exitCode, 1);
  assert.match(stderr, /args\.json holds the arguments of a script[^]*ipuw import/);
  assert.ok(stderr.trim().split('\n').length <= 2, stderr);
  await writeFile(join(folder, 'small.json'), '{"gradient_accumulation_steps": 3, "seed": 3}');
  assert.equal((await ipuw(folder, 'ipu-config', 'small.json')).exitCode, 0, 'entries of an ipu_config.json too');
});
