// Ctrl-C while a run is followed: once asks the run to stop with a checkpoint, twice ends it. The run is a process group of its
// own, so the terminal's signal reaches only this program.

import { stopRun } from '../runner/supervisor.ts';
import { toErrorShape } from '../shared/errors.ts';

const graceMs = 500;

/** What a user asked for by Ctrl-C. */
export interface Interrupts {
  /** How often. */
  readonly count: number;
  dispose(): void;
}

/** Stops the run in `folder` when the user interrupts; `say` tells what happens. */
export function watchInterrupts(folder: string, say: (text: string) => void): Interrupts {
  let count = 0;
  const onSignal = (): void => {
    count += 1;
    const force = count > 1;
    say(force ? 'Ending the run…' : 'Stopping after this update, saving a checkpoint…; Ctrl-C again to kill');
    stopRun(folder, { force, graceMs }).catch((thrown: unknown) => {
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
