// Waiting in tests: for a condition with a deadline, never for a time.

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `probe` gives something truthy, and gives it; fails after `timeoutMs`, naming what was waited for. */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T> | T,
  timeoutMs = 30_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    assert.ok(performance.now() < deadline, `waited ${timeoutMs} ms in vain for ${what}`);
    await delay(20);
  }
}
