// Dropout masks as a function of where they are used, and of nothing else: the same after a resume and on every provider.

import { Xoshiro128 } from './xoshiro128.ts';

/** Where a mask is used. Each part is a whole number from 0 to 2³² − 1. */
export interface MaskPlace {
  readonly seed: number;
  /** Number of the weight update. */
  readonly update: number;
  /** Number of the micro-batch in the update. */
  readonly microBatch: number;
  /** Number of the dropout site in the model. */
  readonly site: number;
}

/**
 * Fills `mask` with 1 / (1 − rate), and with 0 at each position with probability `rate`. Instead of drawing for every element it draws
 * the gaps between dropped ones, which are geometrically distributed: P(gap = k) = rate · (1 − rate)ᵏ.
 */
export function fillDropoutMask(mask: Float32Array, rate: number, place: MaskPlace): void {
  mask.fill(1 / (1 - rate));
  const gaps = gapTable(rate);
  const random = new Xoshiro128([place.seed, place.update, place.microBatch, place.site]);
  for (let position = 0; ;) {
    const word = random.next();
    position += gaps[word & 0xffff]!;
    if (position >= mask.length) return;
    mask[position++] = 0;
    position += gaps[word >>> 16]!;
    if (position >= mask.length) return;
    mask[position++] = 0;
  }
}

const tables = new Map<number, Float64Array>();

/** For each of the 2¹⁶ equally likely draws, the gap by inversion of its distribution: ⌊ln(u) / ln(1 − rate)⌋ with u in (0, 1). */
function gapTable(rate: number): Float64Array {
  let table = tables.get(rate);
  if (table === undefined) {
    const logKeep = Math.log1p(-rate);
    table = Float64Array.from({ length: 1 << 16 }, (_, draw) =>
      Math.floor(Math.log((draw + 0.5) / (1 << 16)) / logKeep),
    );
    tables.set(rate, table);
  }
  return table;
}
