import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describe, it } from 'node:test';
import { isSameProcess, parseProcStat, parsePs, readProcessIdentity } from '../../src/system/process-identity.ts';

const onLinux = { skip: process.platform === 'linux' ? false : 'reads /proc' };

describe('readProcessIdentity', () => {
  it('gives the same identity of a living process each time', async () => {
    const first = await readProcessIdentity(process.pid);
    assert.ok(first);
    assert.deepEqual(await readProcessIdentity(process.pid), first);
    assert.equal(first.pid, process.pid);
    assert.equal(first.host, hostname());
    assert.notEqual(first.processStart, '');
  });

  it('takes the boot id from the kernel', onLinux, async () => {
    const kernel = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    assert.equal((await readProcessIdentity(process.pid))?.bootId, kernel.trim());
  });

  it('is null for a process that has ended, and for what is no pid', async () => {
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'exit');
    assert.equal(await readProcessIdentity(child.pid!), null);
    for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 53]) assert.equal(await readProcessIdentity(pid), null);
  });

  it('is null for a zombie, although it still answers signals', onLinux, async () => {
    // The shell starts a child and becomes `sleep`, which never collects it; the child ends when that has happened.
    const child = "sh -c 'until grep -q sleep /proc/$PPID/comm; do :; done'";
    const parent = spawn('sh', ['-c', `${child} & echo $!; exec sleep 60`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(line.toString());
      await waitForState(pid, 'Z');
      assert.equal(process.kill(pid, 0), true);
      assert.equal(await readProcessIdentity(pid), null);
    } finally {
      parent.kill('SIGKILL');
      await once(parent, 'exit');
    }
  });

  it('sees a program that took over a pid as another process', async () => {
    const now = await readProcessIdentity(process.pid);
    assert.ok(now);
    assert.equal(isSameProcess(now, { ...now }), true);
    assert.equal(isSameProcess(now, { ...now, processStart: `${now.processStart}0` }), false);
    assert.equal(isSameProcess(now, { ...now, bootId: 'another-boot' }), false);
    assert.equal(isSameProcess(now, { ...now, host: 'another-host' }), false);
    assert.equal(isSameProcess({ ...now, processStart: '' }, { ...now, processStart: '' }), false);
  });
});

describe('parseProcStat', () => {
  const tail = Array.from({ length: 49 }, (_, index) => `f${index + 4}`).join(' ');

  it('takes field 3 and field 22, whatever the command is called', () => {
    for (const name of ['node', 'a b', ') Z 1 2 (', '((', '']) {
      assert.deepEqual(parseProcStat(`17 (${name}) S ${tail}`), { state: 'S', processStart: 'f22' });
    }
  });

  it('is null for anything else', () => {
    assert.equal(parseProcStat(''), null);
    assert.equal(parseProcStat('17 (node) S 1'), null);
  });
});

describe('parsePs', () => {
  it('separates the state from the start time', () => {
    assert.deepEqual(parsePs(' Ss   Mon Jan  5 10:11:12 2026    \n'), {
      state: 'Ss',
      processStart: 'Mon Jan  5 10:11:12 2026',
    });
    assert.equal(parsePs(''), null);
  });
});

async function waitForState(pid: number, state: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (parseProcStat(await readFile(`/proc/${pid}/stat`, 'utf8'))?.state !== state) {
    assert.ok(Date.now() < deadline, `process ${pid} did not reach state ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
