// Keeps the curves of the selected run up to date while they can be seen: what is new, at most ten times a second and never at the
// cost of the store's time for others, and the parts that are zoomed to at once.

import type { Limits } from '../../../src/shared/chart/model.ts';
import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { isActive } from '../../../src/shared/run-state.ts';
import { createPacer, type Clock } from '../../common/pacer.ts';
import { metricNames } from './charts.ts';
import { createFeed, type Feed, type FeedState } from './feed.ts';
import { axisKey, groupsOf, queryOf, type Group } from './groups.ts';
import type { CurveSettings } from './settings.ts';

const refreshIntervalMs = 100;
/** An answer that took long is followed by a rest so many times as long: the machine that answers is often the one that trains. */
const restFactor = 2;
const zoomIntervalMs = 50;

export interface FeedsOptions {
  readonly ask: Sender<DashboardContract>;
  readonly clock: Clock;
  /** There is something new to draw. */
  readonly onChange: () => void;
  /** Asking failed; null: it works again. */
  readonly onError: (thrown: unknown) => void;
}

export interface Feeds {
  /** The run as it is known now; asks if that is not what was last asked about. */
  show(run: RunSummary, settings: CurveSettings): void;
  state(group: string): FeedState;
  /** The part of an axis that is shown; null for all. */
  zoomTo(axis: string, range: Limits | null): void;
  zoomOf(axis: string): Limits | null;
  pause(): void;
}

const nothing: FeedState = { whole: null, part: null };

export function createFeeds({ ask, clock, onChange, onError }: FeedsOptions): Feeds {
  let wanted: { readonly run: RunSummary; readonly settings: CurveSettings } | null = null;
  let asked = '';
  const feeds = new Map<string, { readonly feed: Feed; readonly axis: string }>();
  const zooms = new Map<string, Limits>();
  /** Axes whose part is to be asked for. */
  const moved = new Set<string>();
  let wake: () => void = () => undefined;

  const feedOf = ({ key, x, maxPoints }: Group): Feed => {
    const axis = axisKey(x);
    const known = feeds.get(key);
    if (known?.axis === axis) return known.feed;
    const feed = createFeed(ask, maxPoints, onChange);
    feeds.set(key, { feed, axis });
    return feed;
  };
  const attempt = async (action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
      onError(null);
    } catch (thrown) {
      onError(thrown);
    }
  };
  const refresh = async (): Promise<void> => {
    if (!wanted) return;
    const { run, settings } = wanted;
    const startedMs = clock.now();
    await attempt(() =>
      Promise.all(
        groupsOf(metricNames(run), settings).map((group) =>
          feedOf(group).refresh(queryOf(run.runId, group, settings), !isActive(run.state), changeOf(run), run.step),
        ),
      ),
    );
    const restMs = restFactor * (clock.now() - startedMs);
    if (restMs > refreshIntervalMs) await rest(restMs);
  };
  const rest = (restMs: number): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      clock.after(restMs, resolve);
    });
  const zoom = async (): Promise<void> => {
    const axes = [...moved];
    moved.clear();
    const touched = [...feeds.values()].filter(({ axis }) => axes.includes(axis));
    await attempt(() => Promise.all(touched.map(({ feed, axis }) => feed.zoomTo(zooms.get(axis) ?? null))));
  };
  const refresher = createPacer(refresh, refreshIntervalMs, clock);
  const zoomer = createPacer(zoom, zoomIntervalMs, clock);
  return {
    show(run, settings) {
      const isOther = wanted?.run.runId !== run.runId;
      const isByUser = isOther || wanted?.settings !== settings;
      if (isOther) {
        feeds.clear();
        zooms.clear();
      }
      wanted = { run, settings };
      refresher.resume();
      zoomer.resume();
      const now = JSON.stringify([run.runId, changeOf(run), groupsOf(metricNames(run), settings), settings]);
      if (now === asked) return;
      asked = now;
      // Nobody who turns a knob waits for a rest.
      if (isByUser) wake();
      refresher.request();
    },
    state: (group) => feeds.get(group)?.feed.state() ?? nothing,
    zoomTo(axis, range) {
      if (range) zooms.set(axis, range);
      else zooms.delete(axis);
      moved.add(axis);
      zoomer.request();
    },
    zoomOf: (axis) => zooms.get(axis) ?? null,
    pause() {
      refresher.pause();
      zoomer.pause();
    },
  };
}

/** Differs whenever there may be new points. */
function changeOf({ lastEventAt, points, state, step }: RunSummary): string {
  return `${lastEventAt}/${points}/${step}/${state}`;
}
