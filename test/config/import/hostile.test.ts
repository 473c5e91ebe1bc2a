// Whatever text an experiment holds, a program that is started with its command gets it byte for byte, and so does one that is
// started with the command imported and exported again.

import { execa } from 'execa';
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import { exportCommand } from '../../../src/config/import/export.ts';
import { importText } from '../../../src/config/import/import.ts';
import { hostileTexts } from './hostile-texts.ts';
import { readValues } from './round-trip.ts';

const stub = fileURLToPath(new URL('../../fixtures/print-argv.mjs', import.meta.url));

async function receive(argv: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await execa(process.execPath, [stub, ...argv], { stripFinalNewline: false });
  return JSON.parse(stdout) as string[];
}

/** What argparse makes of the flag: the text behind it or after its equals sign. */
function valueOf(argv: readonly string[], flag: string): string | undefined {
  const tied = argv.find((word) => word.startsWith(`--${flag}=`));
  return tied?.slice(flag.length + 3) ?? argv[argv.indexOf(`--${flag}`) + 1];
}

test('there are 100 of them', () => assert.equal(new Set(hostileTexts).size, 100));

test('texts arrive in the arguments of a program byte for byte, also after import and export', async () => {
  const extra = Object.fromEntries(hostileTexts.map((text, index) => [`hostile_${index}`, text]));
  const values: PartialExperiment = { name: 'hostile', extra_args: extra };
  const { argv, text } = exportCommand(values);
  const again = exportCommand(readValues(importText(text, 'test').text));
  for (const words of [argv, again.argv]) {
    const received = await receive(words);
    assert.deepEqual(received, words);
    for (const [index, hostile] of hostileTexts.entries())
      assert.equal(valueOf(received, `hostile_${index}`), hostile, JSON.stringify(hostile.slice(0, 80)));
  }
});

test('each by itself, as values of fields', () => {
  for (const text of hostileTexts) {
    const values: PartialExperiment = { data: { dataset_name: text }, training: { seed: 1 }, extra_args: { list: [text, 'b'], last: text } }; // prettier-ignore
    const { argv, text: command } = exportCommand(values);
    assert.equal(valueOf(argv, 'dataset_name'), text);
    const read = readValues(importText(command, 'test').text);
    assert.equal(read.data?.dataset_name, text);
    assert.equal(read.extra_args?.['last'], text);
    if (!/^--[A-Za-z_]/.test(text)) assert.deepEqual(read.extra_args?.['list'], [text, 'b']);
    assert.equal(valueOf(exportCommand(read).argv, 'last'), text);
  }
});

test('NUL is refused with a message, in a field, in an extra argument and in a text to import', () => {
  const refused = (values: PartialExperiment): void =>
    assert.throws(() => exportCommand(values), { code: 'word-not-passable', message: /NUL/ });
  refused({ data: { dataset_name: 'a\0b' } });
  refused({ extra_args: { note: 'a\0b' } });
  assert.throws(() => exportCommand({ extra_args: { note: '\ud800' } }), { code: 'word-not-passable' });
  assert.throws(() => importText("python run_qa.py --seed '\0'", 'x'), { code: 'binary-not-imported' });
});
