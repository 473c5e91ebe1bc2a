// Memory that is left: on a machine, in a container, and here.

import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { test } from 'node:test';
import { availableIn, availableMemoryBytes, type MemoryFigures } from '../../src/system/available-memory.ts';

const machine: MemoryFigures = {
  platform: 'linux',
  totalBytes: 16e9,
  freeBytes: 9e9,
  limitBytes: 2 ** 64,
  ownBytes: 1e9,
  readFile: (path) => {
    throw new Error(`no ${path}`);
  },
};

const files = (texts: Readonly<Record<string, string>>) => (path: string) => {
  const text = texts[path];
  if (text === undefined) throw new Error(`no ${path}`);
  return text;
};

test('without a limit it is what the machine has free; on macOS, which says too little, all of it', () => {
  assert.equal(availableIn(machine), 9e9);
  assert.equal(availableIn({ ...machine, limitBytes: 0 }), 9e9);
  assert.equal(availableIn({ ...machine, platform: 'darwin' }), 16e9);
});

test('a container leaves its limit less what it uses, file cache aside', () => {
  const second = files({
    '/sys/fs/cgroup/memory.current': '3000000000\n',
    '/sys/fs/cgroup/memory.stat': 'anon 1\ninactive_file 2000000000\nactive_file 5\n',
  });
  assert.equal(availableIn({ ...machine, limitBytes: 4e9, readFile: second }), 3e9);
  const first = files({
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': '3000000000\n',
    '/sys/fs/cgroup/memory/memory.stat': 'inactive_file 7\ntotal_inactive_file 500000000\n',
  });
  assert.equal(availableIn({ ...machine, limitBytes: 4e9, readFile: first }), 1.5e9);
});

test('a container that says nothing leaves its limit less this process; a machine that is fuller than that, what it has', () => {
  assert.equal(availableIn({ ...machine, limitBytes: 4e9 }), 3e9);
  assert.equal(availableIn({ ...machine, limitBytes: 12e9 }), 9e9);
  assert.equal(availableIn({ ...machine, limitBytes: 0.5e9 }), 0);
});

test('here it is some, and not more than there is', () => {
  const bytes = availableMemoryBytes();
  assert.ok(bytes > 0 && bytes <= totalmem(), `${bytes}`);
});
