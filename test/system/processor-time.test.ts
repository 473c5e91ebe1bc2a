import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProcessorTime, readProcessorTime } from '../../src/system/processor-time.ts';

test('the first line of /proc/stat: waiting for the disk is idle, guests are counted once', () => {
  const stat = 'cpu  100 20 30 4000 500 6 7 8 90 10\ncpu0 50 10 15 2000 250 3 4 4 45 5\nintr 1 2 3\n';
  assert.deepEqual(parseProcessorTime(stat), { busy: 100 + 20 + 30 + 6 + 7 + 8, total: 171 + 4000 + 500 });
});

test('an old kernel says less, and another text says nothing', () => {
  assert.deepEqual(parseProcessorTime('cpu 1 2 3 4\n'), { busy: 6, total: 10 });
  for (const text of ['', 'cpu0 1 2 3 4', 'cpu  x y', 'intr 1 2 3 4 5'])
    assert.equal(parseProcessorTime(text), undefined);
});

test('this machine has worked since it started, and goes on', () => {
  const first = readProcessorTime();
  assert.ok(first.busy > 0 && first.total > first.busy, JSON.stringify(first));
  const second = readProcessorTime();
  assert.ok(second.busy >= first.busy && second.total >= first.total);
});
