// A chart's points as rows, for whoever reads better than looks: at most two hundred, and it says so. Pure.

import * as l10n from '@vscode/l10n';
import type { ChartModel } from '../../../src/shared/chart/model.ts';
import { formatPlace, formatValue } from '../../../src/shared/chart/words.ts';

/** More rows than this are not made. */
export const mostRows = 200;

/** What the table says. */
export interface TableModel {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note: string;
}

/** The points of a chart's curves, one row for each place that any of them has; evenly thinned where there are too many. */
export function tableModel(model: ChartModel): TableModel {
  const byCurve = model.curves.map(({ x, y }) => new Map(x.map((place, index) => [place, y[index]!])));
  const places = [...new Set(model.curves.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const shown = thin(places, mostRows);
  const rows = shown.map((place) => [
    formatPlace({ ...model.x, label: '' }, place),
    ...byCurve.map((values) => (values.has(place) ? formatValue(model.y, values.get(place)!) : '')),
  ]);
  const head = [model.x.label, ...model.curves.map(({ label }) => label)];
  return { head, rows, note: shown.length < places.length ? thinned(shown.length, places.length) : '' };
}

function thinned(shown: number, all: number): string {
  return l10n.t('{0} of {1} rows, evenly spread.', shown, all);
}

function thin(places: readonly number[], most: number): readonly number[] {
  if (places.length <= most) return places;
  return Array.from({ length: most }, (_, index) => places[Math.round((index * (places.length - 1)) / (most - 1))]!);
}
