// Generated files are up to date: UPDATE_GOLDEN=1 writes them anew, otherwise a stale one fails.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareGenerated, generated, updateGenerated } from '../../scripts/generate.ts';

for (const file of generated) {
  test(`${file.path} is what the lists in src say`, async () => {
    if (process.env['UPDATE_GOLDEN'] === '1') await updateGenerated(file);
    const { current, wanted } = await compareGenerated(file);
    assert.equal(current, wanted, `${file.path} is stale: run \`node scripts/generate.ts\``);
  });
}
