// The pacer's clock in a real page.

import type { Clock } from './pacer.ts';

/** Time and frames of the page. */
export const browserClock: Clock = {
  now: () => performance.now(),
  frame: (callback) => void requestAnimationFrame(callback),
  after: (delayMs, callback) => void setTimeout(callback, delayMs),
};
