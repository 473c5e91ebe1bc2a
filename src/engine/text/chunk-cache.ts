// Remembers the tokens of runs of text without white space, which repeat a lot (SQuAD train: 3.1 million, 210,000 different). A hash
// table of its own, because a Map would need a new string for every run that is looked up, and that took most of the time.

import { TokenBuffer } from './token-buffer.ts';

/** Past this many runs, all are forgotten. */
const maxChunks = 500_000;
const tableSize = 2 ** 20;

/** Hash of text, fed one UTF-16 unit at a time from 0. */
export function nextHash(hash: number, unit: number): number {
  return (Math.imul(hash, 0x01000193) ^ unit) | 0;
}

/** Tokens of runs of text, with positions that count from the run's start. */
export class ChunkCache {
  /** Tokens of all runs, one after the other. */
  tokens = new TokenBuffer();
  readonly #texts: string[] = [];
  readonly #hashes: number[] = [];
  readonly #ends: number[] = [];
  readonly #codePoints: number[] = [];
  /** Number of the run in each place, from 1; 0 is free. A run stands in the first free place from its hash on. */
  readonly #places = new Int32Array(tableSize);

  /** The number of the run that `text` holds from `start` to `end`, or -1 if it is not known. */
  find(text: string, start: number, end: number, hash: number): number {
    for (let place = hash & (tableSize - 1); ; place = (place + 1) & (tableSize - 1)) {
      const chunk = this.#places[place]! - 1;
      if (chunk < 0) return -1;
      if (this.#hashes[chunk] === hash && isAt(text, start, end, this.#texts[chunk]!)) return chunk;
    }
  }

  /** Adds a run of so many code points, whose tokens `addTokens` appends to the given list; returns its number. */
  add(text: string, hash: number, codePoints: number, addTokens: (tokens: TokenBuffer) => void): number {
    if (this.#texts.length >= maxChunks) this.#forget();
    addTokens(this.tokens);
    this.#texts.push(text);
    this.#hashes.push(hash);
    this.#codePoints.push(codePoints);
    this.#ends.push(this.tokens.length);
    let place = hash & (tableSize - 1);
    while (this.#places[place] !== 0) place = (place + 1) & (tableSize - 1);
    this.#places[place] = this.#texts.length;
    return this.#texts.length - 1;
  }

  /** Number of the run's first token. */
  firstToken(chunk: number): number {
    return chunk === 0 ? 0 : this.#ends[chunk - 1]!;
  }

  /** Number of the token after its last. */
  endToken(chunk: number): number {
    return this.#ends[chunk]!;
  }

  /** Length of the run's text in code points. */
  codePoints(chunk: number): number {
    return this.#codePoints[chunk]!;
  }

  #forget(): void {
    this.tokens = new TokenBuffer();
    for (const list of [this.#texts, this.#hashes, this.#ends, this.#codePoints]) list.length = 0;
    this.#places.fill(0);
  }
}

function isAt(text: string, start: number, end: number, known: string): boolean {
  if (known.length !== end - start) return false;
  for (let i = 0; i < known.length; i += 1) if (text.charCodeAt(start + i) !== known.charCodeAt(i)) return false;
  return true;
}
