// A WordPiece vocabulary: one token a line, the line number (from 0) is the token's id. It is parsed from text; reading the
// file is the caller's work.

import { vocabularyEmpty, vocabularyTokensMissing } from './errors.ts';

/** Ids of the tokens that have a meaning of their own; [MASK] may be absent. */
export interface SpecialIds {
  readonly pad: number;
  readonly unk: number;
  readonly cls: number;
  readonly sep: number;
  readonly mask: number | undefined;
}

/** A parsed vocabulary. */
export interface Vocabulary {
  /** Token of each id. */
  readonly tokens: readonly string[];
  /** Id of each token; of a token that is listed twice, the later one, as Hugging Face has it. */
  readonly idOf: ReadonlyMap<string, number>;
  readonly special: SpecialIds;
}

/** Tokens that are recognised in raw text, before any normalisation. */
export const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;

/** Parses the text of a vocab.txt; `fileName` is for error messages. */
export function parseVocabulary(text: string, fileName: string): Vocabulary {
  const tokens = splitLines(text);
  if (tokens.length === 0) throw vocabularyEmpty(fileName);
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  return { tokens, idOf, special: findSpecialIds(idOf, tokens.length, fileName) };
}

function splitLines(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines;
}

function findSpecialIds(idOf: ReadonlyMap<string, number>, tokenCount: number, fileName: string): SpecialIds {
  const [pad, unk, cls, sep, mask] = specialTokens.map((token) => idOf.get(token));
  if (pad === undefined || unk === undefined || cls === undefined || sep === undefined) {
    const missing = specialTokens.filter((token) => token !== '[MASK]' && !idOf.has(token));
    throw vocabularyTokensMissing(fileName, missing, tokenCount);
  }
  return { pad, unk, cls, sep, mask };
}
