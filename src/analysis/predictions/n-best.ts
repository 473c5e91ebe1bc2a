// The n-best file, which is large: where each question's candidates are in it, and the probability of a given answer. Its candidates are
// parsed only when somebody looks at them. Pure; reading is files.ts's.

import { parseJson } from '../../engine/data/json.ts';
import { isFields } from '../../engine/data/values.ts';
import type { AnswerCandidate } from '../../shared/messages/predictions.ts';
import { notNBest } from './errors.ts';

/** Bytes of a value, the end not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Where the value of each key of the outermost object is. Throws an AppError if the bytes are no object. */
export function indexObject(bytes: Uint8Array, fileName: string): Map<string, ByteRange> {
  const found = new Map<string, ByteRange>();
  let at = skipBlanks(bytes, hasMark(bytes) ? 3 : 0);
  if (bytes[at] !== openBrace) throw notNBest(fileName, 'it holds no object');
  at = skipBlanks(bytes, at + 1);
  while (bytes[at] !== closeBrace) {
    if (bytes[at] !== quote) throw broken(bytes, at, fileName);
    const keyEnd = endOfString(bytes, at);
    const key = textOf(bytes, { start: at, end: keyEnd }, fileName);
    at = skipBlanks(bytes, keyEnd);
    if (bytes[at] !== colon) throw broken(bytes, at, fileName);
    const start = skipBlanks(bytes, at + 1);
    const end = endOfValue(bytes, start);
    if (end === start) throw broken(bytes, start, fileName);
    found.set(key, { start, end });
    at = skipBlanks(bytes, end);
    if (bytes[at] === comma) at = skipBlanks(bytes, at + 1);
    else if (bytes[at] !== closeBrace) throw broken(bytes, at, fileName);
  }
  return found;
}

/** The probability of the first candidate with this text; null if there is none. Candidates after it are not parsed. */
export function findProbability(bytes: Uint8Array, range: ByteRange, text: string, fileName: string): number | null {
  if (bytes[range.start] !== openBracket) throw notNBest(fileName, 'candidates of a question are not a list');
  let at = skipBlanks(bytes, range.start + 1);
  while (at < range.end && bytes[at] !== closeBracket) {
    const end = endOfValue(bytes, at);
    if (end === at) throw broken(bytes, at, fileName);
    const candidate = parseCandidate(parseNumbers(decode(bytes, { start: at, end }), fileName), fileName);
    if (candidate.text === text) return candidate.probability;
    at = skipBlanks(bytes, end);
    if (bytes[at] === comma) at = skipBlanks(bytes, at + 1);
  }
  return null;
}

/** All candidates of a question, from the bytes of its value. */
export function parseCandidates(bytes: Uint8Array, fileName: string): AnswerCandidate[] {
  const list = parseNumbers(decode(bytes, { start: 0, end: bytes.length }), fileName);
  if (!Array.isArray(list)) throw notNBest(fileName, 'candidates of a question are not a list');
  return list.map((each) => parseCandidate(each, fileName));
}

function parseCandidate(value: unknown, fileName: string): AnswerCandidate {
  if (!isFields(value)) throw notNBest(fileName, 'a candidate is not an object');
  const { text, probability } = value;
  if (typeof text !== 'string') throw notNBest(fileName, 'a candidate has no text');
  return { text, probability: typeof probability === 'number' ? probability : NaN };
}

/** JSON in which numbers may be NaN or infinite, as Python writes them for a model that has diverged; here they become null. */
function parseNumbers(text: string, fileName: string): unknown {
  return parseJson(text.replaceAll(/(?<=[^\\]": ?)(?:NaN|-?Infinity)\b/g, 'null'), fileName);
}

function textOf(bytes: Uint8Array, range: ByteRange, fileName: string): string {
  return String(parseJson(decode(bytes, range), fileName));
}

const decoder = new TextDecoder();

function decode(bytes: Uint8Array, { start, end }: ByteRange): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** After the value that begins here; where it begins if the bytes end before it does. */
function endOfValue(bytes: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length;) {
    const byte = bytes[at]!;
    if (byte === quote) {
      at = endOfString(bytes, at);
      if (depth === 0) return at;
      continue;
    }
    const closes = byte === closeBrace || byte === closeBracket;
    if (depth === 0 && (closes || byte === comma)) return at;
    if (byte === openBrace || byte === openBracket) depth += 1;
    at += 1;
    if (closes && --depth === 0) return at;
  }
  return start;
}

/** After the closing quote. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return Math.min(at + 1, bytes.length);
}

function skipBlanks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at]! <= 0x20) at += 1;
  return at;
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function broken(bytes: Uint8Array, at: number, fileName: string) {
  return notNBest(fileName, at >= bytes.length ? 'it breaks off' : `it is no JSON at byte ${at}`);
}
