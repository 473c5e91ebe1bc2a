// Asks a filter of a run. What a run does not have compares with nothing: only `!=` and `!~` are true of it.

import { describeMetric } from '../metrics.ts';
import type { RunSummary } from '../messages/runs.ts';
import type { FieldValue } from '../messages/store.ts';
import { isActive } from '../run-state.ts';
import type { Aggregate, Comparison, Filter, FilterValue, Flag, PropertyName, Subject } from './filter.ts';
import { parseTime } from './values.ts';

/** What a filter may ask of a run. */
export interface RunFacts {
  readonly run: RunSummary;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** The value of an experiment's field; null while it is not known, or if there is none. */
  readonly field: (path: string) => FieldValue;
}

/** Whether the run meets the filter. */
export function matches(filter: Filter, facts: RunFacts): boolean {
  switch (filter.kind) {
    case 'everything':
      return true;
    case 'all':
      return filter.of.every((one) => matches(one, facts));
    case 'any':
      return filter.of.some((one) => matches(one, facts));
    case 'not':
      return !matches(filter.of, facts);
    case 'word':
      return textOf(facts.run).includes(filter.text.toLowerCase());
    case 'flag':
      return hasFlag[filter.flag](facts.run);
    case 'compare':
      return compare(filter.subject, filter.comparison, filter.value, facts);
  }
}

const hasFlag: Readonly<Record<Flag, (run: RunSummary) => boolean>> = {
  starred: (run) => run.annotations?.starred === true,
  archived: (run) => run.annotations?.archived === true,
  imported: (run) => run.imported !== undefined,
  active: (run) => isActive(run.state),
};

function textOf({ name, runId, group, sweep, annotations }: RunSummary): string {
  const texts = [name, runId, group ?? '', sweep?.name ?? '', sweep?.label ?? '', ...(annotations?.tags ?? [])];
  return texts.join('\n').toLowerCase();
}

function compare(subject: Subject, comparison: Comparison, value: FilterValue, facts: RunFacts): boolean {
  if (comparison === '!=') return !compare(subject, '=', value, facts);
  if (comparison === '!~') return !compare(subject, '~', value, facts);
  if (subject.kind === 'field') return compareField(facts.field(subject.path), comparison, value);
  if (subject.kind === 'metric') {
    return compareNumber(metricValue(facts.run, subject.name, subject.aggregate), comparison, value);
  }
  if (value.kind === 'text') return textsOf(facts.run, subject.name).some((text) => fits(text, comparison, value.text));
  if (value.kind === 'state') return facts.run.state === value.state;
  return compareFigure(subject.name, comparison, value, facts);
}

function compareFigure(name: PropertyName, comparison: Comparison, value: FilterValue, { run, nowMs }: RunFacts) {
  if (name === 'duration') return compareNumber(durationOf(run, nowMs), comparison, value);
  if (name !== 'started' && name !== 'ended')
    return compareNumber(name === 'step' ? run.step : run.points, comparison, value);
  const time = name === 'started' ? run.startedAt : isActive(run.state) ? undefined : run.lastEventAt;
  if (time === undefined) return false;
  return value.kind === 'time'
    ? compareTime(time, comparison, value.text, nowMs)
    : compareNumber(nowMs - time, comparison, value);
}

/** A metric's final or latest value, or the least, greatest or better one of its curve; undefined if there is none. */
export function metricValue(run: RunSummary, name: string, aggregate: Aggregate): number | undefined {
  const last = run.results[name] ?? run.latest[name];
  if (aggregate === 'last') return last;
  const better = describeMetric(name).better;
  const wanted =
    aggregate === 'best' ? (better === 'higher' ? 'max' : better === 'lower' ? 'min' : undefined) : aggregate;
  if (wanted === undefined) return undefined;
  const ends = [run.ranges?.[name]?.[wanted], run.results[name]].filter((value) => value !== undefined);
  if (ends.length === 0) return last;
  return wanted === 'min' ? Math.min(...ends) : Math.max(...ends);
}

/** Milliseconds in which a process has worked on the run until now; undefined if none has begun. */
export function durationOf(run: RunSummary, nowMs: number): number | undefined {
  if (run.workedMs === undefined || !isActive(run.state) || run.state === 'queued') return run.workedMs;
  return run.workedMs + Math.max(0, nowMs - run.lastEventAt);
}

function textsOf(run: RunSummary, name: PropertyName): readonly string[] {
  if (name === 'tag') return run.annotations?.tags ?? [];
  const texts: Partial<Record<PropertyName, string | undefined>> = {
    name: run.name,
    id: run.runId,
    group: run.group,
    sweep: run.sweep?.name,
    notes: run.annotations?.notes,
    source: run.source,
  };
  const text = texts[name];
  if (name === 'sweep' && run.sweep) return [run.sweep.name, run.sweep.sweepId];
  return text === undefined ? [] : [text];
}

function fits(text: string, comparison: Comparison, wanted: string): boolean {
  const [a, b] = [text.toLowerCase(), wanted.toLowerCase()];
  return comparison === '~' ? a.includes(b) : a === b;
}

function compareField(field: FieldValue, comparison: Comparison, value: FilterValue): boolean {
  if (field === null) return false;
  if (value.kind === 'text') return fits(String(field), comparison, value.text);
  const number = typeof field === 'string' && field.trim() !== '' ? Number(field) : field;
  return typeof number === 'number' && compareNumber(number, comparison, value);
}

function compareNumber(number: number | undefined, comparison: Comparison, value: FilterValue): boolean {
  if (number === undefined) return false;
  const other = value.kind === 'number' ? value.value : value.kind === 'duration' ? value.ms : NaN;
  if (comparison === '=') return number === other || (Number.isNaN(number) && Number.isNaN(other));
  if (comparison === '<') return number < other;
  if (comparison === '<=') return number <= other;
  return comparison === '>' ? number > other : number >= other;
}

/** A date is all of its day, or minute: equal means within, later means after its end. */
function compareTime(time: number, comparison: Comparison, text: string, nowMs: number): boolean {
  const range = parseTime(text, nowMs);
  if (!range) return false;
  if (comparison === '=') return time >= range.fromMs && time < range.toMs;
  if (comparison === '<') return time < range.fromMs;
  if (comparison === '<=') return time < range.toMs;
  return comparison === '>' ? time >= range.toMs : time >= range.fromMs;
}
