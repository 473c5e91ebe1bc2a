// Where in an experiment's text an offset is: in which object or list, at a name or at a value, and what is written there already.
// Goes by tokens alone, so that a half-typed text has places like any other.

import { createScanner } from 'jsonc-parser';
import type { TextRange } from '../../shared/language.ts';
import { syntaxKind as is } from '../json-tokens.ts';

/** Names and indices from the root, such as `ipu_config`, `layers_per_ipu`, 2. */
export type JsonPath = readonly (string | number)[];

/** A list around a value. */
export interface ListPlace extends TextRange {
  /** Entries before the place, as they are read; undefined where one is no plain value. */
  readonly before: readonly unknown[];
}

export interface Place {
  readonly kind: 'name' | 'value';
  /** Of the value; of a name, of the object that it is in. */
  readonly path: JsonPath;
  /** What an insertion replaces: what is written here already, or nothing. On one line. */
  readonly range: TextRange;
  /** The value's own list, where the place is in one. */
  readonly list: ListPlace | null;
  /** Names that the object has already, but for the one at the place. */
  readonly taken: readonly string[];
  /** A comma has to follow what is inserted. */
  readonly needsComma: boolean;
  /** The name at the place has its colon already. */
  readonly hasColon: boolean;
}

interface Token extends TextRange {
  readonly kind: number;
  readonly text: string;
  readonly isUnended: boolean;
}

/** Undefined: an object or a list, or what is no JSON. */
type Scalar = string | number | boolean | null | undefined;

interface Container {
  readonly isList: boolean;
  readonly start: number;
  /** Names so far, in an object. */
  readonly names: string[];
  /** Entries so far, in a list. */
  readonly entries: Scalar[];
  name: string | undefined;
  expects: 'name' | 'colon' | 'value' | 'comma';
}

const comments = [is.lineComment, is.blockComment];
const blanks = [is.lineBreak, is.trivia];
// jsonc-parser declares it as `const enum`, which type stripping cannot import.
const scanError = { unendedComment: 1, unendedString: 2 };

/** The place at `offset`; undefined where nothing can be offered: in a comment, before a colon or a comma, outside of the object. */
export function placeAt(text: string, offset: number): Place | undefined {
  const tokens = scan(text);
  if (tokens.some((token) => isWithinComment(token, offset))) return undefined;
  const own = tokens.filter(({ kind }) => !comments.includes(kind));
  const at = own.findIndex((token) => isScalar(token.kind) && touches(token, offset));
  const open = own[at];
  if (open && isOpen(open, own[at + 1])) return placeOfUnended(text, rangeOfOpen(text, open, offset));
  // Before the token at the place, or before the first one behind it.
  const next = own.findIndex((token) => token.offset >= offset);
  const end = at >= 0 ? at : next >= 0 ? next : own.length;
  const stack = follow(own.slice(0, end));
  const expected = stack?.at(-1)?.expects;
  if (!stack || (expected !== 'name' && expected !== 'value')) return undefined;
  const written = writtenAt(text, own, { at, end, offset, expected, isInList: stack.at(-1)!.isList });
  if (!written) return undefined;
  return { ...describe(text, stack, own.slice(written.next), written.range), range: written.range };
}

/** It has no end on its line, or took the next text's opening quotation mark for it, so that a bare word follows. */
function isOpen({ kind, offset, length, isUnended }: Token, next: Token | undefined): boolean {
  return isUnended || (kind === is.string && next?.kind === is.unknown && next.offset === offset + length);
}

/** A text without its closing quotation mark takes the rest of the line with it: a number in its place shows what follows. */
function placeOfUnended(text: string, range: TextRange): Place | undefined {
  const mended = text.slice(0, range.offset) + '0'.padEnd(range.length) + text.slice(range.offset + range.length);
  const place = placeAt(mended, range.offset);
  return place && { ...place, range };
}

interface Spot {
  /** Index of the token at the offset, or -1. */
  readonly at: number;
  /** Index of the token behind the offset. */
  readonly end: number;
  readonly offset: number;
  readonly expected: 'name' | 'value';
  readonly isInList: boolean;
}

/** What is written at the place, and the index of the token after it; undefined if that is more than can be replaced. */
function writtenAt(
  text: string,
  tokens: readonly Token[],
  { at, end, offset, expected, isInList }: Spot,
): { range: TextRange; next: number } | undefined {
  const token = tokens[at];
  if (token) return { range: { offset: token.offset, length: token.length }, next: at + 1 };
  const behind = expected === 'value' && !isInList ? valueBehind(tokens, end) : undefined;
  if (!behind) return { range: { offset, length: 0 }, next: end };
  // A value that is written on other lines is not replaced by what one sees in a list.
  if (/[\r\n]/.test(text.slice(offset, behind.end))) return undefined;
  return { range: { offset, length: behind.end - offset }, next: behind.next };
}

function describe(
  text: string,
  stack: readonly Container[],
  rest: readonly Token[],
  range: TextRange,
): Omit<Place, 'range'> {
  const top = stack.at(-1)!;
  const isName = top.expects === 'name';
  const after = rest[0]?.kind ?? is.eof;
  const around = isName ? stack.slice(0, -1) : stack;
  return {
    kind: isName ? 'name' : 'value',
    path: around.map(({ isList, entries, name }): string | number => (isList ? entries.length : (name ?? ''))),
    list: top.isList ? listOf(text, top, rest, range) : null,
    taken: isName ? [...top.names, ...namesIn(rest)] : [],
    needsComma: startsEntry(after),
    hasColon: isName && after === is.colon,
  };
}

