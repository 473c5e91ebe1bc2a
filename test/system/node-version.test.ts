import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeNodeProblem } from '../../src/system/node-version.ts';

const guard = fileURLToPath(new URL('../../src/system/node-version.ts', import.meta.url));

function importGuardAs(version: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  const program = `${pretend} await import(${JSON.stringify(guard)}); console.log('started');`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
}

describe('node-version', () => {
  it('accepts Node.js 22 and newer', () => {
    for (const version of ['22.0.0', '24.21.0', '100.0.0']) assert.equal(describeNodeProblem(version), null);
  });

  it('lets a program start on a new Node.js', () => {
    assert.equal(importGuardAs('24.1.0').stdout, 'started\n');
  });

  it('ends the program with a message and a remedy on an old one', () => {
    const { status, stdout, stderr } = importGuardAs('20.19.4');
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /needs Node\.js 22 or newer; this is 20\.19\.4\.\nhint: .*`npx ipuw`/);
  });
});
