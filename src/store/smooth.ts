// Smoothed curves, at full resolution. Values that are not finite are passed over, as if their points were not there; at their
// places the smoothed curve has a gap too (NaN). Pure.

import type { Smoothing } from '../shared/messages/runs.ts';
import { allFinite, finiteOnly, isFiniteNumber } from './search.ts';

/** Up to this standard deviation the kernel is added up point by point; above, it is a recursive filter. */
const widestDirectKernel = 12;
/** Where a Gaussian is cut off, in standard deviations: 1e-7 of its weight lies outside. */
const kernelReach = 5.3;
/** The exponentials of the recursive filter die away more slowly. */
const filterReach = 10;

/**
 * Smooths `values` into `into`, of which the first `known` numbers are those that came of the first `known` values: no more is
 * computed than what the later ones change.
 */
export function extendSmooth(into: Float64Array, values: Float64Array, smoothing: Smoothing, known = 0): void {
  const from = firstToRead(values, smoothing, known);
  const fresh = firstToWrite(values, smoothing, known);
  const finite = finiteFrom(values, from);
  const state = smoothing.kind === 'ema' ? stateBefore(into, values, known) : nothingYet;
  const smoothed = smooth(finite, smoothing, state);
  // The finite values before `fresh` were read for the sake of later ones.
  for (let i = from, at = 0; i < values.length; i++) {
    const result = isFiniteNumber(values[i]!) ? smoothed[at++]! : NaN;
    if (i >= fresh) into[i] = result;
  }
}

/** How much each point tells of the places beside it. */
function reachOf(smoothing: Smoothing): number {
  if (smoothing.kind === 'ema') return 0;
  if (smoothing.kind === 'mean') return Math.ceil(smoothing.points);
  return Math.ceil(smoothing.points * (smoothing.points > widestDirectKernel ? filterReach : kernelReach));
}

function firstToWrite(values: Float64Array, smoothing: Smoothing, known: number): number {
  return finiteBefore(values, known, reachOf(smoothing));
}

function firstToRead(values: Float64Array, smoothing: Smoothing, known: number): number {
  return finiteBefore(values, known, 2 * reachOf(smoothing));
}

/** Index that has `count` finite values between itself and `index`; 0 if there are not so many. */
function finiteBefore(values: Float64Array, index: number, count: number): number {
  let at = index;
  for (let left = count; at > 0 && left > 0; at--) if (isFiniteNumber(values[at - 1]!)) left--;
  return at;
}

function finiteFrom(values: Float64Array, from: number): Float64Array {
  const all = values.subarray(from);
  return allFinite(all) ? all : finiteOnly(all);
}

/** The last result of a moving average, and how many values have gone into it. */
interface EmaState {
  readonly last: number;
  readonly count: number;
}

const nothingYet: EmaState = { last: 0, count: 0 };

function stateBefore(into: Float64Array, values: Float64Array, known: number): EmaState {
  let [last, count] = [0, 0];
  for (let i = 0; i < known; i++) {
    if (!isFiniteNumber(values[i]!)) continue;
    last = into[i]!;
    count++;
  }
  return { last, count };
}

function smooth(values: Float64Array, smoothing: Smoothing, before: EmaState): Float64Array {
  switch (smoothing.kind) {
    case 'ema':
      return ema(values, smoothing.weight, before);
    case 'mean':
      return centredMean(values, Math.max(1, Math.round(smoothing.points)));
    case 'gaussian':
      return smoothing.points > widestDirectKernel
        ? filterGaussian(values, smoothing.points)
        : sumGaussian(values, smoothing.points);
  }
}

/**
 * Exponential moving average without the pull towards 0 of its beginning: the debiased result is itself a weighted mean,
 * b[n] = b[n-1] + (1-w)/(1-w^n) (v - b[n-1]). With a weight of 1 that becomes the mean of all values so far.
 */
function ema(values: Float64Array, weight: number, { last, count }: EmaState): Float64Array {
  const smoothed = new Float64Array(values.length);
  let decay = weight ** count;
  let before = last;
  for (let i = 0; i < values.length; i++) {
    decay *= weight;
    const share = weight === 1 ? 1 / (count + i + 1) : (1 - weight) / (1 - decay);
    // Not `before + share * (value - before)`: a difference of the greatest numbers is infinite.
    before = before * (1 - share) + values[i]! * share;
    smoothed[i] = before;
  }
  return smoothed;
}

