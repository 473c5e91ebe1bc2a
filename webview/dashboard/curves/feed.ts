// Fetches one group of curves, all over the same axis: in full, then what is new, and in detail the part that the user zooms to.
// What was fetched last stays until the next answer is there.

import type { Limits } from '../../../src/shared/chart/model.ts';
import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import {
  appendDelta,
  canGrow,
  collectCurves,
  deltaRequest,
  fullRequest,
  type Curves,
  type SeriesQuery,
} from './series.ts';

export interface FeedState {
  /** Of the whole run; null until they have arrived. */
  readonly whole: Curves | null;
  /** Of a part of the axis. */
  readonly part: { readonly range: Limits; readonly curves: Curves } | null;
}

export interface Feed {
  readonly state: () => FeedState;
  /**
   * Asks for what is wanted now and not here yet; `isOver`: the run has ended, so that each `change` of it is asked
   * about once, and in full. `step`: how far the run is known to be.
   */
  refresh(query: SeriesQuery, isOver: boolean, change: string, step: number): Promise<void>;
  /** Asks for this part of the axis, or shows the whole again. */
  zoomTo(range: Limits | null): Promise<void>;
}

/** `onChange` hears that there is something new to draw. */
export function createFeed(ask: Sender<DashboardContract>, maxPoints: number, onChange: () => void): Feed {
  let query: SeriesQuery | null = null;
  let key = '';
  let whole: Curves | null = null;
  let part: FeedState['part'] = null;
  let range: Limits | null = null;
  /** The change of the run that was answered in full after its end. */
  let finalChange: string | null = null;

  /** The step that the last full answer went up to. */
  let toStep = 0;

  const fetchWhole = async (wanted: SeriesQuery, isOver: boolean, step: number): Promise<Curves> => {
    const isKnown = whole !== null && JSON.stringify(wanted) === key;
    let last = step;
    if (whole && isKnown && !isOver && canGrow(wanted)) {
      const delta = await ask('runs/series', deltaRequest(wanted, whole, maxPoints, toStep));
      const grown = appendDelta(whole, delta, maxPoints, toStep);
      if (grown) return grown;
      last = Math.max(step, ...delta.map(({ steps }) => steps.at(-1) ?? 0));
    }
    const answer = await ask('runs/series', fullRequest(wanted, maxPoints, isOver ? undefined : last));
    toStep = last;
    return collectCurves(answer);
  };
  const fetchPart = async (): Promise<void> => {
    if (!range || !query) return;
    const wanted = { range, query };
    const { min: fromX, max: toX } = range;
    const answer = await ask('runs/series', { ...query, fromX, toX, maxPoints });
    if (range !== wanted.range || query !== wanted.query) return;
    part = { range, curves: collectCurves(answer) };
    onChange();
  };
  return {
    state: () => ({ whole, part }),
    async refresh(wanted, isOver, change, step) {
      const isSame = key === JSON.stringify(wanted);
      if (isSame && finalChange === change) return;
      if (!isSame) part = null;
      query = wanted;
      const curves = await fetchWhole(wanted, isOver, step);
      if (query !== wanted) return;
      const end = endOf(whole);
      [whole, key, finalChange] = [curves, JSON.stringify(wanted), isOver ? change : null];
      onChange();
      // A part that lies before what is new stays as it is.
      if (range && (!part || !isSame || range.max >= end)) await fetchPart();
    },
    async zoomTo(next) {
      range = next;
      if (!next) {
        part = null;
        onChange();
      } else await fetchPart();
    },
  };
}

function endOf(curves: Curves | null): number {
  const ends = [...(curves?.values() ?? [])].map(({ x, steps }) => (x ?? steps).at(-1) ?? -Infinity);
  return Math.max(-Infinity, ...ends);
}
