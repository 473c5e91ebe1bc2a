// What the doctor says of one thing, and what it has to know to look at it. Plain data: a terminal and an editor show the same.

/**
 * `ok`: works; `warning`: works, with a limit worth knowing; `missing`: not there, and something would be better with it; `error`: does not
 * work and has to; `not-needed`: not there, and nothing that is used now asks for it.
 */
export type CheckState = 'ok' | 'warning' | 'missing' | 'error' | 'not-needed';

/** What was found out about one thing. */
export interface Finding {
  readonly state: CheckState;
  /** One or two sentences. */
  readonly finding: string;
  /** What to do, or who needs it at all; empty where there is nothing to say. */
  readonly remedy: string;
}

/** A finding with the name of what was looked at. */
export interface Check extends Finding {
  readonly id: string;
  readonly title: string;
}

/** A folder with runs, or one that may get some. */
export interface DoctorFolder {
  readonly folder: string;
  readonly databaseFile: string;
  readonly runsFolder: string;
}

/** All that the doctor looks at comes in here. */
export interface Surroundings {
  /** The program that asks, such as `VS Code 1.110.0`. */
  readonly host: string;
  /** The Node.js program (or Electron as such) that runs ours, and its version. */
  readonly node: string;
  readonly nodeVersion: string;
  readonly engineScript: string;
  readonly storeScript: string;
  readonly folders: readonly DoctorFolder[];
  /** In an untrusted workspace no program is started but our own. */
  readonly trusted: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** How long a program found on the PATH may take. */
  readonly toolTimeoutMs: number;
  /** How long the engine may take to try out what computes. */
  readonly engineTimeoutMs: number;
  /** Ends every program that was started. */
  readonly signal: AbortSignal;
}

/** One entry of the doctor's list; it may say several things. */
export interface Examination {
  readonly id: string;
  readonly title: string;
  readonly examine: (surroundings: Surroundings) => Promise<readonly Check[]>;
}

/** How many checks are in each state, in words: `9 ok, 1 warning`. */
export function summarize(checks: readonly Check[]): string {
  const words: Readonly<Record<CheckState, string>> = {
    error: 'not working',
    missing: 'missing',
    warning: 'to look at',
    ok: 'fine',
    'not-needed': 'not needed',
  };
  const states = Object.keys(words) as CheckState[];
  const count = (state: CheckState): number => checks.filter((check) => check.state === state).length;
  return states
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${words[state]}`)
    .join(', ');
}
