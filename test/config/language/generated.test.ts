// Generated files by the thousand: whatever the text, its diagnostics lie in it, and its fixes can be applied. The same with more files,
// and with times, is scripts/bench/diagnose.ts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../support/random.ts';
import { longFileLines, makeFile, makeLongFile } from '../../support/generated-files.ts';
import { checkFile } from './generated.ts';
import { inWorkspace } from './workspace.ts';

test('1,000 generated files are diagnosed, and some of what is found is mended', () =>
  inWorkspace(async (file) => {
    const random = createRandom(7);
    const kinds = new Map<string, number>();
    let [withDiagnostics, fixes] = [0, 0];
    for (let turn = 0; turn < 1000; turn++) {
      const { kind, text } = makeFile(turn, random);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const found = await checkFile(text, file, turn % 5 === 0 ? random : null);
      if (found.diagnostics > 0) withDiagnostics++;
      fixes += found.fixes;
    }
    assert.equal(kinds.size, 9);
    assert.ok(withDiagnostics > 800 && fixes > 100, `${withDiagnostics} with diagnostics, ${fixes} fixes`);
  }));

test('a long file has as many lines as it is said to have, and many diagnostics', () =>
  inWorkspace(async (file) => {
    const text = makeLongFile(createRandom(8));
    assert.equal(text.split('\n').length - 1, longFileLines);
    const { diagnostics } = await checkFile(text, file, null);
    assert.ok(diagnostics > 20, `${diagnostics}`);
  }));
