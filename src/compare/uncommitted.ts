// The uncommitted changes that a run recorded when it began.

import { readRecordedEnvironment, textOf, valuesOf } from './recorded-environment.ts';

export interface Uncommitted {
  readonly commit: string;
  readonly diff: string;
  /** The diff was too long to be recorded in full. */
  readonly truncated: boolean;
}

/** What was recorded in the run folder; null if nothing was changed, or nothing was recorded. */
export async function readUncommitted(runFolder: string): Promise<Uncommitted | null> {
  const { commit, diff, diffTruncated } = valuesOf((await readRecordedEnvironment(runFolder))['git']);
  const text = textOf(diff);
  return text === undefined ? null : { commit: textOf(commit) ?? '', diff: text, truncated: diffTruncated === true };
}
