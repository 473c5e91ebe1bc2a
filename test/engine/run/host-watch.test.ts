import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostWatch, type HostReadings } from '../../../src/engine/run/host-watch.ts';

/** A machine with four processors whose figures the test sets. */
function machine() {
  const now = {
    ms: 5000,
    busy: 700,
    total: 9000,
    ownMs: 300,
    memoryBytes: 2e9,
    availableBytes: 6e9 as number | undefined,
  };
  const readings: HostReadings = {
    nowMs: () => now.ms,
    processorTime: () => ({ busy: now.busy, total: now.total }),
    ownMs: () => now.ownMs,
    processors: 4,
    memoryBytes: () => now.memoryBytes,
    availableBytes: () => now.availableBytes,
  };
  return { now, readings };
}

test('shares are those since the last event, and each event begins a new time', () => {
  const { now, readings } = machine();
  const watch = new HostWatch(readings);
  watch.waitFor(() => (now.ms += 250));
  Object.assign(now, { ms: now.ms + 750, busy: 1000, total: 9400, ownMs: 1500 });
  assert.deepEqual(watch.sample(7), {
    kind: 'host',
    step: 7,
    cpu: 0.75,
    ownCpu: 0.3,
    memoryBytes: 2e9,
    availableBytes: 6e9,
    loaderWait: 0.25,
  });
  Object.assign(now, { ms: now.ms + 2000, busy: 1000, total: 10_200 });
  const { cpu, ownCpu, loaderWait } = watch.sample(9)!;
  assert.deepEqual({ cpu, ownCpu, loaderWait }, { cpu: 0, ownCpu: 0, loaderWait: 0 });
});

test('at most one event a second; at the end what is left, unless it is too short to tell anything', () => {
  const { now, readings } = machine();
  const watch = new HostWatch(readings);
  now.ms += 999;
  assert.equal(watch.sample(1), null);
  assert.equal(watch.last(1)?.step, 1);
  now.ms += 99;
  assert.equal(watch.last(2), null);
  now.ms += 901;
  assert.equal(watch.sample(3)?.step, 3);
});

test('what was counted before the training begins does not count', () => {
  const { now, readings } = machine();
  const watch = new HostWatch(readings);
  watch.waitFor(() => (now.ms += 5000));
  watch.begin();
  now.ms += 1000;
  assert.equal(watch.sample(1)?.loaderWait, 0);
});

test('preparing that fails is waited for all the same, and its failure gets through', () => {
  const { now, readings } = machine();
  const watch = new HostWatch(readings);
  const prepare = () => {
    now.ms += 500;
    throw new Error('no data');
  };
  assert.throws(() => watch.waitFor(prepare), /no data/);
  now.ms += 500;
  assert.equal(watch.sample(1)?.loaderWait, 0.5);
});

test('a system that does not tell leaves gaps, not zeros', () => {
  const { now, readings } = machine();
  now.availableBytes = undefined;
  const watch = new HostWatch({ ...readings, processors: 0 });
  now.ms += 1000;
  const event = watch.sample(1)!;
  assert.ok(Number.isNaN(event.cpu), 'no processor time went by');
  assert.ok(!('ownCpu' in event) && !('availableBytes' in event));
});
