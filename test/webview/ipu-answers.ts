// What a store and a planner would tell of a run's IPUs, for tests of the page.

import { planConfiguration } from '../../src/engine/ipu/plan.ts';
import type { Handlers } from '../../src/shared/messages/contract.ts';
import type { IpuMessages } from '../../src/shared/messages/ipu.ts';
import { heatMapOf } from '../../webview/components/fixtures/ipu.ts';
import { baseCard } from './plan/fixtures.ts';

/** The plan of the published base model, and IPUs that follow it. */
export function ipuAnswers(ipus = 4, points = 375): Handlers<IpuMessages> {
  return {
    'runs/heat-map': (request) => heatMapOf(ipus, points, request),
    'ipu/plan': () => planConfiguration(baseCard),
  };
}
