// Paces a repeated piece of work: as many requests as you like, one run per animation frame at most, not faster than an
// interval, never two at once, and none while paused. A request is never lost: work that was asked for is done later.

export interface Clock {
  now(): number;
  /** Calls back before the next repaint. */
  frame(callback: () => void): void;
  after(delayMs: number, callback: () => void): void;
}

export interface Pacer {
  request(): void;
  pause(): void;
  resume(): void;
}

/** `work` must not reject. */
export function createPacer(work: () => Promise<void>, intervalMs: number, clock: Clock): Pacer {
  let wanted = false;
  let scheduled = false;
  let paused = false;
  let lastStart = -Infinity;

  const schedule = (): void => {
    if (!wanted || scheduled || paused) return;
    scheduled = true;
    const waitMs = lastStart + intervalMs - clock.now();
    if (waitMs > 0) clock.after(waitMs, () => clock.frame(run));
    else clock.frame(run);
  };
  const run = (): void => {
    if (paused) {
      scheduled = false;
      return;
    }
    wanted = false;
    lastStart = clock.now();
    void work().finally(() => {
      scheduled = false;
      schedule();
    });
  };
  return {
    request() {
      wanted = true;
      schedule();
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      schedule();
    },
  };
}
