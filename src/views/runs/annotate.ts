// What the user says of runs goes into their folders, through the stores that have them: runs of one message may lie in several folders.

import type { AnnotationChange, RunSummary } from '../../shared/messages/runs.ts';
import type { RunIndex } from '../run-index.ts';

/** Changes what is said of these runs; resolves with them as they are now. Rejects with an AppError. */
export async function annotateRuns(
  index: RunIndex,
  runIds: readonly string[],
  change: AnnotationChange,
): Promise<readonly RunSummary[]> {
  const holders = await Promise.all(runIds.map(async (runId) => ({ runId, store: await index.storeOf(runId) })));
  const together = Map.groupBy(holders, ({ store }) => store);
  const changed = await Promise.all(
    [...together].map(([store, held]) =>
      store.request('runs/annotate', { runIds: held.map(({ runId }) => runId), change }),
    ),
  );
  return changed.flat();
}
