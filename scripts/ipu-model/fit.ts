// Fits the model's constants to published throughput, and says how well they hold for points that they were not fitted to.
// Logarithms are fitted, so that constants stay positive and errors count as shares.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FittedConstants } from '../../src/engine/ipu/fitted.ts';
import { minimise } from './minimise.ts';
import { type ModelledPoint, predict, type PublishedPoint } from './points.ts';

/** A point's published and modelled figure. */
export interface Residual {
  readonly point: PublishedPoint;
  readonly modelled: number;
  /** Modelled over published, minus one. */
  readonly error: number;
  /** The same with constants fitted without this point; null if it was not fitted to anyway. */
  readonly errorLeftOut: number | null;
}

export interface Fit {
  readonly constants: FittedConstants;
  readonly residuals: readonly Residual[];
  /** Mean error of each group of points, with constants fitted without it. */
  readonly groupsLeftOut: readonly { readonly group: string; readonly error: number }[];
  /** Mean error of the fitted points when one constant is done without, and the others are fitted again. */
  readonly without: readonly { readonly name: string; readonly error: number; readonly worst: number }[];
}

/** Where the search begins, and what a constant is where it is done without. */
const searched = [
  { name: 'matmulShareOfPeak', start: 0.5, none: 1 },
  { name: 'cyclesPerProduct', start: 15_000, none: 0 },
  { name: 'hostSecondsPerTrainingCall', start: 0.1, none: 0 },
] as const;

type Searched = Omit<FittedConstants, 'hostSecondsPerToken'>;

/** The one run that shows the host's own time: no loader workers, and a device three times as fast as the run. */
const hostBoundRun = 'og-bertbase-squad-nb';

/** Fits all constants and checks them. */
export function fitModel(points: readonly ModelledPoint[]): Fit {
  const high = points.filter(({ point }) => point.confidence === 'high');
  const constants = fitConstants(high, points);
  const residuals = points.map((modelled) => {
    const others = high.filter((other) => other !== modelled);
    const leftOut = others.length < high.length ? errorOf(modelled, fitConstants(others, points)) : null;
    const { point } = modelled;
    return {
      point,
      modelled: predict(modelled, constants),
      error: errorOf(modelled, constants),
      errorLeftOut: leftOut,
    };
  });
  return { constants, residuals, groupsLeftOut: leaveGroupsOut(high, points), without: doWithout(high) };
}

/** Mean of the absolute values. */
export function meanError(errors: readonly number[]): number {
  return errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
}

/** The largest absolute value. */
export function worstError(errors: readonly number[]): number {
  return Math.max(...errors.map(Math.abs));
}

function fitConstants(high: readonly ModelledPoint[], all: readonly ModelledPoint[]): FittedConstants {
  const device = fitSearched(high, {});
  const bound = all.find(({ point }) => point.id === hostBoundRun)!;
  const cost = ([x = 0]: readonly number[]) => errorOf(bound, { ...device, hostSecondsPerToken: Math.exp(x) }) ** 2;
  const [perToken = 0] = minimise(cost, [Math.log(2e-6)]);
  return { ...device, hostSecondsPerToken: round(Math.exp(perToken)) };
}

// Points with many loader workers hardly depend on the host's time for a token, so that it can be settled afterwards.
const tokenTimeAtFirst = 2.5e-6;

function fitSearched(high: readonly ModelledPoint[], fixed: Partial<Searched>): FittedConstants {
  const free = searched.filter(({ name }) => !(name in fixed));
  const constantsAt = (x: readonly number[], digits = 17): FittedConstants => {
    const values = free.map(({ name }, i) => [name, round(Math.exp(x[i]!), digits)] as const);
    return { hostSecondsPerToken: tokenTimeAtFirst, ...fixed, ...Object.fromEntries(values) } as FittedConstants;
  };
  const cost = (x: readonly number[]): number => {
    const constants = constantsAt(x);
    return high.reduce((sum, point) => sum + Math.log1p(errorOf(point, constants)) ** 2, 0);
  };
  return constantsAt(
    minimise(
      cost,
      free.map(({ start }) => Math.log(start)),
    ),
    3,
  );
}

function errorOf(modelled: ModelledPoint, constants: FittedConstants): number {
  return predict(modelled, constants) / modelled.point.samplesPerSecond - 1;
}

function leaveGroupsOut(high: readonly ModelledPoint[], all: readonly ModelledPoint[]): Fit['groupsLeftOut'] {
  const groups = Map.groupBy(high, ({ point }) => point.group ?? point.id);
  return [...groups].map(([group, members]) => {
    const constants = fitConstants(
      high.filter((point) => !members.includes(point)),
      all,
    );
    return { group, error: meanError(members.map((point) => errorOf(point, constants))) };
  });
}

function doWithout(high: readonly ModelledPoint[]): Fit['without'] {
  return searched.map(({ name, none }) => {
    const constants = fitSearched(high, { [name]: none });
    const errors = high.map((point) => errorOf(point, constants));
    return { name, error: meanError(errors), worst: worstError(errors) };
  });
}

/** A published compile time of a graph that was in no cache. */
export interface CompilePoint {
  readonly id: string;
  readonly mode: 'training' | 'inference';
  readonly layers: number;
  readonly seconds: number;
  readonly source: string;
}

/** The line through published compile times, with each point's error. */
export interface CompileFit {
  readonly baseSeconds: number;
  readonly secondsPerLayer: number;
  readonly inferenceShare: number;
  readonly residuals: readonly { readonly point: CompilePoint; readonly modelled: number; readonly error: number }[];
}

const compileFixture = join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'ipu', 'published-compile-times.json');

/** Fits base and slope over encoder layers, and how much less the inference graph takes. */
export function fitCompilation(): CompileFit {
  const { points } = JSON.parse(readFileSync(compileFixture, 'utf8')) as { points: CompilePoint[] };
  const secondsAt = ({ mode, layers }: CompilePoint, [base = 0, slope = 0, share = 0]: readonly number[]): number =>
    (base + slope * layers) * (mode === 'training' ? 1 : share);
  const cost = (x: readonly number[]): number =>
    points.reduce((sum, point) => sum + Math.log(secondsAt(point, x.map(Math.exp)) / point.seconds) ** 2, 0);
  const best = minimise(cost, [120, 20, 0.3].map(Math.log)).map((x) => round(Math.exp(x)));
  const [baseSeconds = 0, secondsPerLayer = 0, inferenceShare = 0] = best;
  const residuals = points.map((point) => {
    const modelled = secondsAt(point, best);
    return { point, modelled, error: modelled / point.seconds - 1 };
  });
  return { baseSeconds, secondsPerLayer, inferenceShare, residuals };
}

/** To so many significant digits. */
function round(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
