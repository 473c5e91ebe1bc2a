// What the facts mean: the doctor's judgements without a machine.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { summarize } from '../../../src/runner/doctor/check.ts';
import { judgeDatabase, type DatabaseFacts } from '../../../src/runner/doctor/database.ts';
import { judgeProviders } from '../../../src/runner/doctor/engine.ts';
import { nameFileSystem } from '../../../src/runner/doctor/file-system.ts';
import { judgeDisk, judgeHost, judgeMemory } from '../../../src/runner/doctor/machine.ts';
import { judgeModels } from '../../../src/runner/doctor/models.ts';
import { judgePackages } from '../../../src/runner/doctor/python.ts';
import { redact } from '../../../src/runner/doctor/secrets.ts';
import { renderMarkdown } from '../../../src/runner/doctor/text.ts';
import { judgePoplar } from '../../../src/runner/doctor/tools.ts';

const facts: DatabaseFacts = {
  databaseFile: '/w/.ipu/runs.db',
  sizeBytes: 2_000_000,
  writable: true,
  fileSystem: { name: 'ext4', isNetwork: false },
  sqliteVersion: '3.54.1',
  runs: 1,
};

describe('judgements', () => {
  it('of the program', () => {
    assert.equal(judgeHost({ host: 'VS Code', nodeVersion: '22.1.0' }).state, 'ok');
    assert.equal(judgeHost({ host: 'VS Code', nodeVersion: '20.19.0' }).state, 'error');
  });

  it('of memory and disk', () => {
    assert.equal(judgeMemory(16e9, 8e9, 4).state, 'ok');
    assert.equal(judgeMemory(16e9, 1e9, 1).state, 'warning');
    assert.deepEqual(
      [
        judgeDisk('/w', 50e9, true),
        judgeDisk('/w', 1e9, true),
        judgeDisk('/w', 5e7, true),
        judgeDisk('/w', 50e9, false),
      ].map(({ state }) => state),
      ['ok', 'warning', 'error', 'error'],
    );
  });

  it('of the database', () => {
    assert.equal(judgeDatabase(facts).state, 'ok');
    assert.equal(judgeDatabase(facts).finding, '/w/.ipu/runs.db, 2 MB, 1 run, on ext4; SQLite 3.54.1.');
    const onNetwork = judgeDatabase({ ...facts, fileSystem: { name: 'NFS', isNetwork: true } });
    assert.equal(onNetwork.state, 'warning');
    assert.match(onNetwork.remedy, /ipuWorkbench\.store\.path/);
    assert.equal(judgeDatabase({ ...facts, writable: false }).state, 'error');
  });

  it('of file systems', () => {
    assert.deepEqual(nameFileSystem('linux', 0x6969n, '/w'), { name: 'NFS', isNetwork: true });
    assert.deepEqual(nameFileSystem('linux', 0xff534d42n, '/w'), { name: 'CIFS', isNetwork: true });
    assert.deepEqual(nameFileSystem('linux', BigInt.asIntN(32, 0xff534d42n), '/w'), { name: 'CIFS', isNetwork: true });
    assert.deepEqual(nameFileSystem('linux', 0xef53n, '/w'), { name: 'ext4', isNetwork: false });
    assert.equal(nameFileSystem('darwin', 26n, '/w'), null);
    assert.equal(nameFileSystem('win32', 0n, '\\\\server\\share')?.isNetwork, true);
  });

  it('of providers: the CPU has to work, a GPU need not', () => {
    const gpu = { name: 'webgpu', reason: 'No supported adapters' };
    const works = judgeProviders({ onnxRuntime: '1', providers: [{ name: 'cpu' }, gpu] });
    assert.deepEqual([works.state, works.finding], ['ok', 'cpu works. webgpu does not: No supported adapters.']);
    assert.equal(judgeProviders({ onnxRuntime: '1', providers: [gpu] }).state, 'error');
  });

  it('of models, packages and the SDK', () => {
    assert.equal(judgeModels('/c', []).state, 'not-needed');
    assert.match(judgeModels('/c', ['a', 'b', 'c', 'd', 'e', 'f', 'g']).finding, /a, b, c, d, e, and 2 more/);
    assert.equal(judgePackages({}, {}).state, 'not-needed');
    assert.equal(judgePackages({}, { POPLAR_SDK_ENABLED: '/sdk' }).state, 'missing');
    assert.equal(judgePoplar(undefined, { kind: 'absent' }).state, 'not-needed');
    assert.equal(judgePoplar('/sdk', { kind: 'absent' }).state, 'error');
    assert.equal(judgePoplar(undefined, { kind: 'answered', path: '/p', text: 'popc 3' }).state, 'warning');
  });
});

describe('texts', () => {
  const check = {
    id: 'x',
    title: 'X',
    state: 'error',
    finding: 'a | b [c](command:x) <b> `d`',
    remedy: 'Use `a_b | c` now_.',
  } as const;

  it('as Markdown, in which a finding is neither link, HTML nor a column', () => {
    const page = renderMarkdown([check], '1.0');
    assert.match(
      page,
      /\| ✗ \| \*\*X\*\* \| a \\\| b \\\[c\\\]\(command:x\) \\<b\\> \\`d\\`<br>Use `a_b \\\| c` now\\_\. \|/,
    );
    assert.match(page, /Version 1\.0: 1 not working\./);
  });

  it('without secrets, but with words that only look like one', () => {
    assert.equal(redact('a sesame b', { MY_API_KEY: 'sesame' }), 'a … b');
    assert.equal(redact('1 of 2', { AUTH: '1' }), '1 of 2');
    assert.equal(redact('git+https://user:pass@host/x', {}), 'git+https://…@host/x');
  });

  it('as a sum', () => assert.equal(summarize([check, { ...check, state: 'ok' }]), '1 not working, 1 fine'));
});
