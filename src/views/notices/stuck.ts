// Finds active runs that make no progress: much longer than their rhythm, and at least for minutes. The clock is given. A machine that
// slept is no run's fault, and neither is waiting in a queue.

import * as l10n from '@vscode/l10n';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { isActive } from '../../shared/run-state.ts';
import { formatDuration } from '../../shared/run-text.ts';
import type { Notice } from './notice.ts';

/** No run is stuck before. */
export const leastMs = 5 * 60_000;
/** Before the first update there is no rhythm: data are prepared, or a model fetched. */
export const leastBeforeTrainingMs = 15 * 60_000;
const mostSteps = 20;
/** Looked at less often than this, the machine was asleep in between. */
const sleepMs = 2 * 60_000;

export interface StuckWatch {
  /** The runs among all that are found stuck now, each told once until it goes on. To be called every few seconds. */
  take(runs: readonly RunSummary[], nowMs: number): readonly Notice[];
}

interface Seen {
  readonly mark: string;
  readonly sinceMs: number;
  readonly told: boolean;
}

export function createStuckWatch(): StuckWatch {
  const seen = new Map<string, Seen>();
  let lastMs = -Infinity;
  return {
    take(runs, nowMs) {
      const slept = nowMs - lastMs > sleepMs;
      lastMs = nowMs;
      const notices: Notice[] = [];
      const working = runs.filter(({ state }) => isActive(state) && state !== 'queued');
      const ids = new Set(working.map(({ runId }) => runId));
      for (const runId of seen.keys()) if (!ids.has(runId)) seen.delete(runId);
      for (const run of working) {
        const last = seen.get(run.runId);
        const mark = markOf(run);
        if (last?.mark !== mark || slept) {
          seen.set(run.runId, { mark, sinceMs: nowMs, told: last?.mark === mark && last.told });
        } else if (!last.told && nowMs - last.sinceMs > patienceMs(run)) {
          seen.set(run.runId, { ...last, told: true });
          notices.push(describeStuck(run, nowMs - last.sinceMs));
        }
      }
      return notices;
    },
  };
}

/** What changes with every progress; heartbeats leave it as it is. */
function markOf({ state, step, points, progress }: RunSummary): string {
  return [state, step, points, progress?.phase, progress?.done].join(' ');
}

/** How long a run may be without progress. */
export function patienceMs(run: RunSummary): number {
  const stepMs = stepTimeMs(run);
  return stepMs === undefined ? leastBeforeTrainingMs : Math.max(leastMs, mostSteps * stepMs);
}

/** Mean time of a unit of the phase, or of a weight update. */
function stepTimeMs({ progress, step, workedMs }: RunSummary): number | undefined {
  if (progress?.perSecond !== undefined && progress.perSecond > 0) return 1000 / progress.perSecond;
  return step > 0 && workedMs !== undefined ? workedMs / step : undefined;
}

function describeStuck(run: RunSummary, silentMs: number): Notice {
  const text = l10n.t(
    '{0} seems stuck: no progress for {1}. Look at its output; if it hangs, stop it and resume it from its last checkpoint.',
    run.name,
    formatDuration(silentMs),
  );
  return { kind: 'stuck', severity: 'warning', text, run };
}
