// The input of a published configuration, to be changed by a test.

import type { PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import { readPoints } from '../../../scripts/ipu-model/points.ts';

/** What a published point plans, with some of it changed. */
export function publishedInput(id: string, changes: Partial<PlanInput> = {}): PlanInput {
  const found = readPoints().find(({ point }) => point.id === id);
  if (!found) throw new Error(`No published point is called ${id}.`);
  return { ...found.input, ...changes };
}
