// What a store and a planner would tell of a run's IPUs and its machine, for tests of the page. Shapes only, nothing is measured.

import { planConfiguration } from '../../src/engine/ipu/plan.ts';
import type { Handlers } from '../../src/shared/messages/contract.ts';
import type { IpuMessages } from '../../src/shared/messages/ipu.ts';
import type { HeatMap, HeatMapRequest, Series } from '../../src/shared/messages/runs.ts';
import { baseCard } from './plan/fixtures.ts';

/** IPUs of replicas of four, over so many steps; power was not recorded. */
export function heatMapOf(
  ipus: number,
  points: number,
  request: Pick<HeatMapRequest, 'quantity' | 'columns'>,
): HeatMap {
  const { quantity, columns } = request;
  if (quantity === 'powerWatts') return { devices: [], steps: [], values: [], totalPoints: 0 };
  const count = Math.min(points, columns);
  const steps = Array.from({ length: count }, (_, column) => 1 + Math.floor((column * points) / count));
  const busy = (ipu: number, step: number): number =>
    0.42 + 0.15 * (ipu % 4) + 0.05 * Math.sin(step / 40 + ipu) - (ipu % 16 === 5 && step % 97 < 9 ? 0.3 : 0);
  const memory = (ipu: number): number => (640 + 35 * (ipu % 4)) * 1e6;
  const value = (ipu: number, step: number): number => (quantity === 'utilisation' ? busy(ipu, step) : memory(ipu));
  const devices = Array.from({ length: ipus }, (_, index) => index);
  return { devices, steps, values: devices.map((ipu) => steps.map((step) => value(ipu, step))), totalPoints: points };
}

/** What a machine of 16 GB did. */
export function hostSeriesOf(points: number, names: readonly string[]): Series[] {
  const steps = Array.from({ length: points }, (_, index) => 4 * index + 3);
  const values: Readonly<Record<string, (step: number) => number>> = {
    'host/cpu': (step) => 0.93 + 0.05 * Math.sin(step / 30),
    'host/ownCpu': (step) => 0.88 + 0.06 * Math.sin(step / 30),
    'host/memoryBytes': (step) => 2.1e9 + 2e8 * Math.min(1, step / 200),
    'host/availableBytes': (step) => 9.4e9 - 2e8 * Math.min(1, step / 200),
    'host/loaderWait': (step) => 0.004 + 0.002 * Math.cos(step / 17),
  };
  return names.flatMap((name): Series[] => {
    const value = values[name];
    return value ? [{ name, steps, values: steps.map(value), totalPoints: points }] : [];
  });
}

export function ipuAnswers(ipus = 4, points = 375): Handlers<IpuMessages> {
  return {
    'runs/heat-map': (request) => heatMapOf(ipus, points, request),
    'ipu/plan': () => planConfiguration(baseCard),
  };
}
