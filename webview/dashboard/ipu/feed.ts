// What the tab knows of the selected run's IPUs and machine: asks the host at a bearable pace, and never for what it has. Knows no DOM.

import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { HeatMap, Series } from '../../../src/shared/messages/runs.ts';
import type { Plan } from '../../../src/shared/plan.ts';
import { createPacer, type Clock } from '../../common/pacer.ts';
import { hostSeries } from './curves.ts';
import type { Quantity } from './quantities.ts';

/** Weight updates, both ends included. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** What arrived of one run; undefined until it has. */
export interface IpuData {
  readonly map?: HeatMap;
  /** What the map shows: the quantity asked for last, once it has arrived. */
  readonly quantity?: Quantity;
  readonly host?: readonly Series[];
  readonly plan?: Plan | null;
}

export interface Feed {
  /** The run, and something that differs whenever it has more to tell. */
  show(runId: string, version: string): void;
  /** Asks for this quantity in this part of the run; null: all of it. */
  look(quantity: Quantity, range: StepRange | null): void;
  pause(): void;
  resume(): void;
}

export interface FeedOptions {
  readonly ask: Sender<DashboardContract>;
  readonly clock: Clock;
  readonly onData: (data: IpuData) => void;
  readonly onError: (thrown: unknown) => void;
}

const refreshIntervalMs = 500;
/** More columns than a picture has pixels help nobody. */
const mostColumns = 1000;
const mostPoints = 1000;

export function createFeed({ ask, clock, onData, onError }: FeedOptions): Feed {
  let runId: string | null = null;
  let version = '';
  let quantity: Quantity = 'utilisation';
  let range: StepRange | null = null;
  let data: IpuData = {};
  /** What is here, by what it was asked with. */
  let had = { map: '', host: '', plan: '' };

  const take = (of: string, part: IpuData): void => {
    if (of !== runId) return;
    data = { ...data, ...part };
    onData(data);
  };
  const fetchMap = async (of: string): Promise<void> => {
    const [what, where] = [quantity, range];
    // A part of the past stays as it is while the run goes on.
    const key = JSON.stringify([what, where ?? version]);
    if (key === had.map) return;
    const bounds = where && { fromStep: where.from, toStep: where.to };
    const map = await ask('runs/heat-map', { runId: of, quantity: what, columns: mostColumns, ...bounds });
    // Something else was chosen meanwhile, and is asked for next.
    if (of !== runId || what !== quantity || where !== range) return;
    had.map = key;
    take(of, { map, quantity: what });
  };
  const fetchHost = async (of: string): Promise<void> => {
    const key = version;
    if (key === had.host) return;
    const host = await ask('runs/series', { runId: of, names: hostSeries, maxPoints: mostPoints, buckets: true });
    if (of === runId) had.host = key;
    take(of, { host });
  };
  const fetchPlan = async (of: string): Promise<void> => {
    if (had.plan === of) return;
    had.plan = of;
    try {
      take(of, { plan: await ask('ipu/plan', { runId: of }) });
    } catch (thrown) {
      take(of, { plan: null });
      throw thrown;
    }
  };
  const refresh = async (): Promise<void> => {
    const of = runId;
    if (of === null) return;
    // A plan may take long where the machine is busy, and what is measured must not wait for it.
    void fetchPlan(of).catch(onError);
    for (const result of await Promise.allSettled([fetchMap(of), fetchHost(of)])) {
      if (result.status === 'rejected') onError(result.reason);
    }
  };
  const pacer = createPacer(refresh, refreshIntervalMs, clock);
  return {
    show(nextRun, nextVersion) {
      if (nextRun === runId && nextVersion === version) return;
      if (nextRun !== runId) {
        data = {};
        had = { map: '', host: '', plan: '' };
        range = null;
      }
      runId = nextRun;
      version = nextVersion;
      pacer.request();
    },
    look(nextQuantity, nextRange) {
      quantity = nextQuantity;
      range = nextRange;
      pacer.request();
    },
    pause: () => pacer.pause(),
    resume: () => pacer.resume(),
  };
}
