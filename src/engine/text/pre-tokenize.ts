// Splits normalised text into words: at spaces, which vanish, and around every punctuation character, which stays as a word.

// BERT also counts the ASCII symbols that Unicode does not call punctuation: $ + < = > ^ ` | ~.
const word = /[\p{P}$+<=>^`|~]|[^\p{P}$+<=>^`|~ ]+/gu;

/** The words of `text` as pairs of UTF-16 positions, in order. */
export function splitWords(text: string): { readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(word), (match) => ({ start: match.index, end: match.index + match[0].length }));
}
