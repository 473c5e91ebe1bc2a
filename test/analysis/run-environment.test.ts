// What a run was made with is read as far as it can be: entries of another kind count as not recorded.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvironment } from '../../src/analysis/run-environment.ts';

test('what was recorded is told entry by entry', () => {
  assert.deepEqual(
    parseEnvironment({
      versions: { workbench: '0.1.0', node: '24.4.0', onnxruntime: null },
      system: { platform: 'linux', release: '6.8', version: '#1', arch: 'x64', host: 'trainer' },
      cpu: { model: 'A processor', count: 2 },
      memoryBytes: 8e9,
      git: { commit: 'abc', branch: null, dirty: true, diff: '-a\n+b\n', diffTruncated: false },
      source: 'a.ipu.json',
    }),
    {
      versions: { workbench: '0.1.0', node: '24.4.0' },
      platform: 'linux',
      release: '6.8',
      arch: 'x64',
      host: 'trainer',
      processor: 'A processor',
      processors: 2,
      memoryBytes: 8e9,
      git: { commit: 'abc', dirty: true, diff: '-a\n+b\n', diffTruncated: false },
    },
  );
});

test('what is not there or of another kind is absent', () => {
  assert.equal(parseEnvironment({}), null);
  assert.deepEqual(parseEnvironment({ versions: [7], system: 'linux', cpu: { model: 7, count: -1 }, git: null }), {
    versions: {},
  });
});
