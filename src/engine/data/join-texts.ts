// One or two texts as a sequence: [CLS] first [SEP], and second [SEP] if there is one. Too long ones are cut as Hugging Face's
// `truncation=True` does.

import type { SpecialIds } from '../text/vocabulary.ts';
import type { Sequence } from './batch.ts';

/**
 * Joins tokenised texts.
 *
 * @param second null: there is no second text
 * @param maxLength in tokens, special ones included
 */
export function joinTexts(
  first: Int32Array,
  second: Int32Array | null,
  { cls, sep }: Pick<SpecialIds, 'cls' | 'sep'>,
  maxLength: number,
): Sequence {
  const [keptFirst, keptSecond] =
    second === null ? [maxLength - 2, 0] : cutLonger(first.length, second.length, maxLength - 3);
  const left = first.subarray(0, keptFirst);
  const secondStart = left.length + 2;
  if (second === null) return { ids: Int32Array.of(cls, ...left, sep), secondStart };
  return { ids: Int32Array.of(cls, ...left, sep, ...second.subarray(0, keptSecond), sep), secondStart };
}

/** Lengths of two texts that together have room for so many tokens: only the longer is cut, until both are equal (`longest_first`). */
function cutLonger(first: number, second: number, room: number): [number, number] {
  if (first + second <= room) return [first, second];
  const shorter = Math.min(first, second);
  const half = Math.floor(room / 2);
  // Of equally long texts the second gets the odd token; as does the longer of two that are both cut.
  const [small, large] = 2 * shorter <= room ? [shorter, room - shorter] : [half, room - half];
  return first > second ? [large, small] : [small, large];
}
