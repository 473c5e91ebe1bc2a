// Whatever lies on the PATH under a tool's name is survived, and nothing of it is left running.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { askTool, describeTool } from '../../../src/runner/doctor/ask-tool.ts';
import { readProcessIdentity } from '../../../src/system/process-identity.ts';
import { waitFor } from '../../support/wait.ts';
import { isPosix, makeStubs, type Stubs } from './stubs.ts';

describe('askTool', { skip: isPosix ? false : 'stub tools are shell scripts' }, () => {
  let stubs: Stubs;
  before(async () => {
    stubs = await makeStubs();
  });
  after(() => stubs.remove());

  const ask = async (name: string, changes: Parameters<Stubs['surroundings']>[0] = {}) => {
    const answer = await askTool(name, ['--version'], stubs.surroundings(changes));
    return { ...answer, words: describeTool(name, answer) };
  };
  const isGone = async (pidFile: string): Promise<boolean> => {
    const pid = await waitFor('the stub to say its pid', () =>
      readFile(join(stubs.folder, pidFile), 'utf8').then(Number, () => 0),
    );
    return (await readProcessIdentity(pid)) === null;
  };

  it('gives the first line of an answer, without terminal escapes', async () => {
    await stubs.write('good', `printf '\\033[31mgood 1.2\\033[0m\\nmore\\n'`);
    assert.equal((await ask('good')).words, `good 1.2 (${join(stubs.folder, 'good')}).`);
    await stubs.write('errs', 'echo "errs 3" >&2');
    assert.match((await ask('errs')).words, /^errs 3 /);
  });

  it('says that there is none, or none that may be executed', async () => {
    assert.equal((await ask('absent')).words, 'absent is not on the PATH.');
    await stubs.write('data', 'echo never', 0o644);
    const answer = await ask('data');
    assert.equal(answer.kind, 'broken');
    assert.match(answer.words, /data may not be executed\./);
  });

  it('says how it ended', async () => {
    await stubs.write('lost', 'exit 127');
    assert.match((await ask('lost')).words, /lost ended with code 127\./);
    await stubs.write('crash', 'kill -SEGV $$');
    assert.match((await ask('crash')).words, /crash was ended by SIGSEGV\./);
  });

  it('says that it is not a program', async () => {
    const path = await stubs.write('garbage', '');
    await writeFile(path, '\u0000\u0001 no program');
    assert.match((await ask('garbage')).words, /garbage (cannot be started|ended with code)/);
  });

  it('ends one that prints without end', async () => {
    await stubs.write('flood', `echo $$ > ${stubs.folder}/flood.pid; exec cat /dev/zero`);
    assert.match((await ask('flood')).words, /flood printed more than 64 kB and was ended\./);
    await waitFor('the flood to be gone', () => isGone('flood.pid'));
  });

  it('ends one that hangs and ignores signals, and what it started', async () => {
    const child = `trap '' TERM INT HUP; echo $$ > ${stubs.folder}/child.pid; while :; do sleep 1; done`;
    await stubs.write('child', child);
    await stubs.write('hang', `trap '' TERM INT HUP; ${stubs.folder}/child & while :; do sleep 1; done`);
    const { words } = await ask('hang', { toolTimeoutMs: 3000 });
    assert.match(words, /hang gave no answer in 3 s and was ended\./);
    await waitFor('its child to be gone', () => isGone('child.pid'));
  });

  it('does not wait for what a tool leaves behind', async () => {
    await stubs.write('leaver', `sleep 1000 & echo $! > ${stubs.folder}/left.pid; echo leaver 1`);
    assert.match((await ask('leaver', { toolTimeoutMs: 600_000 })).words, /^leaver 1 /);
    await waitFor('what it left to be gone', () => isGone('left.pid'));
  });

  it('ends it when it is interrupted', async () => {
    await stubs.write('slow', `echo $$ > ${stubs.folder}/slow.pid; exec sleep 1000`);
    const interrupted = new AbortController();
    const asked = ask('slow', { toolTimeoutMs: 600_000, signal: interrupted.signal });
    await waitFor('the stub to run', () => readFile(join(stubs.folder, 'slow.pid'), 'utf8').catch(() => ''));
    interrupted.abort();
    assert.match((await asked).words, /slow was interrupted\./);
    await waitFor('it to be gone', () => isGone('slow.pid'));
  });

  it('gives it no secret', async () => {
    await stubs.write('curious', 'env | tr "\\n" " "');
    const env = { PATH: stubs.folder, HF_TOKEN: 'hf_abcdefghij', AWS_SECRET_ACCESS_KEY: 'sesame', PLAIN: 'seen' };
    const { words } = await ask('curious', { env });
    assert.match(words, /PLAIN=seen/);
    assert.doesNotMatch(words, /hf_abcdefghij|sesame/);
  });

  it('runs nothing in an untrusted workspace', async () => {
    await stubs.write('eager', `touch ${stubs.folder}/ran`);
    const { kind, words } = await ask('eager', { trusted: false });
    assert.equal(kind, 'unasked');
    assert.match(words, /not asked for its version because the workspace is not trusted/);
    await assert.rejects(readFile(join(stubs.folder, 'ran')));
  });

  it('looks into no relative folder of the PATH', async () => {
    await stubs.write('near', 'echo near');
    for (const folder of ['', '.', relative(process.cwd(), stubs.folder)]) {
      assert.equal((await ask('near', { env: { PATH: folder } })).kind, 'absent', folder);
    }
  });
});
