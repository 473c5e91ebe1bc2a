// Cuts the text of a filter into names, values and signs, from the place where it stands. What they mean is the parser's.

import { comparisons, type Comparison } from './filter.ts';
import { quoteUnclosed, type Place } from './errors.ts';

/** A word of the text, without its quotation marks. */
export interface Word extends Place {
  readonly text: string;
  readonly quoted: boolean;
}

export interface Scanner {
  /** The next character that is no space, or the empty string at the end. */
  peek(): string;
  /** Where the next character stands, and that character. */
  here(length?: number): Place;
  /** Goes on by one character. */
  skip(): void;
  /** The bare name that comes next, without reading it. */
  nextWord(): string;
  /** The word that was read last. */
  lastWord(): string;
  /** A name or a free word: ends at spaces, parentheses, quotation marks and signs. */
  name(): Word;
  /** A value: ends at spaces and parentheses. */
  value(): Word;
  /** `:` directly behind a name. */
  colon(): boolean;
  /** The sign of a comparison, if one is next. */
  comparison(): (Place & { readonly sign: Comparison }) | undefined;
}

const nameEnd = /[\s()":<>=~]|![=~]/;
const valueEnd = /[\s()]/;

export function createScanner(text: string): Scanner {
  let at = 0;
  let last = '';
  const skipSpaces = (): void => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const bare = (end: RegExp): Word => {
    const offset = at;
    const length = text.slice(at).search(end);
    at = length < 0 ? text.length : at + length;
    return { text: text.slice(offset, at), quoted: false, offset, length: at - offset };
  };
  const quoted = (): Word => {
    const offset = at;
    const body = /^"((?:[^"\\]|\\[^])*)"/.exec(text.slice(at));
    if (!body) throw quoteUnclosed({ offset, length: text.length - offset });
    at += body[0].length;
    return { text: body[1]!.replaceAll(/\\([^])/g, '$1'), quoted: true, offset, length: at - offset };
  };
  const read = (end: RegExp): Word => {
    skipSpaces();
    const word = text[at] === '"' ? quoted() : bare(end);
    last = word.text;
    return word;
  };
  return {
    peek() {
      skipSpaces();
      return text[at] ?? '';
    },
    here(length = 1) {
      skipSpaces();
      const offset = Math.min(at, text.length);
      return { offset, length: Math.min(length, text.length - offset) };
    },
    skip: () => void at++,
    nextWord() {
      skipSpaces();
      const before = at;
      const { text: word } = bare(nameEnd);
      at = before;
      return word;
    },
    lastWord: () => last,
    name: () => read(nameEnd),
    value: () => read(valueEnd),
    colon() {
      if (text[at] !== ':') return false;
      at++;
      return true;
    },
    comparison() {
      skipSpaces();
      const offset = at;
      const sign = comparisons.find((one) => text.startsWith(one, offset));
      if (sign === undefined) return undefined;
      at += text.startsWith('==', offset) ? 2 : sign.length;
      return { sign, offset, length: at - offset };
    },
  };
}
