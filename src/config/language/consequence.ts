// What a field's value leads to: one row for each field that has something to tell. The rows are in files of one concern each;
// what they say of IPUs is the plan's, and so modelled.

import { planConfiguration } from '../../engine/ipu/plan.ts';
import type { PlanInput } from '../../engine/ipu/plan-input.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Experiment } from '../fields.ts';
import { planInputOf, type SampleCounts } from '../plan-input.ts';
import type { FieldPath } from '../rules.ts';

/** What consequences are drawn from. */
export interface Consequent {
  readonly experiment: Experiment;
  readonly input: PlanInput;
  readonly plan: Plan;
}

/** A consequence as Markdown; `isModelled` where a figure of it is an estimate and not arithmetic. */
export interface Consequence {
  readonly markdown: string;
  readonly isModelled: boolean;
}

/** For a field, what its value leads to; null where that is not known or nothing worth saying. */
export type Consequences = Readonly<Record<FieldPath, (from: Consequent) => Consequence | null>>;

/** Works out the plan of the experiment, with its counts if they are known. */
export function consequentOf(experiment: Experiment, samples: SampleCounts | null): Consequent {
  const input = planInputOf(experiment, samples ?? undefined);
  return { experiment, input, plan: planConfiguration(input) };
}

/** Plain arithmetic. */
export function worked(markdown: string): Consequence {
  return { markdown, isModelled: false };
}

/** What the model of the IPU says. */
export function modelled(markdown: string): Consequence {
  return { markdown, isModelled: true };
}
