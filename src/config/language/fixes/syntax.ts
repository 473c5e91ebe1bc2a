// Fixes of syntax errors: commas, colons, braces, quotation marks, numbers, and words of other languages. Each is tried out before it is
// offered, so that what looks like one fault and is another has no wrong fix.

import { createScanner } from 'jsonc-parser';
import type { TextRange } from '../../../shared/language.ts';
import { syntaxKind } from '../../json-tokens.ts';
import { readJsonTree, type SyntaxReason, withoutMark } from '../../json-tree.ts';
import { type Candidate, type Fixer, preferFirst, replaceAt } from './candidate.ts';

interface Token extends TextRange {
  readonly text: string;
}

/** The text, the place of its first fault, and its tokens without comments. */
interface Broken {
  readonly text: string;
  readonly at: TextRange;
  readonly tokens: readonly Token[];
}

/** The first fault of a text that is not JSON. */
export const syntaxFault: Fixer = ({ text }) => {
  const { fault } = readJsonTree(text);
  if (fault?.reason === undefined) return [];
  const broken = { text, at: { offset: fault.offset, length: fault.length }, tokens: scan(text) };
  return preferFirst(menders[fault.reason](broken));
};

type Mender = (broken: Broken) => Candidate[];

const menders: Readonly<Record<SyntaxReason, Mender>> = {
  commaTooMany: ({ at }) => [replaceAt(at, 'Remove the comma', '')],
  commaExpected: (broken) => [...insertBefore(broken, ',', 'Put a comma'), ...closeOpen(broken)],
  colonExpected: (broken) => insertBefore(broken, ':', 'Put a colon'),
  propertyNameExpected: (broken) => [...bareWords(broken), ...quoteToken(broken)],
  valueExpected: removeValueless,
  closeBraceExpected: closeOpen,
  closeBracketExpected: closeOpen,
  endOfFileExpected: removeRest,
  invalidSymbol: bareWords,
  invalidNumber: mendNumber,
  unendedNumber: mendNumber,
  invalidComment: ({ at }) => [replaceAt(at, 'Remove the comment', '')],
  unendedComment: closeComment,
  unendedString: closeString,
  invalidUnicode: mendEscapes,
  invalidEscape: mendEscapes,
  invalidCharacter: mendCharacters,
};

function scan(text: string): Token[] {
  const scanner = createScanner(withoutMark(text), true);
  const tokens: Token[] = [];
  for (let kind = scanner.scan() as number; kind !== syntaxKind.eof; kind = scanner.scan()) {
    const [offset, length] = [scanner.getTokenOffset(), scanner.getTokenLength()];
    tokens.push({ offset, length, text: text.slice(offset, offset + length) });
  }
  return tokens;
}

/** The token that ends before the fault, comments passed over. */
function before({ tokens, at }: Broken): Token | undefined {
  return tokens.findLast(({ offset, length }) => offset + length <= at.offset);
}

function insertBefore(broken: Broken, mark: string, title: string): Candidate[] {
  const token = before(broken);
  return token ? [replaceAt({ offset: token.offset + token.length, length: 0 }, `${title} before this`, mark)] : [];
}

function quoteToken({ at, text }: Broken): Candidate[] {
  const word = text.slice(at.offset, at.offset + at.length);
  return /^[\w.+-]+$/.test(word) ? [replaceAt(at, 'Put it in quotation marks', `"${word}"`)] : [];
}

/** Words of Python, JavaScript and YAML, other quotation marks, and signs that stand for a colon, a comma or a comment. */
const words: Readonly<Record<string, string>> = {
  True: 'true',
  TRUE: 'true',
  yes: 'true',
  False: 'false',
  FALSE: 'false',
  no: 'false',
  None: 'null',
  NULL: 'null',
  Null: 'null',
  nil: 'null',
  undefined: 'null',
  '=': ':',
  '=>': ':',
  ';': ',',
};

function bareWords(broken: Broken): Candidate[] {
  const { at, text, tokens } = broken;
  const isAfterEnd = before(broken) !== undefined && openAt(tokens, at.offset).length === 0;
  if (isAfterEnd) return removeRest(broken);
  const rest = text.slice(at.offset, at.offset + 2000);
  const [word = ''] = /^(?:=>|[=;]|[^\s,:;={}[\]"']+)/.exec(rest) ?? [];
  const place = { offset: at.offset, length: word.length };
  const comment = /^#[^\r\n]*/.test(rest) ? [replaceAt({ ...place, length: 1 }, 'Write // for a comment', '//')] : [];
  const known = Object.hasOwn(words, word) ? [replaceAt(place, `Write ${words[word]}`, words[word]!)] : [];
  const [other] = /^'[^'\r\n]*'|^[“”„][^“”„\r\n]*[“”„]|^`[^`\r\n]*`/.exec(rest) ?? [];
  const content = other && JSON.stringify(other.slice(1, -1));
  const quoted =
    other && content ? [replaceAt({ ...place, length: other.length }, `Write ${content.slice(0, 40)}`, content)] : [];
  const bare = /^[\p{L}_$][\w./$@+-]*$/u.test(word)
    ? [replaceAt(place, 'Put it in quotation marks', JSON.stringify(word))]
    : [];
  return [...comment, ...known, ...quoted, ...numberOf(place, word), ...bare];
}

function mendNumber({ at, text }: Broken): Candidate[] {
  const [word = ''] = /^[\w.+-]+/.exec(text.slice(at.offset, at.offset + 400)) ?? [];
  return numberOf({ offset: at.offset, length: word.length }, word);
}

/** `.5`, `1.`, `01`, `+1`, `1_000` and `1,5` as JSON has them. */
function numberOf(place: TextRange, word: string): Candidate[] {
  const plain = word
    .replace(/^\+/, '')
    .replaceAll('_', '')
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/^(-?)\./, '$10.');
  const mended = plain.replace(/\.(?=$|e)/i, '').replace(/e[+-]?$/i, '');
  const isNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(mended);
  return isNumber && mended !== word ? [replaceAt(place, `Write ${mended}`, mended)] : [];
}

