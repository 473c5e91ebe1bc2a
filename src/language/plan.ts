// From a text to what it would do on a pod, and to what it might say instead.

import { examineExperiment } from '../config/load.ts';
import { planInputOf } from '../config/plan-input.ts';
import type { Problem } from '../config/problem.ts';
import { planConfiguration } from '../engine/ipu/plan.ts';
import { suggestConfigurations } from '../engine/ipu/search.ts';
import type { PlanParts, PlanRequest } from '../shared/messages/language.ts';
import type { PlanProblem } from '../shared/messages/plan.ts';
import type { Suggestions } from '../shared/plan.ts';
import { dataKeyOf } from './data-key.ts';
import { experimentNotReadable } from './errors.ts';

export async function makePlan({ file, text, counts }: PlanRequest): Promise<PlanParts> {
  const { experiment, problems, hindrances, modelNote } = await examineExperiment(text, file);
  const dataKey = await dataKeyOf(experiment);
  const samples = counts?.key === dataKey ? counts : undefined;
  return {
    experiment: experiment.name,
    model: modelNote,
    task: experiment.task.replaceAll('-', ' '),
    plan: hindrances.length === 0 ? planConfiguration(planInputOf(experiment, samples)) : null,
    problems: problems.map(planProblem),
    dataKey,
  };
}

export async function suggest({ file, text, counts }: PlanRequest): Promise<Suggestions> {
  const { experiment, hindrances } = await examineExperiment(text, file);
  if (hindrances.length > 0) throw experimentNotReadable(hindrances[0]);
  return suggestConfigurations(planInputOf(experiment, counts ?? undefined));
}

function planProblem({ severity, message, hint, line, column }: Problem): PlanProblem {
  return { severity, message, hint, line, column };
}
