// Runs as points of two figures. Pure.

import * as l10n from '@vscode/l10n';
import { headlineFigure, type Figure } from './figures.ts';
import { scaleOf, spansDecades, type Scale } from './scale.ts';
import type { CompareView } from './view.ts';

export interface ScatterSettings {
  /** Ids of figures; null: chosen by the page. */
  readonly x: string | null;
  readonly y: string | null;
  /** Null: logarithmic where values span decades. */
  readonly logX: boolean | null;
  readonly logY: boolean | null;
}

export interface ScatterPoint {
  readonly runId: string;
  readonly letter: string;
  readonly name: string;
  readonly place: number;
  /** 0 to 1, from the left and from below. */
  readonly x: number;
  readonly y: number;
  readonly xText: string;
  readonly yText: string;
}

export interface ScatterAxis {
  readonly figure: Figure;
  readonly scale: Scale;
}

export interface ScatterModel {
  readonly x: ScatterAxis;
  readonly y: ScatterAxis;
  readonly points: readonly ScatterPoint[];
  /** Letters of runs that lack one of the two figures. */
  readonly without: readonly string[];
}

/** The points of two figures; null where there are no two. */
export function scatterModel(
  view: Pick<CompareView, 'runs' | 'fields' | 'metrics'>,
  settings: ScatterSettings,
): ScatterModel | null {
  const [xFigure, yFigure] = chosenFigures(view, settings);
  if (!xFigure || !yFigure) return null;
  const axisOf = (figure: Figure, log: boolean | null): ScatterAxis => ({
    figure,
    scale: scaleOf(figure.values, log ?? spansDecades(figure.values), 6),
  });
  const [x, y] = [axisOf(xFigure, settings.logX), axisOf(yFigure, settings.logY)];
  const places = view.runs.map((run, index) => ({
    run,
    at: x.scale.place(xFigure.values[index] ?? null),
    height: y.scale.place(yFigure.values[index] ?? null),
    xText: xFigure.texts[index] ?? '',
    yText: yFigure.texts[index] ?? '',
  }));
  const points = places.flatMap(({ run: { runId, letter, name, place }, at, height, xText, yText }) =>
    at === undefined || height === undefined ? [] : [{ runId, letter, name, place, x: at, y: height, xText, yText }],
  );
  const without = places.filter(({ at, height }) => at === undefined || height === undefined);
  return { x, y, points, without: without.map(({ run }) => run.letter) };
}

/** What the picture says, in a sentence. */
export function describeScatter({ x, y, points, without }: ScatterModel): string {
  const said = l10n.t('{0} runs: {1} over {2}.', points.length, y.figure.label, x.figure.label);
  return without.length === 0 ? said : `${said} ${l10n.t('Without a value: {0}.', without.join(', '))}`;
}

/** What a page remembered as settings. */
export function parseScatterSettings(value: unknown): ScatterSettings {
  const kept: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  const id = (each: unknown): string | null => (typeof each === 'string' ? each : null);
  const flag = (each: unknown): boolean | null => (typeof each === 'boolean' ? each : null);
  return { x: id(kept['x']), y: id(kept['y']), logX: flag(kept['logX']), logY: flag(kept['logY']) };
}

function chosenFigures({ fields, metrics }: Pick<CompareView, 'fields' | 'metrics'>, { x, y }: ScatterSettings) {
  const figures = [...fields, ...metrics];
  const find = (id: string | null): Figure | undefined => figures.find((figure) => figure.id === id);
  const yFigure = find(y) ?? headlineFigure(metrics);
  const numeric = fields.find(({ values }) => values.some((value) => typeof value === 'number'));
  const xFigure = find(x) ?? numeric ?? metrics.find((figure) => figure !== yFigure) ?? fields[0];
  return [xFigure, yFigure] as const;
}
