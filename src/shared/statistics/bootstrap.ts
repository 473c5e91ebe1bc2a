// How far a mean score over questions is to be trusted, and the difference between two runs on the same questions: percentile
// bootstrap (Efron, 1979). The questions are drawn anew, so the answer is about other questions of the kind, not about other seeds.

import { IndexDraw } from './index-draw.ts';

export interface BootstrapOptions {
  /** How often the questions are drawn anew. */
  readonly resamples?: number;
  /** Share of the resampled means inside the interval. */
  readonly level?: number;
  readonly seed?: number;
}

/** What is taken where nothing is said. */
export const bootstrapDefaults = { resamples: 2000, level: 0.95, seed: 42 } as const satisfies BootstrapOptions;

/** A mean with its interval, in the unit of the scores. */
export interface MeanEstimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Number of scores. */
  readonly count: number;
}

/** A difference of two means on the same questions, with its interval. */
export interface DifferenceEstimate {
  /** Mean of the second minus mean of the first. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided: how often chance alone gives a difference at least so far to one side of zero. */
  readonly p: number;
  /** Number of questions compared. */
  readonly count: number;
}

/** The mean of scores, one for each question, with its percentile interval. There must be at least one. */
export function bootstrapMean(scores: ArrayLike<number>, options: BootstrapOptions = {}): MeanEstimate {
  const means = resampleMeans(scores, options).sort();
  return { mean: meanOf(scores), ...intervalOf(means, options), count: scores.length };
}

/**
 * The paired difference `after` − `before`; both hold the scores of the same questions in the same order. `p` is twice the smaller share of
 * resampled differences that are not above, or not below, zero, with one more on either side (Davison and Hinkley, 1997, 4.2.3).
 */
export function bootstrapDifference(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  options: BootstrapOptions = {},
): DifferenceEstimate {
  if (before.length !== after.length) throw new RangeError(`${before.length} scores are paired with ${after.length}.`);
  const differences = Float64Array.from(after, (score, index) => score - before[index]!);
  const means = resampleMeans(differences, options).sort();
  return {
    difference: meanOf(differences),
    ...intervalOf(means, options),
    p: twoSidedP(means),
    count: differences.length,
  };
}

/** Means of as many scores drawn with replacement, in the order in which they were drawn. */
function resampleMeans(scores: ArrayLike<number>, options: BootstrapOptions): Float64Array {
  const { resamples, seed } = { ...bootstrapDefaults, ...options };
  const { length } = scores;
  if (length === 0) throw new RangeError('There are no scores to resample.');
  const values = Float64Array.from(scores);
  const draw = new IndexDraw(seed, length);
  const drawn = new Uint32Array(length);
  return Float64Array.from({ length: resamples }, () => {
    draw.fill(drawn);
    let sum = 0;
    for (let i = 0; i < length; i++) sum += values[drawn[i]!]!;
    return sum / length;
  });
}

function intervalOf(sorted: Float64Array, options: BootstrapOptions): { readonly low: number; readonly high: number } {
  const { level } = { ...bootstrapDefaults, ...options };
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/** The quantile with linear interpolation, numpy's default. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[Math.ceil(place)] ?? low) - low);
}

/** Sums that cancel out leave rounding errors of this size instead of zero. */
const rounding = 1e-12;

function twoSidedP(means: Float64Array): number {
  let notAbove = 0;
  let notBelow = 0;
  for (const mean of means) {
    if (mean <= rounding) notAbove += 1;
    if (mean >= -rounding) notBelow += 1;
  }
  return Math.min(1, (2 * (Math.min(notAbove, notBelow) + 1)) / (means.length + 1));
}

function meanOf(scores: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += scores[i]!;
  return sum / scores.length;
}
