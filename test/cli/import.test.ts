// `ipuw import` and `ipuw export command` as a user calls them.

import { execa } from 'execa';
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { ExportedCommand } from '../../src/config/import/export.ts';
import type { Imported } from '../../src/config/import/import.ts';
import { ipuw, program } from './ipuw.ts';

const card = join(import.meta.dirname, '../fixtures/cards/bert-base-uncased-squad.md');
let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'ipu-import-'))));
after(() => rm(folder, { recursive: true }));

test('a model card becomes a file, and the file a command again', async () => {
  const { exitCode, stdout, stderr } = await ipuw(folder, 'import', card, '--output', 'base.ipu.json');
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^Wrote .*base\.ipu\.json\.$/);
  assert.match(stderr, /contradiction: The card contradicts itself on learning_rate/);
  assert.match(stderr, /base\.ipu\.json:\d+:\d+: error: `dataset_name` "squad"/, 'what is still to be done');
  const again = await ipuw(folder, 'import', card, '--output', 'base.ipu.json');
  assert.equal(again.exitCode, 1);
  assert.match(again.stderr, /exists already/);
  assert.equal((await ipuw(folder, 'import', card, '--output', 'base.ipu.json', '--force')).exitCode, 0);

  const exported = await ipuw(folder, 'export', 'command', 'base.ipu.json');
  assert.equal(exported.exitCode, 0, exported.stderr);
  assert.match(exported.stdout, /^python examples\/question-answering\/run_qa\.py \\\n/);
  assert.match(exported.stdout, /--ipu_config_overrides embedding_serialization_factor=2 \\/);
  const { stdout: json } = await ipuw(folder, 'export', 'command', 'base.ipu.json', '--json');
  const { argv } = JSON.parse(json) as ExportedCommand;
  assert.equal(argv[argv.indexOf('--learning_rate') + 1], '9e-5');
});

test('standard input becomes standard output', async () => {
  const input = "python run_qa.py --model_name_or_path 'a b' --do_train --fp16";
  const { stdout, stderr } = await execa(process.execPath, [program, 'import', '-'], { cwd: folder, input });
  assert.match(stdout, /"model_name_or_path": "a b"/);
  assert.match(stderr, /^kept: --fp16/m);
  const { stdout: json } = await execa(process.execPath, [program, 'import', '-', '--json'], { cwd: folder, input });
  assert.equal((JSON.parse(json) as Imported).text.trimEnd(), stdout);
});

test('an experiment that extends another is exported whole', async () => {
  await writeFile(join(folder, 'parent.ipu.json'), '{"extends": "Graphcore/bert-large-ipu", "training": {"seed": 7}}');
  await writeFile(
    join(folder, 'child.ipu.json'),
    '{"extends": "parent.ipu.json", "ipu_config": {"device_iterations": 3}}',
  );
  const { stdout, stderr } = await ipuw(folder, 'export', 'command', 'child.ipu.json');
  assert.match(stdout, /--seed 7/, stderr);
  assert.match(
    stdout,
    /--ipu_config_name Graphcore\/bert-large-ipu \\\n {2}--ipu_config_overrides device_iterations=3/,
  );
  assert.match(stdout, /--output_dir child$/);
});

test('what cannot be read says why and what to do', async () => {
  await writeFile(join(folder, 'training_args.bin'), new Uint8Array([0x50, 0x4b, 3, 4, 0, 0xff, 0xfe]));
  await writeFile(join(folder, 'broken.ipu.json'), '{"training": {"seed": "x"}}');
  const says = async (pattern: RegExp, ...args: string[]): Promise<void> => {
    const { exitCode, stderr, stdout } = await ipuw(folder, ...args);
    assert.notEqual(exitCode, 0);
    assert.equal(stdout, '');
    assert.match(stderr, pattern);
  };
  await says(/is a pickle.*\nhint: Import the README\.md/, 'import', 'training_args.bin');
  await says(/does not exist/, 'import', 'missing.sh');
  await says(/is an experiment already/, 'import', 'broken.ipu.json');
  await says(/broken\.ipu\.json:1:23: `seed` must be/, 'export', 'command', 'broken.ipu.json');
  await says(/has no option --half/, 'export', 'command', 'broken.ipu.json', '--half');
  assert.equal(await readFile(join(folder, 'broken.ipu.json'), 'utf8'), '{"training": {"seed": "x"}}');
});

test('prose that names a script, and an experiment, are refused', async () => {
  const root = join(import.meta.dirname, '../..');
  const prose = await ipuw(folder, 'import', join(root, 'docs/experiment-file.md'), '--output', 'prose.ipu.json');
  assert.deepEqual([prose.exitCode, prose.stdout], [1, '']);
  assert.match(prose.stderr, /holds no command line/);
  const own = await ipuw(folder, 'import', join(root, 'samples/quick-start.ipu.json'));
  assert.equal(own.exitCode, 1);
  assert.match(own.stderr, /is an experiment already/);
});
