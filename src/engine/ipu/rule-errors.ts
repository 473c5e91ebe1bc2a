// Which rules a configuration breaks, by their codes: a remedy or a suggestion must not break one that was kept.

import type { PlanInput } from './plan-input.ts';
import { checkConfiguration } from './rules.ts';

/** Codes of the rules that `input` breaks so badly that it does not run. */
export function errorsOf(input: PlanInput): Set<string> {
  return new Set(checkConfiguration(input).flatMap(({ code, severity }) => (severity === 'error' ? [code] : [])));
}
