// JSON with comments as a tree with positions. Syntax errors say what is wrong and what to do; a comma too many is an
// error here, because Python's json and most tools that will read the file refuse it. Knows nothing of fields.

import { createScanner, type Node, type ParseError, parseTree } from 'jsonc-parser';
import { syntaxKind } from './json-tokens.ts';
import type { Fault, Range } from './problem.ts';

/** What is read: the tree as far as it can be read, and the first syntax error; what follows one is guesswork. */
export interface JsonTree {
  readonly root: Node | undefined;
  readonly fault: SyntaxFault | undefined;
}

/** A fault of the syntax, and which it is where it can be mended. */
export interface SyntaxFault extends Fault, Range {
  readonly reason?: SyntaxReason;
}

export type SyntaxReason = keyof typeof parseErrorCode | 'commaTooMany';

interface Token extends Range {
  readonly kind: number;
}

// An experiment file is three levels deep and a few kilobytes long; far beyond that it is something else,
// and the recursive parser would run out of stack.
const maxDepth = 32;
/** The longest text that is read: some 2,000 lines, at which it still takes no longer than a keystroke may. */
export const maxCharacters = 131_072;

// jsonc-parser declares it as `const enum`, which type stripping cannot import.
const parseErrorCode = {
  invalidSymbol: 1,
  invalidNumber: 2,
  propertyNameExpected: 3,
  valueExpected: 4,
  colonExpected: 5,
  commaExpected: 6,
  closeBraceExpected: 7,
  closeBracketExpected: 8,
  endOfFileExpected: 9,
  invalidComment: 10,
  unendedComment: 11,
  unendedString: 12,
  unendedNumber: 13,
  invalidUnicode: 14,
  invalidEscape: 15,
  invalidCharacter: 16,
};

const closing = [syntaxKind.closeBrace, syntaxKind.closeBracket];
const reasons = Object.keys(parseErrorCode) as (keyof typeof parseErrorCode)[];

const notANumber = {
  message: 'This is not a JSON number.',
  hint: 'Write digits with a point, such as 12, 0.00009 or 9e-5; no leading zeros, no leading point.',
};

const syntaxFaults: Record<number, { message: string; hint: string }> = {
  [parseErrorCode.invalidSymbol]: {
    message: 'This is not a JSON value.',
    hint: 'Put texts and field names in double quotation marks, numbers as 0.5 and not .5; the only bare words are true, false and null.',
  },
  [parseErrorCode.invalidNumber]: notANumber,
  [parseErrorCode.propertyNameExpected]: {
    message: 'A field name in double quotation marks is expected here.',
    hint: 'Write "name": value.',
  },
  [parseErrorCode.valueExpected]: {
    message: 'A value is missing here.',
    hint: 'Write a number, a text in double quotation marks, true, false, null or a list in square brackets.',
  },
  [parseErrorCode.colonExpected]: { message: 'A colon is missing here.', hint: 'Write "name": value.' },
  [parseErrorCode.commaExpected]: {
    message: 'A comma is missing before this.',
    hint: 'Put a comma between neighbouring entries.',
  },
  [parseErrorCode.closeBraceExpected]: {
    message: 'A closing brace } is missing here.',
    hint: 'Every { needs its }.',
  },
  [parseErrorCode.closeBracketExpected]: {
    message: 'A closing bracket ] is missing here.',
    hint: 'Every [ needs its ].',
  },
  [parseErrorCode.endOfFileExpected]: {
    message: 'There is text after the end of the experiment.',
    hint: 'The file is one object in braces; remove what follows it.',
  },
  [parseErrorCode.invalidComment]: { message: 'A comment is not allowed here.', hint: 'Remove it.' },
  [parseErrorCode.unendedComment]: { message: 'This comment does not end.', hint: 'Close it with */.' },
  [parseErrorCode.unendedString]: {
    message: 'This text does not end.',
    hint: 'Close it with a double quotation mark on the same line.',
  },
  [parseErrorCode.unendedNumber]: {
    message: 'This number is not complete.',
    hint: 'Write digits after the point or the e, such as 0.5 or 9e-5.',
  },
  [parseErrorCode.invalidUnicode]: {
    message: 'This text has a \\u without four hexadecimal digits.',
    hint: 'Write \\u and four hexadecimal digits, or the character itself.',
  },
  [parseErrorCode.invalidEscape]: {
    message: 'This text has a backslash before a character that has no such form.',
    hint: 'Write \\\\ for a backslash; in paths, / works on every system.',
  },
  [parseErrorCode.invalidCharacter]: {
    message: 'This text has a control character in it.',
    hint: 'Write \\t for a tab; a text stays on one line.',
  },
};

