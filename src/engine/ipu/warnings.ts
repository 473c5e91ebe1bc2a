// What is wrong or wasteful about a configuration as a whole: the findings of its rules, and what only shows once it is
// worked out. Worst first, each with what can be done about it.

import type { PlanWarning, Remedy } from '../../shared/plan.ts';
import { findMends } from './mends.ts';
import { checkConfiguration } from './rules.ts';
import type { Replacement } from './settle.ts';
import type { WarningInput } from './warnings/check.ts';
import { memoryChecks } from './warnings/memory.ts';
import { paceChecks } from './warnings/pace.ts';

const severities = ['error', 'warning', 'info'] as const;

/** All warnings, worst first. */
export function collectWarnings(input: WarningInput): PlanWarning[] {
  const findings = findingsOfRules(input);
  // A rule that names the figure says more about it.
  const named = new Set(findings.flatMap(({ severity, fields }) => (severity === 'error' ? fields : [])));
  const found = [
    ...findings,
    ...input.replacements.filter(({ field }) => !named.has(field)).map(figureReplaced),
    ...[...memoryChecks, ...paceChecks].map((check) => check(input)).filter((warning) => warning !== null),
  ];
  return severities.flatMap((severity) => found.filter((warning) => warning.severity === severity));
}

function findingsOfRules({ given, worked, remedies }: WarningInput): PlanWarning[] {
  const isPlaced = (worked.input.mode === 'training' ? worked.training : worked.inference) !== null;
  return checkConfiguration(given).map(({ code, severity, message, hint, fields }) => {
    // What cannot be placed has only remedies that place it.
    const mends: readonly Remedy[] = isPlaced ? findMends(worked.input, code) : placement.test(code) ? remedies : [];
    return { code, severity, message, hint, fields, remedies: mends };
  });
}

const placement = /^(layers|blocks)-|^pipeline-too-long$|^wildcard-/;

function figureReplaced({ field, was, taken }: Replacement): PlanWarning {
  return {
    code: 'figure-replaced',
    severity: 'error',
    message: `${field} is ${was}, which cannot be planned with; this plan takes ${taken}.`,
    hint: `Write a figure that can be meant for ${field}.`,
    fields: [field],
    remedies: [],
  };
}
