// What the columns of the table are called, what they show of a run and what they sort by. Pure.

import * as l10n from '@vscode/l10n';
import { aggregates, type Aggregate } from '../../../src/shared/filter/filter.ts';
import { durationOf, metricValue } from '../../../src/shared/filter/match.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { FieldValue } from '../../../src/shared/messages/store.ts';
import { describeMetric } from '../../../src/shared/metrics.ts';
import { runStates } from '../../../src/shared/run-state.ts';
import {
  describeActivity,
  describeStart,
  formatDuration,
  formatMetric,
  formatNumber,
  stateLabels,
} from '../../../src/shared/run-text.ts';
import { isActive } from '../../../src/shared/run-state.ts';
import { formatTime } from '../models.ts';

/** What beside a run its cells are made of. */
export interface CellContext {
  readonly nowMs: number;
  /** An experiment's field; null while it is not known, or if there is none. */
  readonly field: (runId: string, path: string) => FieldValue;
}

/** What a cell is sorted by; undefined, which comes last, if there is nothing. */
export type SortValue = string | number | undefined;

export interface Column {
  readonly id: string;
  readonly label: string;
  /** Figures are set flush right. */
  readonly isFigure: boolean;
  readonly width: number;
  readonly text: (run: RunSummary, context: CellContext) => string;
  readonly value: (run: RunSummary, context: CellContext) => SortValue;
  /** In a file: figures in full. */
  readonly raw?: (run: RunSummary, context: CellContext) => string | number | boolean | undefined;
}

/** The columns that a table begins with: what a run is, then how good, so that both are in sight. */
export const firstColumns = [
  ...['state', 'starred', 'name', 'best:eval_f1', 'last:eval_exact_match', 'tags', 'started', 'duration', 'progress'],
  'last:loss',
];

type Own = Omit<Column, 'id' | 'value'> & Partial<Pick<Column, 'value'>>;

const textColumn = (label: string, width: number, text: (run: RunSummary) => string): Own => ({
  ...{ label, width, text, isFigure: false },
});

function ownColumns(): Readonly<Record<string, Own>> {
  return {
    state: {
      ...textColumn(l10n.t('State'), 120, ({ state }) => stateLabels[state]),
      value: ({ state }) => runStates.indexOf(state),
    },
    starred: {
      ...textColumn(l10n.t('Starred'), 48, ({ annotations }) => (annotations?.starred ? l10n.t('Starred') : '')),
      value: ({ annotations }) => (annotations?.starred ? 0 : 1),
      raw: ({ annotations }) => annotations?.starred === true,
    },
    name: textColumn(l10n.t('Name'), 220, ({ name }) => name),
    tags: textColumn(l10n.t('Tags'), 90, ({ annotations }) => (annotations?.tags ?? []).join(', ')),
    started: {
      label: l10n.t('Started'),
      ...{ width: 140, isFigure: false },
      text: (run, { nowMs }) => describeStart(run, formatTime(run.startedAt, nowMs)),
      value: ({ startedAt }) => startedAt,
      raw: ({ startedAt }) => new Date(startedAt).toISOString(),
    },
    duration: {
      label: l10n.t('Duration'),
      ...{ width: 110, isFigure: true },
      text: (run, { nowMs }) => textOr(durationOf(run, nowMs), formatDuration),
      value: (run, { nowMs }) => durationOf(run, nowMs),
      raw: (run, { nowMs }) => durationOf(run, nowMs),
    },
    progress: {
      label: l10n.t('Step'),
      ...{ width: 120, isFigure: true },
      text: (run) => (isActive(run.state) ? describeActivity(run) : textOr(run.step || undefined, String)),
      value: ({ step }) => step,
      raw: ({ step }) => step,
    },
    points: {
      label: l10n.t('Points'),
      ...{ width: 80, isFigure: true },
      text: ({ points }) => textOr(points || undefined, String),
      value: ({ points }) => points,
      raw: ({ points }) => points,
    },
    group: textColumn(l10n.t('Group'), 140, ({ group }) => group ?? ''),
    sweep: textColumn(l10n.t('Sweep'), 200, ({ sweep }) => (sweep ? `${sweep.name} · ${sweep.label}` : '')),
    notes: textColumn(l10n.t('Notes'), 220, ({ annotations }) => annotations?.notes ?? ''),
    source: textColumn(l10n.t('Experiment file'), 220, ({ source }) => source ?? ''),
    imported: textColumn(l10n.t('Imported from'), 120, ({ imported }) => imported ?? ''),
    error: textColumn(l10n.t('Error'), 260, ({ error }) => error?.message ?? ''),
    id: textColumn(l10n.t('Run id'), 260, ({ runId }) => runId),
  };
}

