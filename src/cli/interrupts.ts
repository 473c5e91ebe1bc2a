// Ctrl-C while runs are followed: once asks them to stop with a checkpoint, twice ends them. Each is a process group of its own, so
// the terminal's signal reaches only this program.

import type { StopOptions, StopOutcome } from '../runner/supervisor.ts';
import { toErrorShape } from '../shared/errors.ts';

const graceMs = 500;

/** What a user asked for by Ctrl-C. */
export interface Interrupts {
  /** How often. */
  readonly count: number;
  dispose(): void;
}

/** Stops what is followed when the user interrupts; `what` is its name, such as `the run`, and `say` tells what happens. */
export function watchInterrupts(
  stop: (options: StopOptions) => Promise<StopOutcome>,
  what: string,
  say: (text: string) => void,
): Interrupts {
  let count = 0;
  const onSignal = (): void => {
    count += 1;
    const force = count > 1;
    say(force ? `Ending ${what}…` : 'Stopping after this update, saving a checkpoint…; Ctrl-C again to kill');
    stop({ force, graceMs }).catch((thrown: unknown) => {
      const { message, hint } = toErrorShape(thrown);
      say(`ipuw: ${message}\nhint: ${hint}`);
    });
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return {
    get count() {
      return count;
    },
    dispose: () => signals.forEach((signal) => process.off(signal, onSignal)),
  };
}
