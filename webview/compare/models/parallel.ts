// Runs as lines over several axes: which axes, which part of each is marked, and which runs pass through all marks. Pure.

import { headlineFigure, type Figure } from './figures.ts';
import { scaleOf, spansDecades, type Scale } from './scale.ts';
import type { CompareView } from './view.ts';

/** The marked part of an axis, from 0 to 1. */
export interface Brush {
  readonly from: number;
  readonly to: number;
}

export interface ParallelAxis {
  readonly figure: Figure;
  readonly scale: Scale;
  readonly brush: Brush | null;
}

export interface ParallelLine {
  readonly runId: string;
  readonly letter: string;
  readonly name: string;
  readonly place: number;
  /** Where it crosses each axis, from 0 to 1; undefined where it has no value. */
  readonly crossings: readonly (number | undefined)[];
  /** It passes through all marked parts. */
  readonly isWithin: boolean;
}

export interface ParallelModel {
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly ParallelLine[];
}

export interface ParallelSettings {
  /** Ids of figures in the order of the axes; null: chosen by the page. */
  readonly axes: readonly string[] | null;
  /** Axes whose kind, linear or logarithmic, is not the one that the page would choose. */
  readonly flipped: readonly string[];
}

/** So many fields have an axis before the user chooses. */
const fieldAxes = 5;
/** A mark that ends this close to the end of its axis ends there. */
const snap = 0.03;
/** More axes than this are not drawn. */
export const mostAxes = 12;

/** What can have an axis. */
export function axisFigures({ fields, metrics }: Pick<CompareView, 'fields' | 'metrics'>): Figure[] {
  return [...fields, ...metrics];
}

/** The axes that are shown: those chosen, or fields that differ and the figure that says most. */
export function chosenAxes(figures: readonly Figure[], { axes }: ParallelSettings): Figure[] {
  const known = (axes ?? []).flatMap((id) => figures.find((figure) => figure.id === id) ?? []);
  if (axes !== null) return known.slice(0, mostAxes);
  const metrics = figures.filter(({ kind }) => kind !== 'field');
  const headline = headlineFigure(metrics);
  const differing = figures.filter(({ kind }) => kind === 'field').filter(isTelling);
  const others = metrics.filter(
    (figure) => figure !== headline && (figure.kind === 'result' || figure.kind === 'last'),
  );
  const fields = differing.slice(0, fieldAxes);
  const more = others.filter(({ better }) => better !== 'neither').slice(0, Math.max(0, 3 - fields.length));
  return [...fields, ...more, ...(headline ? [headline] : [])];
}

/** Names that are different in most runs, such as those of files, order nothing. */
function isTelling({ values }: Figure): boolean {
  const texts = new Set(values.filter((value) => typeof value === 'string'));
  return texts.size <= Math.max(2, Math.min(8, values.length / 3));
}

/** Whether an axis is logarithmic: of itself where its values span decades, unless the user has turned that round. */
export function isLogAxis({ id, values }: Figure, { flipped }: ParallelSettings): boolean {
  return spansDecades(values) !== flipped.includes(id);
}

/** The axes and lines; brushes by the ids of figures. */
export function parallelModel(
  view: Pick<CompareView, 'runs' | 'fields' | 'metrics'>,
  settings: ParallelSettings,
  brushes: ReadonlyMap<string, Brush>,
): ParallelModel {
  const axes = chosenAxes(axisFigures(view), settings).map((figure) => ({
    figure,
    scale: scaleOf(figure.values, isLogAxis(figure, settings)),
    brush: brushes.get(figure.id) ?? null,
  }));
  const lines = view.runs.map(({ runId, letter, name, place }, index) => {
    const crossings = axes.map(({ figure, scale }) => scale.place(figure.values[index] ?? null));
    const isWithin = axes.every(({ brush }, axis) => brush === null || isInside(crossings[axis], brush));
    return { runId, letter, name, place, crossings, isWithin };
  });
  return { axes, lines };
}

/** The ids with the axis moved to another place. */
export function moveAxis(ids: readonly string[], id: string, to: number): string[] {
  const rest = ids.filter((other) => other !== id);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), id, ...rest.slice(place)];
}

/** The brush after one of its ends has moved; null where it leaves nothing out. */
export function moveEnd(brush: Brush | null, end: 'from' | 'to', by: number): Brush | null {
  const { from, to } = brush ?? { from: 0, to: 1 };
  const moved = end === 'from' ? { from: clamp(from + by, 0, to), to } : { from, to: clamp(to + by, from, 1) };
  return moved.from <= 0 && moved.to >= 1 ? null : moved;
}

/** A brush between two places, wherever it was begun. */
export function brushBetween(a: number, b: number): Brush {
  return { from: snapped(Math.min(a, b)), to: snapped(Math.max(a, b)) };
}

/** What a page remembered as settings. */
export function parseParallelSettings(value: unknown): ParallelSettings {
  const kept: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  const { axes, flipped } = kept;
  return { axes: isTexts(axes) ? axes : null, flipped: isTexts(flipped) ? flipped : [] };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isInside(at: number | undefined, { from, to }: Brush): boolean {
  return at !== undefined && at >= from - 1e-9 && at <= to + 1e-9;
}

/** Near an end the end is meant. */
function snapped(at: number): number {
  return at < snap ? 0 : at > 1 - snap ? 1 : at;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
