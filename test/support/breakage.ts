// What a hand, a merge or a crash does to a text: pieces that are no JSON, values that no field has, and edits at any place.

import type { Random } from './random.ts';

/** Pieces of JSON, and what is none. */
export const scraps = [
  '{', '}', '[', ']', ',', ':', '"', '/*', '*/', '//', '\\', '\n', '\0', '\uFEFF', '\uD800', '👩‍🔬',
  'null', 'true', '-', '1e999', '-1e999', '9'.repeat(400), '0.1e-400', '"__proto__": ', '"constructor": {', '"toString"',
  '"layers_per_ipu": [-1, ', '"ipus_per_replica": 256,', '"gradient_accumulation_steps": 9007199254740991,', '['.repeat(2000),
]; // prettier-ignore

/** Values, few of which a field can hold. */
export const values = [
  'null',
  'true',
  '-1',
  '0',
  '1',
  '0.5',
  '1e308',
  '1e999',
  '""',
  '"squad"',
  '[]',
  '[1, 2]',
  '[null]',
  '{}',
  '[[-1]]',
  '"5e-5"',
  '"\\u0000"',
  '9007199254740993',
  '"👩‍🔬"',
  '[0, 4, 4, 5]',
  '"true"',
  '{ "min": 0 }',
];

/** One edit that a hand, a merge or a crash could make. */
export function breakOnce(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + random.below(random.pick([2, 40])));
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, at) + random.pick(scraps) + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3:
      return text.slice(0, end) + text.slice(at);
    case 4:
      return replaceValue(text, random);
    default:
      return text.slice(0, at) + String.fromCharCode(random.below(0x180)) + text.slice(at + 1);
  }
}

/** The value after one of the colons is another one: the text stays JSON, the experiment mostly not. */
function replaceValue(text: string, random: Random): string {
  const entries = [...text.matchAll(/": (-?[\d.e+-]+|"[^"\n]*"|true|false|null|\[[^\]]*\])/g)];
  if (entries.length === 0) return text;
  const entry = random.pick(entries);
  const value = random.pick(values);
  return `${text.slice(0, entry.index)}": ${value}${text.slice(entry.index + entry[0].length)}`;
}
