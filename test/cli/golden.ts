// Text that is compared with a file beside the tests: UPDATE_GOLDEN=1 writes it anew, to be read in the diff.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Compares a text with test/cli/golden/NAME. */
export async function assertGolden(name: string, text: string): Promise<void> {
  const path = join(import.meta.dirname, 'golden', name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${text}\n`);
  }
  assert.equal(`${text}\n`, await readFile(path, 'utf8'));
}
