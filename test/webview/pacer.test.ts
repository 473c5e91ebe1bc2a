import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPacer, type Clock } from '../../webview/common/pacer.ts';

/** A clock that the test turns: frames come every 16 ms. */
class HandClock implements Clock {
  timeMs = 0;
  #waiting: { atMs: number; callback: () => void }[] = [];
  now() {
    return this.timeMs;
  }
  frame(callback: () => void) {
    this.after(16, callback);
  }
  after(delayMs: number, callback: () => void) {
    this.#waiting.push({ atMs: this.timeMs + delayMs, callback });
  }
  async turn(toMs: number) {
    for (;;) {
      const next = this.#waiting.sort((a, b) => a.atMs - b.atMs)[0];
      if (!next || next.atMs > toMs) break;
      this.#waiting.shift();
      this.timeMs = next.atMs;
      next.callback();
      await new Promise(setImmediate);
    }
    this.timeMs = toMs;
  }
}

test('any number of requests run at most ten times a second, and the last is not lost', async () => {
  const clock = new HandClock();
  const starts: number[] = [];
  const pacer = createPacer(async () => void starts.push(clock.timeMs), 100, clock);
  for (let timeMs = 5; timeMs <= 1000; timeMs += 5) {
    pacer.request();
    await clock.turn(timeMs);
  }
  await clock.turn(2000);
  assert.ok(starts.length >= 8 && starts.length <= 11, `${starts.length} runs`);
  for (const [index, start] of starts.entries()) assert.ok(index === 0 || start - starts[index - 1]! >= 100);
  assert.ok(starts.at(-1)! >= 1000, 'the last request was served');
});

test('work never overlaps', async () => {
  const clock = new HandClock();
  const open: (() => void)[] = [];
  const pacer = createPacer(() => new Promise<void>((resolve) => open.push(resolve)), 100, clock);
  pacer.request();
  await clock.turn(50);
  pacer.request();
  await clock.turn(1000);
  assert.equal(open.length, 1);
  open[0]!();
  await new Promise(setImmediate);
  await clock.turn(2000);
  assert.equal(open.length, 2);
});

test('nothing runs while paused, and what was asked for runs on resuming', async () => {
  const clock = new HandClock();
  let runs = 0;
  const pacer = createPacer(async () => void runs++, 100, clock);
  pacer.request();
  pacer.pause();
  await clock.turn(1000);
  assert.equal(runs, 0);
  pacer.resume();
  await clock.turn(2000);
  assert.equal(runs, 1);
});