/** Mean over `width` points around each, over fewer at the ends. The sums never subtract, so that a great value leaves no trace outside. */
function centredMean(values: Float64Array, width: number): Float64Array {
  const { length } = values;
  const before = Math.floor(width / 2);
  const after = width - 1 - before;
  // Sums from the start of each block of `width` points, and to its end: a window is the end of one block and the start of the next.
  const [fromStart, toEnd] = [new Float64Array(length), new Float64Array(length)];
  for (let i = 0; i < length; i++) fromStart[i] = values[i]! + (i % width === 0 ? 0 : fromStart[i - 1]!);
  for (let i = length - 1; i >= 0; i--) {
    toEnd[i] = values[i]! + (i === length - 1 || (i + 1) % width === 0 ? 0 : toEnd[i + 1]!);
  }
  const smoothed = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const first = Math.max(0, i - before);
    const last = Math.min(length - 1, i + after);
    const firstBlock = Math.floor(first / width);
    const lastBlock = Math.floor(last / width);
    let sum = fromStart[last]!;
    if (firstBlock !== lastBlock) sum += toEnd[first]!;
    // In one block, and not from its start: only at the end of all values.
    else if (first % width !== 0) sum = toEnd[first]!;
    smoothed[i] = sum / (last - first + 1);
  }
  return smoothed;
}

function sumGaussian(values: Float64Array, deviation: number): Float64Array {
  const { length } = values;
  const reach = Math.ceil(deviation * kernelReach);
  const kernel = Float64Array.from({ length: reach + 1 }, (_, i) => Math.exp(-(i ** 2) / (2 * deviation ** 2)));
  const total = kernel.reduce((sum, weight, k) => sum + (k === 0 ? weight : 2 * weight), 0);
  const smoothed = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    if (i < reach || i + reach >= length) {
      smoothed[i] = sumAtEnd(values, kernel, i);
      continue;
    }
    let sum = values[i]!;
    for (let k = 1; k <= reach; k++) sum += kernel[k]! * (values[i - k]! + values[i + k]!);
    smoothed[i] = sum / total;
  }
  return smoothed;
}

/** Where the kernel reaches beyond the values. */
function sumAtEnd(values: Float64Array, kernel: Float64Array, at: number): number {
  let [sum, weight] = [0, 0];
  const last = Math.min(values.length - 1, at + kernel.length - 1);
  for (let i = Math.max(0, at - kernel.length + 1); i <= last; i++) {
    const share = kernel[Math.abs(i - at)]!;
    sum += share * values[i]!;
    weight += share;
  }
  return sum / weight;
}

/** One damped oscillation of the filter: its amplitude, its damping and its frequency over one standard deviation. */
interface Oscillation {
  readonly re: number;
  readonly im: number;
  readonly damping: number;
  readonly frequency: number;
}

/**
 * A Gaussian as a sum of two damped oscillations on each side, 5e-4 of its height away from it at most.
 * Source: R. Deriche, Recursively implementing the Gaussian and its derivatives (INRIA, 1993), order 4.
 */
const oscillations: readonly Oscillation[] = [
  { re: 1.68, im: 3.735, damping: 1.783, frequency: 0.6318 },
  { re: -0.6803, im: -0.2598, damping: 1.723, frequency: 1.997 },
];

/** The same at a cost that does not grow with the kernel. */
function filterGaussian(values: Float64Array, deviation: number): Float64Array {
  const { length } = values;
  const sums = new Float64Array(length);
  const weights = new Float64Array(length);
  const ones = new Float64Array(length).fill(1);
  for (const oscillation of oscillations) {
    addFiltered(sums, values, oscillation, deviation);
    addFiltered(weights, ones, oscillation, deviation);
  }
  for (let i = 0; i < length; i++) sums[i]! /= weights[i]!;
  return sums;
}

/** Adds what an oscillation leaves of each value at its own place and on both sides of it. */
function addFiltered(sums: Float64Array, values: Float64Array, oscillation: Oscillation, deviation: number): void {
  const { re, im, damping, frequency } = oscillation;
  const decay = Math.exp(-damping / deviation);
  const [cos, sin] = [decay * Math.cos(frequency / deviation), -decay * Math.sin(frequency / deviation)];
  let [x, y] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const before = x;
    x = values[i]! + cos * before - sin * y;
    y = cos * y + sin * before;
    sums[i]! += re * x - im * y;
  }
  x = 0;
  y = 0;
  for (let i = values.length - 1; i >= 0; i--) {
    // Without the value itself: the way there has counted it.
    const before = x;
    x = cos * before - sin * y;
    y = cos * y + sin * before;
    sums[i]! += re * x - im * y;
    x += values[i]!;
  }
}
