// A quantity of many IPUs over time as a picture: rows are IPUs, columns are parts of the time. What is where, which colour it has and
// what is said of it; pixels are in ink.ts. Pure.

import * as l10n from '@vscode/l10n';
import { ticksOf } from '../../../../src/shared/chart/ticks.ts';
import type { HeatMap } from '../../../../src/shared/messages/runs.ts';
import type { TableModel } from '../../../common/table-model.ts';
import { formatCount } from '../../../common/quantities.ts';
import { formatQuantity, fullScaleOf, titleOf, type Quantity } from '../quantities.ts';
import { colourCount } from './colours.ts';

export interface HeatMapModel {
  readonly map: HeatMap;
  readonly quantity: Quantity;
  /** Values at the ends of the colour scale. */
  readonly scale: { readonly min: number; readonly max: number };
  /** There are cells for which nothing was recorded. */
  readonly hasGaps: boolean;
  readonly source: 'model' | 'device' | null;
  /** How many points stand behind the columns. */
  readonly note: string;
  /** What a screen reader says in place of the picture. */
  readonly summary: string;
}

export interface HeatMapInput {
  readonly map: HeatMap;
  readonly quantity: Quantity;
  readonly source: 'model' | 'device' | null;
  /** Spread the colours over the values that there are. */
  readonly isFitted: boolean;
  readonly capacityBytes: number | null;
}

export function heatMapModel(input: HeatMapInput): HeatMapModel {
  const { map, quantity, source } = input;
  const { found, hasGaps } = lookThrough(map.values);
  const scale = scaleOf(input, found);
  const note = describeColumns(map);
  return { map, quantity, scale, hasGaps, source, note, summary: summarise(input, found, note) };
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function lookThrough(values: HeatMap['values']): { found: Range | null; hasGaps: boolean } {
  let [min, max, hasGaps] = [Infinity, -Infinity, false];
  for (const row of values) {
    // An indexed loop: there may be hundreds of thousands of cells, and this is done with each frame of a live run.
    for (let column = 0; column < row.length; column++) {
      const value = row[column]!;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value !== value) hasGaps = true;
    }
  }
  return { found: max >= min ? { min, max } : null, hasGaps };
}

function scaleOf({ quantity, isFitted, capacityBytes }: HeatMapInput, found: Range | null): Range {
  const full = fullScaleOf(quantity, capacityBytes);
  const top = Math.max(full.max ?? 0, found?.max ?? 1);
  if (!isFitted || found === null) return { min: Math.min(full.min, found?.min ?? 0), max: top };
  // Values that are all alike have the middle of the scale.
  const half = found.max > found.min ? 0 : Math.abs(found.max) / 20 || 0.5;
  return { min: found.min - half, max: found.max + half };
}

function describeColumns({ steps, totalPoints }: HeatMap): string {
  if (steps.length === totalPoints) {
    return totalPoints === 1
      ? l10n.t('1 point of each IPU')
      : l10n.t('{0} points of each IPU', formatCount(totalPoints));
  }
  return l10n.t('{0} points of each IPU in {1} columns', formatCount(totalPoints), formatCount(steps.length));
}

function summarise({ map, quantity, source }: HeatMapInput, found: Range | null, note: string): string {
  const title = titleOf(quantity);
  const origin = source === 'model' ? l10n.t('modelled, not measured') : source === 'device' ? l10n.t('measured') : '';
  const what = origin === '' ? title : `${title}, ${origin}`;
  if (found === null) return l10n.t('{0}: nothing was recorded', what);
  const [from, to] = [formatQuantity(quantity, found.min), formatQuantity(quantity, found.max)];
  const steps = l10n.t('steps {0} to {1}', formatCount(map.steps[0] ?? 0), formatCount(map.steps.at(-1) ?? 0));
  return l10n.t('{0}: {1} IPUs, {2}, from {3} to {4}; {5}', what, map.devices.length, steps, from, to, note);
}

/** For each cell, row by row, the number of its colour; -1 where nothing was recorded. */
export function colourIndices({ map, scale }: HeatMapModel): Int16Array {
  const columns = map.steps.length;
  const indices = new Int16Array(map.devices.length * columns);
  const perValue = (colourCount - 1) / (scale.max - scale.min || 1);
  for (const [row, values] of map.values.entries()) {
    for (let column = 0; column < columns; column++) {
      const place = (values[column]! - scale.min) * perValue + 0.5;
      indices[row * columns + column] =
        place >= colourCount ? colourCount - 1 : place >= 0 ? place : place < 0 ? 0 : -1;
    }
  }
  return indices;
}

/** A cell. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What a cell shows, in words: `IPU 5, steps 120 to 129: 41.3 %`. */
export function describeCell({ map, quantity }: HeatMapModel, { row, column }: Cell): string {
  const ipu = map.devices[row];
  const from = map.steps[column];
  if (ipu === undefined || from === undefined) return '';
  const value = map.values[row]?.[column] ?? NaN;
  const text = Number.isNaN(value) ? l10n.t('not recorded') : formatQuantity(quantity, value);
  const to = map.steps.length === map.totalPoints ? from : (map.steps[column + 1] ?? from + 1) - 1;
  if (to <= from) return l10n.t('IPU {0}, step {1}: {2}', ipu, formatCount(from), text);
  const span = [ipu, formatCount(from), formatCount(to), text];
  if (Number.isNaN(value)) return l10n.t('IPU {0}, steps {1} to {2}: {3}', ...span);
  return l10n.t('IPU {0}, steps {1} to {2}: mean {3}', ...span);
}