/** A name without a value. */
function removeValueless(broken: Broken): Candidate[] {
  const { tokens, at } = broken;
  const index = tokens.findIndex(({ offset }) => offset >= at.offset);
  const [comma, name, colon] = tokens.slice(0, index < 0 ? undefined : index).slice(-3);
  if (!name || colon?.text !== ':' || !name.text.startsWith('"')) return [];
  const isAfterComma = comma?.text === ',';
  const next = index < 0 ? undefined : tokens[index];
  const start = isAfterComma && next?.text !== ',' ? comma.offset : name.offset;
  const end = next?.text === ',' ? next.offset + 1 : colon.offset + 1;
  return [
    replaceAt({ offset: start, length: end - start }, `Remove ${name.text.slice(0, 40)}, which has no value`, ''),
  ];
}

const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** All that is open is closed at the end, or what is open here is closed here. */
function closeOpen(broken: Broken): Candidate[] {
  const { tokens, at, text } = broken;
  const last = tokens.at(-1);
  const end = { offset: last ? last.offset + last.length : text.length, length: 0 };
  const open = openAt(tokens, Infinity);
  const needed = open.toReversed().map((each) => closers[each]!);
  const all = needed.length > 0 ? [replaceAt(end, `Write ${needed.join(' ')} at the end`, closing(text, needed))] : [];
  const innermost = openAt(tokens, at.offset).at(-1);
  const token = before(broken);
  const here =
    innermost && token
      ? [
          replaceAt(
            { offset: token.offset + token.length, length: 0 },
            `Write ${closers[innermost]} here`,
            closers[innermost]!,
          ),
        ]
      : [];
  return [...(at.offset >= end.offset ? all : []), ...here, ...all];
}

function closing(text: string, needed: readonly string[]): string {
  const eol = /\r\n|\r|\n/.exec(text)?.[0];
  return eol === undefined
    ? ` ${needed.join(' ')}`
    : needed.map((mark, index) => eol + '  '.repeat(needed.length - 1 - index) + mark).join('');
}

/** The braces and brackets that are open before `end`. A closer of the other kind closes nothing. */
function openAt(tokens: readonly Token[], end: number): string[] {
  const open: string[] = [];
  for (const { text, offset } of tokens) {
    if (offset >= end) break;
    if (Object.hasOwn(closers, text)) open.push(text);
    else if (closers[open.at(-1) ?? ''] === text) open.pop();
  }
  return open;
}

function removeRest({ text, at }: Broken): Candidate[] {
  const rest = text.slice(at.offset);
  const trailing = /\s*$/.exec(rest)![0].length;
  const title = /^[\s}\],;]*$/.test(rest) ? 'Remove what is too many' : 'Remove what follows the experiment';
  return [replaceAt({ offset: at.offset, length: rest.length - trailing }, title, '')];
}

function closeComment({ text, at }: Broken): Candidate[] {
  const line = /^[^\r\n]*/.exec(text.slice(at.offset))![0];
  const atLineEnd = replaceAt(
    { offset: at.offset + line.length, length: 0 },
    'Close the comment at the end of the line',
    ' */',
  );
  const atEnd = replaceAt({ offset: text.length, length: 0 }, 'Close the comment at the end of the file', ' */');
  return line.length === text.length - at.offset ? [atLineEnd] : [atLineEnd, atEnd];
}

/** Before the commas and braces that end the line, or at its very end. */
function closeString({ text, at }: Broken): Candidate[] {
  const line = /^[^\r\n]*/.exec(text.slice(at.offset))![0];
  const closed = line.replace(/[\s,}\]]*(?:\/\/.*)?$/, '');
  const lengths = [...new Set([closed.length, line.trimEnd().length])].filter((length) => length > 0);
  return lengths.map((length) =>
    replaceAt({ offset: at.offset + length, length: 0 }, 'Close the quotation marks', '"'),
  );
}

/** Backslashes of paths: doubled, or as slashes. */
function mendEscapes({ text, at }: Broken): Candidate[] {
  const word = text.slice(at.offset, at.offset + at.length);
  const doubled = word.replaceAll(/\\(\\|["/bfnrt]|u[0-9a-fA-F]{4})?/g, (all, rest: string | undefined) =>
    rest === undefined ? '\\\\' : all,
  );
  const slashed = word.replaceAll(/\\\\?(?!")/g, '/');
  return [replaceAt(at, 'Write / for each backslash', slashed), replaceAt(at, 'Double the backslash', doubled)];
}

function mendCharacters({ text, at }: Broken): Candidate[] {
  const word = text.slice(at.offset, at.offset + at.length);

  const escaped = word.replaceAll(/[\0-\x1f]/g, (character) => JSON.stringify(character).slice(1, -1));
  return escaped === word ? [] : [replaceAt(at, 'Write it as an escape', escaped)];
}
