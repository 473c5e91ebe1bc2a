// Every figure that runs can be set side by side by: results, the ends of curves, fields of the experiments. Pure.

import * as l10n from '@vscode/l10n';
import type { ComparisonFacts } from '../../../src/shared/messages/compare.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { describeMetric, metrics, type Metric } from '../../../src/shared/metrics.ts';
import { formatMetric } from '../../../src/shared/run-text.ts';

/** A value on an axis or in a table; null: the run has none. */
export type FigureValue = number | string | boolean | null;

export interface Figure {
  /** Such as `result:eval_f1` or `field:training.learning_rate`. */
  readonly id: string;
  readonly label: string;
  readonly kind: 'result' | 'last' | 'min' | 'max' | 'field';
  readonly better: Metric['better'];
  /** Of each run, in their order. */
  readonly values: readonly FigureValue[];
  /** How the values read. */
  readonly texts: readonly string[];
}

const missing = '–';

/** Results first, then last, least and greatest values of curves; figures that no run has are left out. */
export function metricFigures(runs: readonly RunSummary[]): Figure[] {
  const results = namesIn(runs.map((run) => run.results)).map((name) =>
    figureOf(
      'result',
      name,
      describeMetric(name).label,
      runs.map((run) => run.results[name]),
    ),
  );
  const curves = namesIn(runs.map((run) => run.latest)).filter((name) => !name.startsWith('ipu/'));
  const ends = curves.flatMap((name) => {
    const { label } = describeMetric(name);
    return [
      figureOf(
        'last',
        name,
        l10n.t('{0}, last', label),
        runs.map((run) => run.latest[name]),
      ),
      figureOf(
        'min',
        name,
        l10n.t('{0}, least', label),
        runs.map((run) => run.ranges?.[name]?.min),
      ),
      figureOf(
        'max',
        name,
        l10n.t('{0}, greatest', label),
        runs.map((run) => run.ranges?.[name]?.max),
      ),
    ];
  });
  return [...results, ...ends].filter(({ values }) => values.some((value) => value !== null));
}

/** The fields that differ and whose values can stand on an axis. */
export function fieldFigures(runIds: readonly string[], facts: ComparisonFacts | null): Figure[] {
  if (!facts) return [];
  const places = runIds.map((runId) => facts.runIds.indexOf(runId));
  return facts.fields
    .filter(({ differs, cells }) => differs && cells.some((cell) => cell !== null && cell.value !== null))
    .map(({ path, cells }) => {
      const own = places.map((place) => cells[place] ?? null);
      const values = own.map((cell) => cell?.value ?? null);
      const texts = own.map((cell) => cell?.text ?? missing);
      return { id: `field:${path}`, label: path, kind: 'field', better: 'neither', values, texts };
    });
}

/** The figure that says most about how good a run is: of those that all have, the most telling score, else the loss. */
export function headlineFigure(figures: readonly Figure[]): Figure | undefined {
  const told = figures.filter(({ better, kind }) => better !== 'neither' && (kind === 'result' || kind === 'last'));
  const count = ({ values }: Figure): number => values.filter((value) => typeof value === 'number').length;
  const isOfEvaluation = ({ id }: Figure): boolean =>
    id.startsWith('result:eval_') && !/(_loss|runtime|per_second)$/.test(id);
  const best = told.filter(isOfEvaluation).sort((a, b) => count(b) - count(a) || preference(a) - preference(b))[0];
  return best ?? told.find(({ id }) => id === 'last:loss') ?? told[0];
}

/** F1 tells more than exact match where there are both. */
function preference({ id }: Figure): number {
  return id === 'result:eval_f1' ? 0 : 1;
}

/** Places of the best `count` runs by a figure, best first; runs without a value come last and only if there is room. */
export function bestPlaces({ values, better }: Figure, count: number): number[] {
  const sign = better === 'lower' ? 1 : -1;
  const rank = (value: FigureValue | undefined): number => {
    return typeof value === 'number' && Number.isFinite(value) ? sign * value : Infinity;
  };
  const order = values.map((_, index) => index).sort((a, b) => compareRanks(rank(values[a]), rank(values[b])) || a - b);
  return order.slice(0, count);
}

/** Two values that are as far apart as this are the same in single precision, in which runs compute. */
const sameValue = 1e-6;

/** The places that have the best value, or one that reads like it; none where nothing is better, or all are the same. */
export function winnersOf({ values, better, texts }: Pick<Figure, 'values' | 'better' | 'texts'>): ReadonlySet<number> {
  const numbers = values.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  if (better === 'neither' || numbers.length < 2) return new Set();
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  const best = better === 'lower' ? least : greatest;
  const bestText = texts[values.indexOf(best)];
  const isBest = (value: FigureValue, index: number): boolean =>
    typeof value === 'number' && (isSameNumber(value, best) || (Number.isFinite(value) && texts[index] === bestText));
  const winners = values.flatMap((value, index) => (isBest(value, index) ? [index] : []));
  return new Set(winners.length === numbers.length ? [] : winners);
}

function isSameNumber(one: number, other: number): boolean {
  return Math.abs(one - other) <= sameValue * Math.max(Math.abs(one), Math.abs(other));
}

/** How many samples the runs were evaluated on, each number once; one number or none where their scores can be set side by side. */
export function evaluatedSamples(figures: readonly Figure[]): number[] {
  const samples = figures.find(({ id }) => id === 'result:eval_samples')?.values ?? [];
  return [...new Set(samples.filter((value) => typeof value === 'number'))];
}

/** Whether the figure is a score of an evaluation, which depends on the samples that were evaluated. */
export function isScore({ id }: Pick<Figure, 'id'>): boolean {
  return /^\w+:eval_/.test(id) && !/(runtime|per_second)$/.test(id);
}

function figureOf(
  kind: Exclude<Figure['kind'], 'field'>,
  name: string,
  label: string,
  found: readonly (number | undefined)[],
): Figure {
  const values = found.map((value) => value ?? null);
  const texts = values.map((value) => (value === null ? missing : formatMetric(name, value)));
  const { better } = describeMetric(name);
  return {
    id: `${kind}:${name}`,
    label,
    kind,
    better: kind === 'result' || kind === 'last' ? better : betterEnd(kind, better),
    values,
    texts,
  };
}

/** Of the least and greatest value only the one that the metric strives for is a mark of quality. */
function betterEnd(kind: 'min' | 'max', better: Metric['better']): Metric['better'] {
  return (kind === 'min' && better === 'lower') || (kind === 'max' && better === 'higher') ? better : 'neither';
}

function namesIn(records: readonly Readonly<Record<string, number>>[]): string[] {
  const names = new Set(records.flatMap((each) => Object.keys(each)));
  const known = Object.keys(metrics).filter((name) => names.has(name));
  return [...new Set([...known, ...names])];
}

function compareRanks(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
