// Rows of the tables whose columns are runs: fields, figures and facts, each cell beside the baseline's. Pure.

import * as l10n from '@vscode/l10n';
import type { ComparisonFacts } from '../../../src/shared/messages/compare.ts';
import { describeMetric } from '../../../src/shared/metrics.ts';
import { formatDuration, formatNumber } from '../../../src/shared/run-text.ts';
import { evaluatedSamples, isScore, winnersOf, type Figure } from './figures.ts';
import type { ComparedRun } from './view.ts';

export interface Cell {
  readonly text: string;
  /** Stands below it, such as a difference. */
  readonly note?: string;
  /** It says the same as the baseline's cell. */
  readonly isSame?: boolean;
  readonly isBest?: boolean;
}

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly cells: readonly Cell[];
}

export interface RowGroup {
  readonly label: string;
  readonly rows: readonly Row[];
}

const unknown = '?';

/** The fields of the experiments by section; only those that differ unless all are asked for. */
export function fieldGroups(runs: readonly ComparedRun[], facts: ComparisonFacts, showAll: boolean): RowGroup[] {
  const places = placesOf(runs, facts);
  const shown = facts.fields.filter(({ differs }) => showAll || differs);
  const sectionOf = (path: string): string => (path.includes('.') ? path.slice(0, path.indexOf('.')) : '');
  return [...Map.groupBy(shown, ({ path }) => sectionOf(path))].map(([section, fields]) => ({
    label: section === '' ? l10n.t('Experiment') : section,
    rows: fields.map(({ path, cells }) => {
      const texts = places.map((place) => cells[place]?.text ?? unknown);
      return {
        id: path,
        label: path.slice(section === '' ? 0 : section.length + 1),
        cells: besideBaseline(runs, texts),
      };
    }),
  }));
}

/** What the runs were made with; only what differs unless all is asked for. */
export function factRows(runs: readonly ComparedRun[], facts: ComparisonFacts, showAll: boolean): Row[] {
  const places = placesOf(runs, facts);
  return facts.environment
    .filter(({ differs }) => showAll || differs)
    .map(({ name, values }) => ({
      id: name,
      label: name,
      cells: besideBaseline(
        runs,
        places.map((place) => values[place] ?? unknown),
      ),
    }));
}

/** How many fields differ, of how many. */
export function countDiffering({ fields }: ComparisonFacts): { readonly differing: number; readonly all: number } {
  return { differing: fields.filter(({ differs }) => differs).length, all: fields.length };
}

/** Figures with their differences from the baseline, the best ones marked; no score is the best of those on other samples. */
export function metricGroups(runs: readonly ComparedRun[], figures: readonly Figure[]): RowGroup[] {
  const baseline = runs.findIndex(({ isBaseline }) => isBaseline);
  const isMixed = evaluatedSamples(figures).length > 1;
  const rowOf = (figure: Figure): Row => {
    const best = isMixed && isScore(figure) ? new Set<number>() : winnersOf(figure);
    const name = figure.id.slice(figure.id.indexOf(':') + 1);
    const cells = figure.texts.map((text, index): Cell => {
      const note = index === baseline ? '' : deltaText(name, figure.values[index], figure.values[baseline]);
      return { text, ...(note !== '' && { note }), ...(best.has(index) && { isBest: true }) };
    });
    return { id: figure.id, label: figure.label, cells };
  };
  const [results, curves] = [
    figures.filter(({ kind }) => kind === 'result'),
    figures.filter(({ kind }) => kind !== 'result'),
  ];
  return [
    { label: l10n.t('Results'), rows: results.map(rowOf) },
    { label: l10n.t('Curves'), rows: curves.map(rowOf) },
  ].filter(({ rows }) => rows.length > 0);
}

/** That the runs were evaluated on different samples, and no score is called the best; the empty string if they were not. */
export function samplesNote(figures: readonly Figure[]): string {
  const counts = evaluatedSamples(figures).map((count) => count.toLocaleString('en-US'));
  const last = counts.pop();
  return last === undefined || counts.length === 0
    ? ''
    : l10n.t('evaluated on different numbers of samples: {0} and {1}', counts.join(', '), last);
}

/** `+1.5` in the unit of the figure, `=` for none; empty where one of the two is missing or no number. */
export function deltaText(name: string, value: Figure['values'][number] | undefined, baseline: unknown): string {
  if (typeof value !== 'number' || typeof baseline !== 'number') return '';
  const delta = value - baseline;
  if (!Number.isFinite(delta)) return '';
  const size = sizeText(name, Math.abs(delta));
  if (delta === 0 || Number.parseFloat(size) === 0) return '=';
  return `${delta > 0 ? '+' : '−'}${size}`;
}

function sizeText(name: string, size: number): string {
  const { unit } = describeMetric(name);
  if (unit === 's') return size < 10 ? `${size.toFixed(1)} s` : formatDuration(size * 1000);
  if (unit === 'share') return (100 * size).toFixed(1);
  return unit === '%' ? size.toFixed(1) : formatNumber(size);
}

function besideBaseline(runs: readonly ComparedRun[], texts: readonly string[]): Cell[] {
  const baseline = runs.findIndex(({ isBaseline }) => isBaseline);
  return texts.map((text, index) => ({
    text,
    ...(index !== baseline && text === texts[baseline] && { isSame: true }),
  }));
}

function placesOf(runs: readonly ComparedRun[], facts: ComparisonFacts): number[] {
  return runs.map(({ runId }) => facts.runIds.indexOf(runId));
}
