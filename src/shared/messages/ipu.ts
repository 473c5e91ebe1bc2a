// What the page asks for about a run's IPUs and its host.

import type { Plan } from '../plan.ts';
import type { HeatMap, HeatMapRequest } from './runs.ts';

export interface IpuMessages {
  'runs/heat-map': { readonly params: HeatMapRequest; readonly result: HeatMap };
  /** What the run's experiment would do on a pod; null if nobody knows its experiment, or if it cannot be planned. */
  'ipu/plan': { readonly params: { readonly runId: string }; readonly result: Plan | null };
}
