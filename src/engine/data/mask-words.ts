// Masks words of a sequence for masked language modelling (Devlin et al., 2018): of the chosen tokens 80 % become [MASK], 10 % a random
// token, and 10 % stay. Which ones is a function of the place only: the same after a resume.

import { Xoshiro128 } from '../random/xoshiro128.ts';

export interface MaskOptions {
  /** Share of the tokens to choose, at least one token. */
  readonly share: number;
  /** At most so many; null: no limit. */
  readonly limit: number | null;
  readonly maskId: number;
  /** Tokens that may stand in for others: ids 0 to this, not included. */
  readonly vocabularySize: number;
}

export interface MaskedWords {
  /** The sequence with masks, [length]. */
  readonly ids: Int32Array;
  /** Ascending positions of the chosen tokens. */
  readonly positions: Int32Array;
  /** What stood there. */
  readonly words: Int32Array;
}

/** Number of tokens to choose in a sequence of so many, special ones included. */
export function countMasked(
  length: number,
  specialTokens: number,
  { share, limit }: Pick<MaskOptions, 'share' | 'limit'>,
): number {
  return Math.min(limit ?? length, length - specialTokens, Math.max(1, Math.round(length * share)));
}

/**
 * Masks a sequence.
 *
 * @param special ascending positions of the tokens that are never chosen
 * @param place whole numbers that say for which use the words are drawn
 */
export function maskWords(
  ids: Int32Array,
  special: readonly number[],
  place: readonly number[],
  options: MaskOptions,
): MaskedWords {
  const random = new Xoshiro128(place);
  const below = (count: number): number => (random.next() >>> 0) % count;
  const candidates = Int32Array.from(ids.keys()).filter((position) => !special.includes(position));
  const count = countMasked(ids.length, special.length, options);
  for (let i = 0; i < count; i++) {
    const j = i + below(candidates.length - i);
    [candidates[i], candidates[j]] = [candidates[j]!, candidates[i]!];
  }
  const positions = candidates.slice(0, count).sort();
  const masked = ids.slice();
  for (const position of positions) {
    const draw = below(10);
    if (draw < 8) masked[position] = options.maskId;
    else if (draw === 8) masked[position] = below(options.vocabularySize);
  }
  return { ids: masked, positions, words: positions.map((position) => ids[position]!) };
}
