// What a run is, folded from its events one by one. Pure: the same events give the same record, however they are cut into
// batches. Curves, log lines and checkpoints have rows of their own and are not in here.

import type { ErrorShape } from '../shared/errors.ts';
import type { HelloEvent, JournalEvent } from '../shared/journal/event.ts';
import type { ProcessIdentity, RunProgress } from '../shared/messages/runs.ts';
import { isActive, type RunState } from '../shared/run-state.ts';

export interface RunRecord {
  /** As the journal says; `lost` is apart, because any later event undoes it. */
  readonly state: Exclude<RunState, 'lost'>;
  readonly lost: boolean;
  readonly startedAt: number | null;
  readonly lastEventAt: number | null;
  /** Milliseconds in which a process worked, from each hello to the last event after it; null before the first. */
  readonly workedMs: number | null;
  readonly step: number;
  readonly points: number;
  readonly latest: ReadonlyMap<string, number>;
  readonly results: ReadonlyMap<string, number>;
  readonly progress: RunProgress | null;
  readonly error: ErrorShape | null;
  readonly process: ProcessIdentity | null;
  readonly ipuSource: 'model' | 'device' | null;
}

/** A run of which only the folder exists. */
export const queuedRun: RunRecord = {
  state: 'queued',
  lost: false,
  startedAt: null,
  lastEventAt: null,
  workedMs: null,
  step: 0,
  points: 0,
  latest: new Map(),
  results: new Map(),
  progress: null,
  error: null,
  process: null,
  ipuSource: null,
};

/** The state to show. */
export function shownState(record: Pick<RunRecord, 'state' | 'lost'>): RunState {
  return record.lost && isActive(record.state) ? 'lost' : record.state;
}

/** The record after one more event. */
export function foldEvent(record: RunRecord, event: JournalEvent): RunRecord {
  const startedAt = record.startedAt ?? event.time;
  const workedMs = workedUntil(record, event);
  return { ...record, startedAt, lastEventAt: event.time, workedMs, lost: false, ...changesOf(record, event) };
}

function workedUntil({ state, workedMs, lastEventAt }: RunRecord, event: JournalEvent): number | null {
  if (event.kind === 'hello') return workedMs ?? 0;
  // A run that was lost is queued again by another process than its own.
  const isWaiting = !isActive(state) || state === 'queued' || (event.kind === 'state' && event.state === 'queued');
  if (workedMs === null || isWaiting) return workedMs;
  return workedMs + Math.max(0, event.time - (lastEventAt ?? event.time));
}

function changesOf(record: RunRecord, event: JournalEvent): Partial<RunRecord> {
  switch (event.kind) {
    case 'hello':
      // Also the first event after a resume: what ended before is under way again.
      return { state: 'starting', error: null, process: identityOf(event) };
    case 'state':
      return { state: event.state };
    case 'metrics':
      return { step: event.step, points: record.points + 1, latest: merged(record.latest, event.values) };
    case 'progress':
      return progressOf(event);
    case 'ipu':
      return { ipuSource: record.ipuSource === 'device' ? 'device' : event.source };
    case 'checkpoint':
      return { step: event.step };
    case 'result':
      return { results: merged(record.results, event.values) };
    case 'end':
      return { state: event.state, error: event.error ?? null };
    case 'host':
    case 'log':
    case 'heartbeat':
      return {};
  }
  return event satisfies never;
}

function identityOf({ pid, bootId, processStart, host }: HelloEvent): ProcessIdentity {
  return { pid, bootId, processStart, host };
}

function progressOf(event: JournalEvent & { kind: 'progress' }): Partial<RunRecord> {
  const { phase, done, total, perSecond, remainingMs } = event;
  const progress: RunProgress = {
    phase,
    done,
    total,
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(remainingMs === undefined ? {} : { remainingMs }),
  };
  return phase === 'train' ? { progress, step: done } : { progress };
}

function merged(
  values: ReadonlyMap<string, number>,
  more: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  return new Map([...values, ...Object.entries(more)]);
}
