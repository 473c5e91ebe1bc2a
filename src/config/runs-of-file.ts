// Which runs are an experiment file's: those that were launched from it. Older runs do not say from which file; of them, those of
// its name.

import { resolve } from 'node:path';
import type { RunSummary } from '../shared/messages/runs.ts';

/** A run as far as it says where it comes from. */
export type RunOrigin = Pick<RunSummary, 'name' | 'source' | 'sweep' | 'startedAt'>;

/** An experiment file and what its experiment is called; `workspaceFolder` is where its runs are. */
export interface FileOfRuns {
  /** Absolute. */
  readonly file: string;
  readonly name: string;
  readonly workspaceFolder: string;
}

/** The runs of the file, newest first; those of its sweeps are left out, as each differs from the file by design. */
export function runsOfFile<R extends RunOrigin>(runs: readonly R[], { file, name, workspaceFolder }: FileOfRuns): R[] {
  const isItsRun = ({ source, sweep, name: called }: R): boolean => {
    if (sweep !== undefined) return false;
    return source === undefined ? called === name : resolve(workspaceFolder, source) === file;
  };
  return runs.filter(isItsRun).sort((a, b) => b.startedAt - a.startedAt);
}