/** The text that was read last: of one that is looked at while it is typed, several ask for the tree. */
let last: { readonly text: string; readonly tree: JsonTree } | undefined;

/** Reads JSON with comments. Never throws, whatever the text. */
export function readJsonTree(text: string): JsonTree {
  if (last?.text !== text) last = { text, tree: readTree(text) };
  return last.tree;
}

function readTree(text: string): JsonTree {
  if (text.length > maxCharacters) return { root: undefined, fault: tooLarge(text) };
  const readable = withoutMark(text);
  const tokens = scan(readable);
  const fault = findTooDeep(tokens);
  if (fault) return { root: undefined, fault };
  const errors: ParseError[] = [];
  const root = parseTree(readable, errors, { allowTrailingComma: false, allowEmptyContent: true });
  const [first] = errors;
  if (!root && !first) return { root, fault: emptyFile() };
  return { root, fault: first && describe(first, tokens) };
}

/** The same for a text that is to be edited: a comma too many at the end of a list or an object is let pass. */
export function readTolerantTree(text: string): JsonTree {
  const strict = readJsonTree(text);
  if (strict.fault?.code !== 'json-syntax') return strict;
  const errors: ParseError[] = [];
  const root = parseTree(withoutMark(text), errors, { allowTrailingComma: true });
  return errors.length === 0 ? { root, fault: undefined } : strict;
}

/** A byte order mark is legal at the start of a file; a space keeps the offsets. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
}

function scan(text: string): Token[] {
  const scanner = createScanner(text, true);
  const tokens: Token[] = [];
  for (let kind = scanner.scan() as number; kind !== syntaxKind.eof; kind = scanner.scan()) {
    tokens.push({ kind, offset: scanner.getTokenOffset(), length: scanner.getTokenLength() });
  }
  return tokens;
}

function findTooDeep(tokens: readonly Token[]): SyntaxFault | undefined {
  let depth = 0;
  for (const { kind, offset } of tokens) {
    if (kind === syntaxKind.openBrace || kind === syntaxKind.openBracket) depth++;
    if (kind === syntaxKind.closeBrace || kind === syntaxKind.closeBracket) depth--;
    if (depth > maxDepth) {
      const message = `This is nested more than ${maxDepth} levels deep; an experiment file has three levels at most.`;
      return { code: 'json-too-deep', message, hint: 'Check that this is an experiment file.', offset, length: 1 };
    }
  }
  return undefined;
}

function describe(error: ParseError, tokens: readonly Token[]): SyntaxFault {
  const index = tokens.findIndex((token) => token.offset >= error.offset);
  const here = tokens[index];
  const before = index < 0 ? tokens.at(-1) : tokens[index - 1];
  if (here && before?.kind === syntaxKind.number && before.offset + before.length === here.offset) {
    return {
      code: 'json-syntax',
      ...notANumber,
      reason: 'invalidNumber',
      offset: before.offset,
      length: before.length + here.length,
    };
  }
  if (here && before?.kind === syntaxKind.comma && closing.includes(here.kind)) return commaTooMany(before);
  const isValueMissing = before?.kind === syntaxKind.colon;
  if (here?.kind === syntaxKind.comma && error.error === parseErrorCode.valueExpected && !isValueMissing)
    return commaTooMany(here);
  if (here?.kind === syntaxKind.comma && error.error === parseErrorCode.propertyNameExpected) return commaTooMany(here);
  const text = syntaxFaults[error.error] ?? { message: 'This is not JSON.', hint: 'Compare with a sample experiment.' };
  const { offset, length } = error;
  const reason = reasons.find((each) => parseErrorCode[each] === error.error);
  return { code: 'json-syntax', ...text, offset, length, ...(reason && { reason }) };
}

function commaTooMany({ offset, length }: Range): SyntaxFault {
  const message = 'There is a comma too many here.';
  return { code: 'json-syntax', message, hint: 'Remove the comma.', reason: 'commaTooMany', offset, length };
}

function emptyFile(): Fault & Range {
  const hint = 'Write an object in braces; samples/quick-start.ipu.json is a working example.';
  return { code: 'experiment-empty', message: 'The file is empty.', hint, offset: 0, length: 0 };
}

function tooLarge(text: string): Fault & Range {
  const message = `The file has ${text.length} characters; an experiment file has at most ${maxCharacters}.`;
  const hint = 'Check that this is an experiment file and not a dataset.';
  return { code: 'experiment-too-large', message, hint, offset: 0, length: 0 };
}
