// Everything that optimum-graphcore and PopART require of a configuration, or that surprises its users. One list, asked by
// plans and by experiment files, so that both say the same in the same words. Never throws, whatever the figures.

import type { PlanInput } from './plan-input.ts';
import { evaluationBatchRules, trainingBatchRules } from './rules/batch.ts';
import type { ConfigurationFinding } from './rules/finding.ts';
import { layoutRules } from './rules/layout.ts';
import { modelRules } from './rules/model.ts';
import { fillRule, podRules } from './rules/pod.ts';

/** What is wrong with a configuration, or worth knowing, errors first. What is not counted yet is not judged. */
export function checkConfiguration(input: PlanInput): readonly ConfigurationFinding[] {
  const passes: readonly PlanInput['mode'][] = input.mode === 'training' ? ['training', 'inference'] : ['inference'];
  const rules = [
    ...modelRules,
    ...podRules,
    ...(input.mode === 'training' ? trainingBatchRules : []),
    ...evaluationBatchRules,
  ];
  const ofLayouts = passes.flatMap((pass) => [...layoutRules, fillRule].map((rule) => rule(input, pass)));
  const found = [...ofLayouts, ...rules.map((rule) => rule(input))].filter((finding) => finding !== undefined);
  return worstFirst(withoutRepeats(found));
}

// Evaluation takes over training's layout where it has none of its own, and then has the same faults.
function withoutRepeats(findings: readonly ConfigurationFinding[]): ConfigurationFinding[] {
  return findings.filter(
    ({ code, message }, index) =>
      findings.findIndex((each) => each.code === code && each.message === message) === index,
  );
}

const order = { error: 0, warning: 1, info: 2 };

function worstFirst(findings: readonly ConfigurationFinding[]): ConfigurationFinding[] {
  return [...findings].sort((a, b) => order[a.severity] - order[b.severity]);
}
