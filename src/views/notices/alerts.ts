// Alerts by rule: conditions in the language of the filter, asked of runs while they are active and once more when they have ended. Pure.

import * as l10n from '@vscode/l10n';
import type { AppError } from '../../shared/errors.ts';
import type { Filter } from '../../shared/filter/filter.ts';
import { parseFilter } from '../../shared/filter/parse.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { isActive } from '../../shared/run-state.ts';
import { describeRun } from '../../shared/run-text.ts';
import { alertBroken } from '../errors.ts';
import type { Notice } from './notice.ts';

/** A condition to be told about. */
export interface AlertRule {
  readonly name: string;
  readonly when: string;
  readonly filter: Filter;
}

/** The rules of the setting, and what is wrong with those that are none. What it holds in a settings file is anything. */
export function parseAlertRules(setting: unknown): {
  readonly rules: readonly AlertRule[];
  readonly problems: readonly AppError[];
} {
  const rules: AlertRule[] = [];
  const problems: AppError[] = [];
  for (const [at, entry] of (Array.isArray(setting) ? (setting as unknown[]) : []).entries()) {
    const rule = parseRule(entry, at + 1);
    if ('filter' in rule) rules.push(rule);
    else problems.push(rule);
  }
  return { rules, problems };
}

function parseRule(entry: unknown, place: number): AlertRule | AppError {
  const { name, when } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const title = typeof name === 'string' && name.trim() !== '' ? name : typeof when === 'string' ? when : `#${place}`;
  if (typeof when !== 'string' || when.trim() === '') return alertBroken(title, l10n.t('It says no condition.'));
  const parsed = parseFilter(when);
  if ('filter' in parsed) return { name: title, when, filter: parsed.filter };
  const { message, hint, offset } = parsed.error;
  return alertBroken(title, l10n.t('At character {0} of {1}: {2}', String(offset + 1), when, message), hint);
}

export interface Alerts {
  /** What is to be told of these runs: each rule once for a run. */
  take(
    runs: readonly RunSummary[],
    rules: readonly AlertRule[],
    meets: (rule: AlertRule, run: RunSummary) => boolean,
  ): readonly Notice[];
}

export function createAlerts(): Alerts {
  const told = new Set<string>();
  /** Runs that were seen at work: their end is looked at too, because scores come last. */
  const watched = new Set<string>();
  return {
    take(runs, rules, meets) {
      const wanted = runs.filter((run) => isActive(run.state) || watched.has(run.runId));
      const notices = wanted.flatMap((run) =>
        rules
          .filter((rule) => !told.has(keyOf(rule, run)) && meets(rule, run))
          .map((rule) => {
            told.add(keyOf(rule, run));
            return describeAlert(rule, run);
          }),
      );
      for (const { runId, state } of runs) {
        if (isActive(state)) watched.add(runId);
        else watched.delete(runId);
      }
      return notices;
    },
  };
}

function keyOf({ when }: AlertRule, { runId }: RunSummary): string {
  return `${runId} ${when}`;
}

function describeAlert({ name, when }: AlertRule, run: RunSummary): Notice {
  const said = [name, ...(name === when ? [] : [when])].join(': ');
  const text = l10n.t('{0} meets the alert “{1}” ({2})', run.name, said, describeRun(run));
  return { kind: 'alerts', severity: 'warning', text, run };
}
