// Which runs the tree shows, and in which order: starred ones first, archived ones only when asked for, and those that meet the filter. Pure.

import type { RunSummary } from '../../shared/messages/runs.ts';
import { groupRuns, isGroup, type RunEntry } from '../../shared/run-groups.ts';

export interface TreeChoice {
  readonly archived: boolean;
  /** Whether a run meets the filter. */
  readonly meets: (run: RunSummary) => boolean;
}

/** The entries of the tree's first level. */
export function listEntries(runs: readonly RunSummary[], { archived, meets }: TreeChoice): readonly RunEntry[] {
  const shown = runs.filter((run) => (archived || run.annotations?.archived !== true) && meets(run));
  const entries = groupRuns(shown);
  return [...entries.filter(hasStar), ...entries.filter((entry) => !hasStar(entry))];
}

/** A group stays where its newest run is: a star in it is seen in it. */
function hasStar(entry: RunEntry): boolean {
  return !isGroup(entry) && entry.annotations?.starred === true;
}
