// The states of a run. `lost` is never written by the run itself: it is what an observer concludes.

/** Every run state, in the order in which a run passes through them. */
export const runStates = [
  'queued',
  'starting',
  'running',
  'stopping',
  'completed',
  'stopped',
  'failed',
  'lost',
] as const;

export type RunState = (typeof runStates)[number];

/** States in which a run's process is expected to be alive. */
export const activeStates = ['queued', 'starting', 'running', 'stopping'] as const satisfies readonly RunState[];

/** States that a run's process may write as its end. */
export const endStates = ['completed', 'stopped', 'failed'] as const satisfies readonly RunState[];
export type EndState = (typeof endStates)[number];

export function isRunState(value: unknown): value is RunState {
  return runStates.includes(value as RunState);
}

export function isActive(state: RunState): boolean {
  return (activeStates as readonly RunState[]).includes(state);
}

export function isEndState(value: unknown): value is EndState {
  return endStates.includes(value as EndState);
}

/** Whether the run ended before its work was done, so that it can go on. */
export function isResumable(state: RunState): boolean {
  return state === 'stopped' || state === 'failed' || state === 'lost';
}

/** The same of a run as it is listed: one that was imported has no program that could go on with it. */
export function canResume(run: { readonly state: RunState; readonly imported?: unknown }): boolean {
  return run.imported === undefined && isResumable(run.state);
}
