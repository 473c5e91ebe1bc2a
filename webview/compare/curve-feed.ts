// The curves of all compared runs as they were last fetched: what is wanted and not here, or of a run that has gone on, is asked for.

import type { CompareContract } from '../../src/shared/messages/compare.ts';
import type { Sender } from '../../src/shared/messages/contract.ts';
import type { Series, SeriesRequest } from '../../src/shared/messages/runs.ts';
import type { ComparedRun } from './models/view.ts';

export interface CurveFeed {
  /** Empty until they have arrived. */
  seriesOf(runId: string): readonly Series[];
  hasAny(): boolean;
  /** Asks for what is missing; resolves when all is here. One question at a time: a later one is asked after it. */
  refresh(runs: readonly ComparedRun[], requestOf: (runId: string) => SeriesRequest): Promise<void>;
}

/** `onChange` hears that there is something new to draw. */
export function createCurveFeed(
  ask: Sender<CompareContract>,
  onChange: () => void,
  onError: (thrown: unknown) => void,
): CurveFeed {
  const held = new Map<string, { readonly stamp: string; readonly series: readonly Series[] }>();
  let busy: Promise<void> | null = null;
  let next: (() => Promise<void>) | null = null;

  const fetchMissing = async (
    runs: readonly ComparedRun[],
    requestOf: (runId: string) => SeriesRequest,
  ): Promise<void> => {
    const wanted = runs
      .map(({ runId, summary }) => ({ runId, request: requestOf(runId), points: summary.points }))
      .map(({ runId, request, points }) => ({ runId, request, stamp: JSON.stringify([request, points]) }))
      .filter(({ runId, stamp }) => held.get(runId)?.stamp !== stamp);
    if (wanted.length === 0) return;
    const fetchOne = async ({ runId, request, stamp }: (typeof wanted)[number]): Promise<void> => {
      try {
        held.set(runId, { stamp, series: await ask('runs/series', request) });
      } catch (thrown) {
        // Not asked again until something changes.
        held.set(runId, { stamp, series: held.get(runId)?.series ?? [] });
        onError(thrown);
      }
    };
    await Promise.all(wanted.map(fetchOne));
    onChange();
  };
  const run = async (work: () => Promise<void>): Promise<void> => {
    await work();
    const waiting = next;
    next = null;
    if (waiting) await run(waiting);
  };
  return {
    seriesOf: (runId) => held.get(runId)?.series ?? [],
    hasAny: () => held.size > 0,
    refresh(runs, requestOf) {
      const work = (): Promise<void> => fetchMissing(runs, requestOf);
      if (busy) {
        next = work;
        return busy;
      }
      busy = run(work).finally(() => {
        busy = null;
      });
      return busy;
    },
  };
}
