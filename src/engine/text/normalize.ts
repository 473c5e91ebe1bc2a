// BERT's uncased normalisation: drop control characters, isolate Chinese characters, strip accents, lower-case. Each unit of
// the result remembers the code point of the original that produced it. Splitting into words is not done here.

/** Normalised text, and for each of its UTF-16 units the code point (index) of the original text that it comes from. */
export interface NormalizedText {
  readonly text: string;
  readonly source: readonly number[];
}

const plainAscii = /^[!-~]*$/;
const blank = /^[\t\n\r\p{Z}]$/u;
const dropped = /^[\p{C}\ufffd]$/u;
const nonSpacingMarks = /\p{Mn}/gu;

/** Normalises `text` as the tokenizer of bert-base-uncased does. */
export function normalize(text: string): NormalizedText {
  if (plainAscii.test(text)) return { text: text.toLowerCase(), source: Array.from(text, (_, index) => index) };
  let normalized = '';
  const source: number[] = [];
  let index = 0;
  for (const char of text) {
    const piece = normalizeChar(char);
    normalized += piece;
    for (let unit = 0; unit < piece.length; unit += 1) source.push(index);
    index += 1;
  }
  return { text: normalized, source };
}

/** One code point as it enters the words: nothing, a space, or its folded form, which is set apart by spaces if Chinese. */
function normalizeChar(char: string): string {
  if (blank.test(char)) return ' ';
  if (dropped.test(char)) return '';
  const folded = fold(char);
  return isChinese(char.codePointAt(0) ?? 0) ? ` ${folded} ` : folded;
}

/** Lower case code point by code point: on whole words JavaScript would write a final sigma as ς, which BERT does not. */
function fold(char: string): string {
  let folded = '';
  for (const part of char.normalize('NFD').replace(nonSpacingMarks, '')) folded += part.toLowerCase();
  return folded;
}

// Ranges of Hugging Face tokenizers (BertNormalizer), with its gap from 2B820 to 2B91F. Kana and Hangul are not among them.
const chineseRanges = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b73f],
  [0x2b740, 0x2b81f],
  [0x2b920, 0x2ceaf],
  [0xf900, 0xfaff],
  [0x2f800, 0x2fa1f],
] as const;

function isChinese(codePoint: number): boolean {
  return codePoint >= 0x3400 && chineseRanges.some(([first, last]) => codePoint >= first && codePoint <= last);
}
