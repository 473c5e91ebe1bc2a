// The tokenizer of bert-base-uncased: text to token ids and code point offsets, as Hugging Face tokenizers 0.22.2 gives them.
// It adds no [CLS] or [SEP] and cuts nothing: sequences are built in data/features.ts.

import { ChunkCache, nextHash } from './chunk-cache.ts';
import { codePointLength } from './code-points.ts';
import { normalize } from './normalize.ts';
import { splitWords } from './pre-tokenize.ts';
import { TokenBuffer } from './token-buffer.ts';
import { type Vocabulary, specialTokens } from './vocabulary.ts';
import { WordPiece } from './wordpiece.ts';

/** Tokens of a text. */
export interface Encoding {
  /** Token ids, [tokens]. */
  readonly ids: Int32Array;
  /** Start and end of each token in code points of the text, [tokens, 2]. */
  readonly offsets: Int32Array;
}

/** Turns text into tokens; keeps a cache, so use one for all texts. */
export class Tokenizer {
  readonly vocabulary: Vocabulary;
  readonly #wordPiece: WordPiece;
  readonly #special: RegExp;
  readonly #cache = new ChunkCache();
  /** The tokens of the text at hand; kept for its memory. */
  readonly #tokens = new TokenBuffer();

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    this.#wordPiece = new WordPiece(vocabulary);
    const known = specialTokens.filter((token) => vocabulary.idOf.has(token));
    this.#special = new RegExp(known.map((token) => token.replace(/[[\]]/g, '\\$&')).join('|'), 'g');
  }

  /** Tokens of `text`. Special tokens written out in it ("[SEP]") are recognised, as the reference does. */
  encode(text: string): Encoding {
    const tokens = this.#tokens;
    tokens.length = 0;
    let unit = 0;
    let codePoint = 0;
    for (const match of text.includes('[') ? text.matchAll(this.#special) : []) {
      codePoint = this.#encodePlain(text.slice(unit, match.index), codePoint);
      const [token] = match;
      const id = this.vocabulary.idOf.get(token) ?? this.vocabulary.special.unk;
      tokens.add(id, codePoint, codePoint + token.length);
      unit = match.index + token.length;
      codePoint += token.length;
    }
    this.#encodePlain(unit === 0 ? text : text.slice(unit), codePoint);
    return { ids: tokens.ids.slice(0, tokens.length), offsets: tokens.offsets.slice(0, 2 * tokens.length) };
  }

  /** Adds the tokens of `text`, whose first code point is number `codePoint`; returns the number of the one after its last. */
  #encodePlain(text: string, codePoint: number): number {
    const cache = this.#cache;
    let position = codePoint;
    for (let unit = 0; unit < text.length;) {
      let end = unit;
      let hash = 0;
      for (; end < text.length; end += 1) {
        const code = text.charCodeAt(end);
        if (isBlank(code)) break;
        hash = nextHash(hash, code);
      }
      if (end > unit) {
        const known = cache.find(text, unit, end, hash);
        const chunk = known >= 0 ? known : this.#addChunk(text.slice(unit, end), hash);
        this.#tokens.addShifted(cache.tokens, cache.firstToken(chunk), cache.endToken(chunk), position);
        position += cache.codePoints(chunk);
      }
      // The blank itself is one unit and one code point: no white space lies outside the basic plane.
      if (end < text.length) position += 1;
      unit = end + 1;
    }
    return position;
  }

  #addChunk(text: string, hash: number): number {
    return this.#cache.add(text, hash, codePointLength(text), (tokens) => this.#encodeChunk(text, tokens));
  }

  #encodeChunk(text: string, tokens: TokenBuffer): void {
    const normalized = normalize(text);
    for (const { start, end } of splitWords(normalized.text)) {
      let from = start;
      for (const piece of this.#wordPiece.split(normalized.text.slice(start, end))) {
        const to = start + piece.end;
        tokens.add(piece.id, normalized.source[from] ?? 0, (normalized.source[to - 1] ?? 0) + 1);
        from = to;
      }
    }
  }
}

/** White space at which normalisation would split: tab, line feed, carriage return and Unicode's separators. */
function isBlank(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d;
  if (unit < 0x1680) return unit === 0xa0;
  return unit === 0x1680 || (unit >= 0x2000 && unit <= 0x200a) || isHighBlank(unit);
}

function isHighBlank(unit: number): boolean {
  return unit === 0x2028 || unit === 0x2029 || unit === 0x202f || unit === 0x205f || unit === 0x3000;
}
