// The output that README.md shows is what the program says: UPDATE_GOLDEN=1 writes it anew.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { ipuw } from './ipuw.ts';

const root = join(import.meta.dirname, '../..');
const readme = join(root, 'README.md');

it('README shows the beginning of a real plan', async () => {
  const text = await readFile(readme, 'utf8');
  const found = /```\n\$ npx ipuw (plan (\S+).*)\n([^]*?)…\n```/.exec(text);
  assert.ok(found, 'README has a block that begins with `$ npx ipuw plan FILE` and ends with …');
  const [block, command = '', file = '', shown = ''] = found;
  // Models and data that somebody has on this machine would change what is said.
  const folder = await mkdtemp(join(tmpdir(), 'ipuw-readme-'));
  process.env['HF_HUB_CACHE'] = folder;
  try {
    await cp(join(root, file), join(folder, file));
    const { stdout, stderr, exitCode } = await ipuw(folder, ...command.split(' '));
    assert.equal(exitCode, 0);
    // As in a terminal, what is said of the data first, and up to the notes and tables: verdict, errors and remedies.
    const beginning = `${stderr}\n${stdout.slice(0, stdout.search(/^(warning|note|Batch)/m))}`;
    if (process.env['UPDATE_GOLDEN'] === '1') {
      await writeFile(
        readme,
        text.replace(block, () => `\`\`\`\n$ npx ipuw ${command}\n${beginning}…\n\`\`\``),
      );
    } else {
      assert.equal(shown, beginning, 'the model has changed: UPDATE_GOLDEN=1 node --test test/cli/readme.test.ts');
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
