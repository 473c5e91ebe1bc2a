// What is wrong or wasteful about a configuration as a whole: the findings of its rules, and what only shows once it is
// worked out. Worst first, each with what can be done about it.

import type { PlanWarning, Remedy } from '../../shared/plan.ts';
import { findMends } from './mends.ts';
import { checkConfiguration } from './rules.ts';
import type { Replacement } from './settle.ts';
import type { WarningInput } from './warnings/check.ts';
import { memoryChecks } from './warnings/memory.ts';
import { paceChecks } from './warnings/pace.ts';
import { figure } from './words.ts';

const severities = ['error', 'warning', 'info'] as const;

/** All warnings, worst first. */
export function collectWarnings(input: WarningInput): PlanWarning[] {
  const findings = findingsOfRules(input);
  // A rule that names the figure says more about it.
  const named = new Set(findings.flatMap(({ severity, fields }) => (severity === 'error' ? fields : [])));
  const found = [
    ...findings,
    ...onceEach(input.replacements)
      .filter(({ field }) => !named.has(field))
      .map(figureReplaced),
    ...[...memoryChecks, ...paceChecks].map((check) => check(input)).filter((warning) => warning !== null),
  ];
  const isPlaced = isPlacedIn(input.worked);
  const offered = isPlaced ? found.map(withoutHopeless) : found;
  return severities.flatMap((severity) => offered.filter((warning) => warning.severity === severity));
}

function findingsOfRules({ given, worked, remedies }: WarningInput): PlanWarning[] {
  const isPlaced = isPlacedIn(worked);
  return checkConfiguration(given).map(({ code, severity, message, hint, fields }) => {
    // What cannot be placed has only remedies that place it.
    const mends: readonly Remedy[] = isPlaced ? findMends(worked.input, code) : placement.test(code) ? remedies : [];
    return { code, severity, message, hint, fields, remedies: mends };
  });
}

function isPlacedIn({ input, training, inference }: WarningInput['worked']): boolean {
  return (input.mode === 'training' ? training : inference) !== null;
}

/** What mends one thing but does not fit is no remedy. */
function withoutHopeless(warning: PlanWarning): PlanWarning {
  return { ...warning, remedies: warning.remedies.filter(({ verdict }) => verdict !== 'does-not-fit') };
}

const placement = /^(layers|blocks)-|^pipeline-too-long$|^wildcard-/;

/** Each of a list's entries and each figure that evaluation takes over from training is said once. */
function onceEach(replacements: readonly Replacement[]): Replacement[] {
  const said = new Set<string>();
  return replacements.filter(({ field, was }) => {
    const key = `${field.replace('.inference_', '.')} ${was}`;
    return !said.has(key) && said.add(key);
  });
}

function figureReplaced({ field, was, taken, range }: Replacement): PlanWarning {
  return {
    code: 'figure-replaced',
    severity: 'error',
    message: `${field} is ${was}, which is out of its range; this plan takes ${figure(taken)}.`,
    hint: `Write a ${range.fraction ? '' : 'whole '}number from ${figure(range.least)} to ${figure(range.most)}.`,
    fields: [field],
    remedies: [],
  };
}
