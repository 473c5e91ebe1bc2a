// What jsonc-parser's scanner calls its tokens, for everything here that goes by them.

/** Kinds of tokens. jsonc-parser declares them as `const enum`, which type stripping cannot import. */
export const syntaxKind = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  trivia: 15,
  unknown: 16,
  eof: 17,
};
