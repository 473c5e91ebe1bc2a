// The tokenizer of bert-base-uncased: text to token ids and code point offsets, as Hugging Face tokenizers 0.22.2 gives them.
// It adds no [CLS] or [SEP] and cuts nothing: sequences are built in data/features.ts.

import { codePointLength } from './code-points.ts';
import { normalize } from './normalize.ts';
import { splitWords } from './pre-tokenize.ts';
import { type Vocabulary, specialTokens } from './vocabulary.ts';
import { WordPiece } from './wordpiece.ts';

/** Tokens of a text. */
export interface Encoding {
  /** Token ids, [tokens]. */
  readonly ids: Int32Array;
  /** Start and end of each token in code points of the text, [tokens, 2]. */
  readonly offsets: Int32Array;
}

/** Tokens of a run of text without white space; offsets count from its start. */
interface Chunk {
  readonly ids: readonly number[];
  readonly offsets: readonly number[];
  readonly codePoints: number;
}

interface TokenList {
  readonly ids: number[];
  readonly offsets: number[];
}

/** Chunks repeat a lot (SQuAD train: 3.1 million, 210,000 different), so they are kept; past this many, all are forgotten. */
const maxCachedChunks = 500_000;

/** Turns text into tokens; keeps a cache, so use one for all texts. */
export class Tokenizer {
  readonly vocabulary: Vocabulary;
  readonly #wordPiece: WordPiece;
  readonly #special: RegExp;
  readonly #chunks = new Map<string, Chunk>();

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    this.#wordPiece = new WordPiece(vocabulary);
    const known = specialTokens.filter((token) => vocabulary.idOf.has(token));
    this.#special = new RegExp(known.map((token) => token.replace(/[[\]]/g, '\\$&')).join('|'), 'g');
  }

  /** Tokens of `text`. Special tokens written out in it ("[SEP]") are recognised, as the reference does. */
  encode(text: string): Encoding {
    const tokens: TokenList = { ids: [], offsets: [] };
    let unit = 0;
    let codePoint = 0;
    for (const match of text.includes('[') ? text.matchAll(this.#special) : []) {
      codePoint = this.#encodePlain(text.slice(unit, match.index), codePoint, tokens);
      const [token] = match;
      tokens.ids.push(this.vocabulary.idOf.get(token) ?? this.vocabulary.special.unk);
      tokens.offsets.push(codePoint, codePoint + token.length);
      unit = match.index + token.length;
      codePoint += token.length;
    }
    this.#encodePlain(unit === 0 ? text : text.slice(unit), codePoint, tokens);
    return { ids: new Int32Array(tokens.ids), offsets: new Int32Array(tokens.offsets) };
  }

  /** Adds the tokens of `text`, whose first code point is number `codePoint`; returns the number of the one after its last. */
  #encodePlain(text: string, codePoint: number, tokens: TokenList): number {
    let position = codePoint;
    for (let unit = 0; unit < text.length;) {
      let end = unit;
      while (end < text.length && !isBlank(text.charCodeAt(end))) end += 1;
      if (end > unit) {
        const chunk = this.#chunk(text.slice(unit, end));
        for (const id of chunk.ids) tokens.ids.push(id);
        for (const offset of chunk.offsets) tokens.offsets.push(position + offset);
        position += chunk.codePoints;
      }
      // The blank itself is one unit and one code point: no white space lies outside the basic plane.
      if (end < text.length) position += 1;
      unit = end + 1;
    }
    return position;
  }

  #chunk(text: string): Chunk {
    const cached = this.#chunks.get(text);
    if (cached !== undefined) return cached;
    const chunk = this.#encodeChunk(text);
    if (this.#chunks.size >= maxCachedChunks) this.#chunks.clear();
    this.#chunks.set(text, chunk);
    return chunk;
  }

  #encodeChunk(text: string): Chunk {
    const normalized = normalize(text);
    const tokens: TokenList = { ids: [], offsets: [] };
    for (const { start, end } of splitWords(normalized.text)) {
      let from = start;
      for (const piece of this.#wordPiece.split(normalized.text.slice(start, end))) {
        const to = start + piece.end;
        tokens.ids.push(piece.id);
        tokens.offsets.push(normalized.source[from] ?? 0, (normalized.source[to - 1] ?? 0) + 1);
        from = to;
      }
    }
    return { ...tokens, codePoints: codePointLength(text) };
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
