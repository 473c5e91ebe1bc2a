// Texts that only mention a script, and commands and JSON with a fault: what is said to them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { importText } from '../../../src/config/import/import.ts';
import { readValues } from './round-trip.ts';

const root = join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const refused = (text: string, code: string, message: RegExp = /./, source = 'x.md'): void =>
  assert.throws(() => importText(text, source), { code, message }, text.slice(0, 80));
const messages = (text: string): string[] => importText(text, 'x').notices.map(({ message }) => message);

describe('what only names a script', () => {
  test('the documentation of the workbench holds no command', () => {
    for (const file of ['README.md', 'docs/experiment-file.md', 'CHANGELOG.md', 'docs/performance.md'])
      refused(read(file), 'nothing-to-import', /holds no command line/);
  });

  test('an experiment with comments is one already, also a broken one', () => {
    for (const file of ['quick-start.ipu.json', 'bert-base-squad.ipu.json', 'sweep.ipu.json'])
      refused(read(`samples/${file}`), 'already-an-experiment', /is an experiment already/, file);
    refused('// run_qa.py\n{"training": {"seed": ', 'already-an-experiment');
    refused('{"extends": "a.ipu.json"}', 'already-an-experiment', /./, 'child.ipu.json');
  });

  test('sentences', () => {
    for (const text of [
      'Names are those of run_qa.py and its relatives.',
      'Run run_qa.py with --do_train to train.',
      'run_qa.py is started with --do_train.',
      'python run_qa.py',
      'Use `run_qa.py`, --do_train and `--seed 3`.',
      'npx ipuw import run_qa.py --output NEW.ipu.json',
    ])
      refused(text, 'nothing-to-import');
  });

  test('commands still are', () => {
    for (const text of [
      'run_qa.py --seed 3',
      './run_qa.py --seed 3',
      '$ python3 -u run_qa.py --seed 3',
      'me@host:~$ python run_qa.py --seed 3',
      '/opt/env/bin/python3.8 run_qa.py --seed 3',
      'C:\\Python\\python.exe run_qa.py --seed 3',
      'srun -N 1 torchrun --nproc_per_node 2 run_qa.py --seed 3',
      'poprun --num-replicas 4 python run_qa.py --seed 3',
      '!python run_qa.py --seed 3',
      'The command:\n\n```bash\nrun_qa.py --seed 3\n```\n',
      '--seed 3 --do_train',
    ])
      assert.equal(readValues(importText(text, 'x').text).training?.seed, 3, text);
  });
});

describe('faults of a command', () => {
  test('a quote that is never closed is told with its line', () => {
    refused(
      'python run_qa.py \\\n  --output_dir "out\n  --seed 3\n',
      'quote-not-closed',
      /line 2: the quote opened here/,
    );
    refused("python run_qa.py --output_dir 'out", 'quote-not-closed', /line 1/);
    refused("python run_qa.py --output_dir $'out", 'quote-not-closed', /line 1/);
    refused('# A\n\n```\npython run_qa.py --seed "3\n```\n', 'quote-not-closed', /line 4/);
    assert.equal(readValues(importText("python run_qa.py --seed 3\nIt doesn't matter.", 'x').text).training?.seed, 3);
  });

  test('typographic dashes are read as hyphens, and told', () => {
    const text = 'python run_qa.py —do_train –seed 4 --run_name —x';
    assert.equal(readValues(importText(text, 'x').text).training?.seed, 4);
    assert.match(messages(text).join('\n'), /one dash of two hyphens in "—do_train", "–seed"/);
  });

  test('an unknown flag with hyphens is not said to be short for itself', () => {
    assert.doesNotMatch(messages('python run_qa.py --bogus-arg --seed 3').join('\n'), /is short for/);
    assert.match(messages('python run_qa.py --learning_r 1 --seed 3').join('\n'), /--learning_r is short for --learning_rate/); // prettier-ignore
  });
});

test('JSON that breaks off is said to, with the place', () => {
  refused('{"do_train": true,\n "seed": ', 'imported-json-broken', /x\.json is not whole JSON: line 2/, 'x.json');
  refused('{"do_train": true "seed": 1}', 'imported-json-broken', /line 1, column 19/, 'x.json');
});
