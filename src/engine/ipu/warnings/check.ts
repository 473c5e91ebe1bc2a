// What a check of a whole plan is given, and what it answers.

import type { PipelinePlan, PlanWarning, Remedy } from '../../../shared/plan.ts';
import type { PlanInput } from '../plan-input.ts';
import type { Replacement } from '../settle.ts';
import type { Worked } from '../work-out.ts';

/** A configuration that has been worked out. */
export interface WarningInput {
  /** As it was given, odd figures and all. */
  readonly given: PlanInput;
  readonly worked: Worked;
  readonly pipeline: PipelinePlan;
  readonly replacements: readonly Replacement[];
  /** What would make it fit, or faster. */
  readonly remedies: readonly Remedy[];
}

/** One check; null if there is nothing to say. */
export type Check = (input: WarningInput) => PlanWarning | null;