/** The cell after a key; undefined if the key moves nothing. */
export function cellAfter(key: string, isFar: boolean, cell: Cell | null, { map }: HeatMapModel): Cell | undefined {
  const [lastRow, lastColumn] = [map.devices.length - 1, map.steps.length - 1];
  const far = (last: number): number => (isFar ? Math.max(1, Math.round(last / 10)) : 1);
  const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
    ArrowUp: [-far(lastRow), 0],
    ArrowDown: [far(lastRow), 0],
    ArrowLeft: [0, -far(lastColumn)],
    ArrowRight: [0, far(lastColumn)],
    PageUp: [-Math.max(1, Math.round(lastRow / 4)), 0],
    PageDown: [Math.max(1, Math.round(lastRow / 4)), 0],
    Home: [0, -Infinity],
    End: [0, Infinity],
  };
  const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (!move || lastRow < 0 || lastColumn < 0) return undefined;
  // The first key shows the last column: what is newest.
  const from = cell ?? { row: 0, column: key === 'Home' ? 0 : lastColumn };
  if (!cell) return from;
  const within = (value: number, last: number): number => Math.min(last, Math.max(0, value));
  return { row: within(from.row + move[0], lastRow), column: within(from.column + move[1], lastColumn) };
}

/** The cell at a place given in shares of the picture's width and height. */
export function cellAt({ map }: HeatMapModel, x: number, y: number): Cell | null {
  const isInside = x >= 0 && x < 1 && y >= 0 && y < 1;
  if (!isInside || map.steps.length === 0) return null;
  return { row: Math.floor(y * map.devices.length), column: Math.floor(x * map.steps.length) };
}

/** The steps between two places given in shares of the width; null if that is a single column or less. */
export function stepsBetween({ map }: HeatMapModel, one: number, other: number): { from: number; to: number } | null {
  const count = map.steps.length;
  const column = (x: number): number => Math.min(count - 1, Math.max(0, Math.floor(x * count)));
  const [first, last] = [column(Math.min(one, other)), column(Math.max(one, other))];
  if (count === 0 || last <= first) return null;
  const next = map.steps[last + 1];
  return { from: map.steps[first]!, to: next === undefined ? map.steps[last]! + stepsOfLast(map) : next - 1 };
}

/** The last column has as many steps as the one before it: no more is known of it. */
function stepsOfLast({ steps, totalPoints }: HeatMap): number {
  if (steps.length === totalPoints || steps.length < 2) return 0;
  return steps.at(-1)! - steps.at(-2)! - 1;
}

/** Steps that are written below the columns in which they are, about `wanted` of them. */
export function stepLabels({ map: { steps } }: HeatMapModel, wanted: number): { column: number; text: string }[] {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (first === last) return [{ column: 0, text: formatCount(first) }];
  const ticks = ticksOf({ kind: 'linear', whole: true }, { min: first, max: last }, Math.max(1, wanted));
  return ticks.map(({ value, label }) => ({ column: steps.findLastIndex((step) => step <= value), text: label }));
}

/** Rows that have their IPU written beside them, where a row is `rowPx` high. */
export function labelledRows({ map }: HeatMapModel, rowPx: number): number[] {
  const least = Math.ceil(15 / rowPx);
  const every = [1, 2, 4, 8, 16, 32, 64, 128, 256].find((one) => one >= least) ?? least;
  return Array.from({ length: Math.ceil(map.devices.length / every) }, (_, index) => index * every);
}

/** The same as a table: a line for each IPU. */
export function heatMapTable({ map, quantity }: HeatMapModel): TableModel {
  const text = (value: number | undefined) =>
    value === undefined || !Number.isFinite(value) ? l10n.t('not recorded') : formatQuantity(quantity, value);
  return {
    head: [
      'IPU',
      l10n.t('Latest'),
      l10n.t('Mean'),
      l10n.t('Lowest'),
      l10n.t('at step'),
      l10n.t('Highest'),
      l10n.t('at step'),
    ],
    rows: map.devices.map((ipu, row) => {
      const { latest, mean, lowest, highest } = figuresOf(map.values[row] ?? []);
      const stepAt = (column: number) => (column < 0 ? '' : formatCount(map.steps[column]!));
      const value = (column: number) => text(map.values[row]?.[column]);
      return [
        ...[String(ipu), text(latest), text(mean)],
        ...[value(lowest), stepAt(lowest), value(highest), stepAt(highest)],
      ];
    }),
  };
}

/** Of a row: the last value and the mean, and the columns of the lowest and the highest; -1 without values. */
function figuresOf(values: readonly number[]) {
  let [sum, count, lowest, highest] = [0, 0, -1, -1];
  for (const [column, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    count += 1;
    if (lowest < 0 || value < values[lowest]!) lowest = column;
    if (highest < 0 || value > values[highest]!) highest = column;
  }
  return { latest: values.findLast(Number.isFinite), mean: sum / count, lowest, highest };
}