let own: Readonly<Record<string, Own>> | undefined;

/** The column of this id; undefined if there is none such. */
export function columnOf(id: string): Column | undefined {
  own ??= ownColumns();
  const known = Object.hasOwn(own, id) ? own[id] : undefined;
  if (known) return { id, value: (run, context) => known.text(run, context) || undefined, ...known };
  const at = id.indexOf(':');
  const [kind, name] = [id.slice(0, Math.max(0, at)), id.slice(at + 1)];
  if (name === '') return undefined;
  if (kind === 'field') return fieldColumn(id, name);
  return (aggregates as readonly string[]).includes(kind) ? metricColumn(id, kind as Aggregate, name) : undefined;
}

function metricColumn(id: string, aggregate: Aggregate, name: string): Column {
  const value = (run: RunSummary): number | undefined => metricValue(run, name, aggregate);
  const { label } = describeMetric(name);
  return {
    ...{ id, value, raw: value, isFigure: true, width: 110 },
    label: aggregateLabel(aggregate, label),
    text: (run) => textOr(value(run), (figure) => formatMetric(name, figure)),
  };
}

function aggregateLabel(aggregate: Aggregate, label: string): string {
  if (aggregate === 'min') return l10n.t('{0}, least', label);
  if (aggregate === 'max') return l10n.t('{0}, greatest', label);
  return aggregate === 'best' ? l10n.t('{0}, best', label) : label;
}

function fieldColumn(id: string, path: string): Column {
  const value = ({ runId }: RunSummary, { field }: CellContext): FieldValue => field(runId, path);
  return {
    ...{ id, label: path, isFigure: false, width: 160 },
    text: (run, context) => fieldText(value(run, context)),
    value(run, context) {
      const found = value(run, context);
      return found === null ? undefined : typeof found === 'boolean' ? String(found) : found;
    },
    raw: (run, context) => value(run, context) ?? undefined,
  };
}

function fieldText(value: FieldValue): string {
  if (value === null) return '';
  return typeof value === 'number' && !Number.isInteger(value) ? formatNumber(value) : String(value);
}

function textOr<T>(value: T | undefined, format: (value: T) => string): string {
  return value === undefined ? '' : format(value);
}

/** A column that can be shown, and the heading that it is found under. */
export interface ColumnChoice {
  readonly id: string;
  readonly label: string;
  readonly heading: 'run' | 'metric' | 'field';
}

/** Every column that can be shown, for these metrics and fields. */
export function columnChoices(metricNames: readonly string[], fields: readonly string[]): ColumnChoice[] {
  own ??= ownColumns();
  const runs = Object.entries(own).map(([id, { label }]) => ({ id, label, heading: 'run' as const }));
  const figures = metricNames.flatMap((name) =>
    aggregates
      .filter((aggregate) => aggregate !== 'best' || describeMetric(name).better !== 'neither')
      .map((aggregate) => ({
        id: `${aggregate}:${name}`,
        label: labelOf(`${aggregate}:${name}`),
        heading: 'metric' as const,
      })),
  );
  return [
    ...runs,
    ...figures,
    ...fields.map((path) => ({ id: `field:${path}`, label: path, heading: 'field' as const })),
  ];
}

function labelOf(id: string): string {
  return columnOf(id)?.label ?? id;
}

/** The metrics that any of the runs has a value of, by name. */
export function metricsOf(runs: readonly RunSummary[]): string[] {
  const names = new Set<string>();
  for (const { latest, results, ranges } of runs) {
    for (const values of [latest, results, ranges]) for (const name in values) names.add(name);
  }
  return [...names].sort();
}

/** The experiment fields that these columns show. */
export function fieldsOfColumns(ids: readonly string[]): string[] {
  return ids.filter((id) => id.startsWith('field:')).map((id) => id.slice('field:'.length));
}
