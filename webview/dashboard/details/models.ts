// What the tab of a run's details says: rows of its configuration, facts of its environment, its log. Pure; the DOM is beside this file.

import * as l10n from '@vscode/l10n';
import type { ConfigurationField, RecordedEnvironment } from '../../../src/shared/messages/details.ts';
import type { RunDetail, RunSummary } from '../../../src/shared/messages/runs.ts';
import { formatBytes } from '../../common/quantities.ts';

/** A named thing and what it is. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface FieldRow extends Omit<ConfigurationField, 'value' | 'fallback'> {
  readonly value: string;
  readonly fallback: string;
}

/** The fields whose path or value has all words of the search, as they are shown. */
export function fieldRows(
  fields: readonly ConfigurationField[],
  search: string,
  onlyDiffering: boolean,
): readonly FieldRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return fields
    .map((field) => ({ ...field, value: readable(field.value), fallback: readable(field.fallback) }))
    .filter(({ differs }) => differs || !onlyDiffering)
    .filter(({ path, value }) => words.every((word) => `${path} ${value}`.toLowerCase().includes(word)));
}

/** JSON as a reader of a table wants it: texts without quotation marks, room between the entries of a list. */
export function readable(json: string): string {
  const value = JSON.parse(json) as unknown;
  if (value === '') return '""';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.map((entry) => JSON.stringify(entry)).join(', ')}]` : json;
}

/** `3 of 160 fields, 12 differ from their defaults`. */
export function describeFields(shown: number, fields: readonly ConfigurationField[]): string {
  const differing = fields.filter(({ differs }) => differs).length;
  const count =
    fields.length === 1 ? l10n.t('{0} of 1 field', shown) : l10n.t('{0} of {1} fields', shown, fields.length);
  const rest =
    differing === 1 ? l10n.t('1 differs from its default') : l10n.t('{0} differ from their defaults', differing);
  return `${count}, ${rest}`;
}

const programs: Readonly<Record<string, string>> = {
  workbench: 'IPU Workbench',
  node: 'Node.js',
  onnxruntime: 'ONNX Runtime',
};

/** Versions, machine and commit, as far as they were recorded. */
export function environmentFacts(environment: RecordedEnvironment): readonly Fact[] {
  const { versions, git, memoryBytes, processor, processors } = environment;
  const system = [environment.platform, environment.release, environment.arch].filter((part) => part !== undefined);
  return [
    ...Object.entries(versions).map(([name, version]) => fact(programs[name] ?? name, version)),
    fact(l10n.t('Machine'), environment.host),
    fact(l10n.t('System'), system.length === 0 ? undefined : system.join(' ')),
    fact(l10n.t('Processor'), describeProcessor(processor, processors)),
    fact(l10n.t('Memory'), memoryBytes === undefined ? undefined : formatBytes(memoryBytes)),
    fact(l10n.t('Git commit'), git === undefined ? l10n.t('none: not in a repository') : git.commit),
    fact(l10n.t('Git branch'), git?.branch),
    fact(l10n.t('Uncommitted changes'), git && (git.dirty ? l10n.t('yes') : l10n.t('none'))),
  ].filter((one) => one.value !== '');
}

function describeProcessor(model: string | undefined, count: number | undefined): string | undefined {
  if (count === undefined) return model;
  return model === undefined ? String(count) : `${count} × ${model}`;
}

function fact(name: string, value: string | undefined): Fact {
  return { name, value: value ?? '' };
}

/** What the run is, beyond its name and state. */
export function originFacts(run: RunSummary, detail: RunDetail | null): readonly Fact[] {
  const { sweep } = run;
  return [
    fact(l10n.t('Run'), run.runId),
    fact(l10n.t('Experiment'), run.source),
    fact(l10n.t('Group'), run.group),
    fact(
      l10n.t('Sweep'),
      sweep && [l10n.t('{0}, run {1}', sweep.name, sweep.index + 1), sweep.label].filter(Boolean).join(': '),
    ),
    fact(l10n.t('Folder'), detail?.folder),
  ].filter((one) => one.value !== '');
}

export const logLevels = ['all', 'warning', 'error'] as const;
/** The least level that is shown. */
export type LogLevelChoice = (typeof logLevels)[number];

/** The entries of the log of this level and worse ones, whose text has the search. */
export function logRows(log: RunDetail['log'], level: LogLevelChoice, search: string): RunDetail['log'] {
  const wanted = search.trim().toLowerCase();
  const isShown = (entry: string): boolean =>
    level === 'all' || entry === 'error' || (level === 'warning' && entry === 'warning');
  return log.filter((entry) => isShown(entry.level) && entry.message.toLowerCase().includes(wanted));
}
