// WordPiece: cuts one normalised word into the longest pieces that the vocabulary knows, from left to right.

import { codePointLength } from './code-points.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A piece of a word: its id and where it ends in the word, in UTF-16 units. It starts where the one before ends. */
export interface Piece {
  readonly id: number;
  readonly end: number;
}

/** Longer words become [UNK] as a whole. */
const maxWordCodePoints = 100;
const continuationPrefix = '##';

/** Cuts words with one vocabulary. */
export class WordPiece {
  readonly #unknown: number;
  readonly #first: ReadonlyMap<string, number>;
  /** Tokens that continue a word, without their prefix, so that look-ups need no concatenation. */
  readonly #continuation: ReadonlyMap<string, number>;
  readonly #longestToken: number;

  constructor(vocabulary: Vocabulary) {
    this.#unknown = vocabulary.special.unk;
    this.#first = vocabulary.idOf;
    const continuation = new Map<string, number>();
    let longest = 0;
    for (const [token, id] of vocabulary.idOf) {
      longest = Math.max(longest, token.length);
      if (token.startsWith(continuationPrefix)) continuation.set(token.slice(continuationPrefix.length), id);
    }
    this.#continuation = continuation;
    this.#longestToken = longest;
  }

  /** The pieces of `word`; a single [UNK] if it is too long or if no piece fits somewhere in it. */
  split(word: string): Piece[] {
    if (word.length > maxWordCodePoints && codePointLength(word) > maxWordCodePoints) return this.#unknownWord(word);
    const pieces: Piece[] = [];
    for (let start = 0; start < word.length; start = pieces.at(-1)?.end ?? word.length) {
      const piece = this.#longestPiece(word, start);
      if (piece === undefined) return this.#unknownWord(word);
      pieces.push(piece);
    }
    return pieces;
  }

  #longestPiece(word: string, start: number): Piece | undefined {
    const ids = start === 0 ? this.#first : this.#continuation;
    for (let end = Math.min(word.length, start + this.#longestToken); end > start; end -= 1) {
      const id = ids.get(word.slice(start, end));
      if (id !== undefined) return { id, end };
    }
    return undefined;
  }

  #unknownWord(word: string): Piece[] {
    return [{ id: this.#unknown, end: word.length }];
  }
}