/** The value that stands behind a colon and some blanks: where it ends, and the token after it. */
function valueBehind(tokens: readonly Token[], first: number): { end: number; next: number } | undefined {
  const token = tokens[first];
  if (!token || !startsEntry(token.kind)) return undefined;
  if (token.kind === is.string && tokens[first + 1]?.kind === is.colon) return undefined;
  let depth = 0;
  for (let index = first; index < tokens.length; index++) {
    const { kind, offset, length } = tokens[index]!;
    if (kind === is.openBrace || kind === is.openBracket) depth++;
    if (kind === is.closeBrace || kind === is.closeBracket) depth--;
    if (depth <= 0) return { end: offset + length, next: index + 1 };
  }
  const last = tokens.at(-1)!;
  return { end: last.offset + last.length, next: tokens.length };
}

/** Where the text has nothing but blanks, comments and at most a word at the offset: the place of that word. */
export function emptyAt(text: string, offset: number): TextRange | undefined {
  const tokens = scan(text);
  const [word, ...others] = tokens.filter(({ kind }) => !comments.includes(kind));
  if (others.length > 0 || tokens.some((token) => comments.includes(token.kind) && isWithinComment(token, offset)))
    return undefined;
  if (!word) return { offset, length: 0 };
  return word.kind === is.unknown && touches(word, offset) ? { offset: word.offset, length: word.length } : undefined;
}

/** The list that a range covers, with its bracket where it is closed on its line. */
function listOf(text: string, { start, entries }: Container, rest: readonly Token[], at: TextRange): ListPlace {
  const isPart = ({ kind }: Token): boolean => kind === is.comma || isScalar(kind);
  const lineEnd = endOfLine(text, at.offset);
  const line = rest.filter((token) => token.offset < lineEnd);
  const stop = line.findIndex((token) => !isPart(token));
  const closing = line[stop];
  const end = closing?.kind === is.closeBracket ? closing.offset + 1 : at.offset + at.length;
  return { offset: start, length: end - start, before: entries };
}

/** The objects and lists around what follows these tokens, outermost first; undefined if it is outside of the root. */
function follow(tokens: readonly Token[]): Container[] | undefined {
  const stack: Container[] = [];
  let isClosed = false;
  for (const token of tokens) {
    const top = stack.at(-1);
    if (isClosed) return undefined;
    if (token.kind === is.openBrace || token.kind === is.openBracket) {
      const isList = token.kind === is.openBracket;
      stack.push({
        isList,
        start: token.offset,
        names: [],
        entries: [],
        name: undefined,
        expects: isList ? 'value' : 'name',
      });
    } else if (token.kind === is.closeBrace || token.kind === is.closeBracket) {
      stack.pop();
      const outer = stack.at(-1);
      if (outer) take(outer, undefined);
      else isClosed = true;
    } else if (!top) return undefined;
    else step(top, token);
  }
  return stack.length === 0 ? undefined : stack;
}

function step(top: Container, token: Token): void {
  if (token.kind === is.comma) {
    if (top.isList && top.expects === 'comma') top.expects = 'value';
    else if (!top.isList) {
      top.expects = 'name';
      top.name = undefined;
    }
  } else if (token.kind === is.colon) {
    if (top.expects === 'colon') top.expects = 'value';
  } else if (top.expects === 'name') {
    top.name = String(valueOf(token) ?? '');
    top.names.push(top.name);
    top.expects = 'colon';
  } else if (top.expects === 'value') take(top, valueOf(token));
}

function take(container: Container, value: Scalar): void {
  if (container.isList) container.entries.push(value);
  container.expects = 'comma';
}

/** Names of the object that the tokens go on in, until it ends. */
function namesIn(tokens: readonly Token[]): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === is.openBrace || token.kind === is.openBracket) depth++;
    else if (token.kind === is.closeBrace || token.kind === is.closeBracket) depth--;
    if (depth < 0) break;
    if (depth === 0 && token.kind === is.string && tokens[index + 1]?.kind === is.colon)
      names.push(String(valueOf(token)));
  }
  return names;
}

function valueOf({ kind, text }: Token): Scalar {
  if (kind === is.string) return text;
  try {
    return JSON.parse(text) as Scalar;
  } catch {
    return undefined;
  }
}

/** Of a text without an end, only the word at the offset: the rest of its line is other things. */
function rangeOfOpen(text: string, { offset: start }: Token, offset: number): TextRange {
  const word = /^[\w./-]*/.exec(text.slice(offset, endOfLine(text, offset)))![0];
  return { offset: start, length: offset + word.length - start };
}

function scan(text: string): Token[] {
  const scanner = createScanner(text, false);
  const tokens: Token[] = [];
  for (let kind = scanner.scan() as number; kind !== is.eof; kind = scanner.scan()) {
    if (blanks.includes(kind)) continue;
    const fault = scanner.getTokenError() as number;
    tokens.push({
      kind,
      offset: scanner.getTokenOffset(),
      length: scanner.getTokenLength(),
      text: scanner.getTokenValue(),
      isUnended: fault === scanError.unendedString || fault === scanError.unendedComment,
    });
  }
  return tokens;
}

function isScalar(kind: number): boolean {
  return kind > is.colon && !comments.includes(kind);
}

function startsEntry(kind: number): boolean {
  return isScalar(kind) ? kind !== is.eof : kind === is.openBrace || kind === is.openBracket;
}

function touches({ offset: start, length }: Token, offset: number): boolean {
  return offset >= start && offset <= start + length;
}

function isWithinComment({ kind, offset: start, length, isUnended }: Token, offset: number): boolean {
  const end = start + length;
  if (!comments.includes(kind)) return false;
  return offset > start && (kind === is.lineComment || isUnended ? offset <= end : offset < end);
}

function endOfLine(text: string, offset: number): number {
  const found = text.slice(offset).search(/[\r\n]/);
  return found < 0 ? text.length : offset + found;
}
