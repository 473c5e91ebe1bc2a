// Reads a filter of runs: `state:completed and (eval_f1 >= 88 or tag:baseline) not is:archived`. Conditions side by side must all
// hold. Never throws: a text is a filter, or an error with a place and a remedy.

import { nearestName } from '../nearest.ts';
import { isRunState } from '../run-state.ts';
import * as fault from './errors.ts';
import { flags, type Filter, type FilterError, type FilterNames, type Flag } from './filter.ts';
import { createScanner, type Scanner, type Word } from './scanner.ts';
import { colonComparison, subjectOf, valueOf } from './subjects.ts';

/** Deeper than anybody writes, and far from the depth at which a program's stack ends. */
const deepest = 50;

/** What a text says. */
export type ParsedFilter = { readonly filter: Filter } | { readonly error: FilterError };

/** The filter in a text; the empty text lets every run through. */
export function parseFilter(text: string, names: FilterNames = {}): ParsedFilter {
  try {
    return { filter: parse(createScanner(text), names) };
  } catch (thrown) {
    if (thrown instanceof fault.FilterFault) return { error: thrown.error };
    throw thrown;
  }
}

function parse(scan: Scanner, names: FilterNames): Filter {
  if (scan.peek() === '') return { kind: 'everything' };
  const filter = parseAny(scan, names, 0);
  if (scan.peek() === ')') throw fault.parenthesisUnopened(scan.here());
  return filter;
}

function parseAny(scan: Scanner, names: FilterNames, depth: number): Filter {
  const first = parseAll(scan, names, depth);
  const of = [first];
  while (takeWord(scan, 'or')) of.push(parseAll(scan, names, depth));
  return of.length === 1 ? first : { kind: 'any', of };
}

function parseAll(scan: Scanner, names: FilterNames, depth: number): Filter {
  const first = parseOne(scan, names, depth);
  const of = [first];
  while (takeWord(scan, 'and') || !['', ')'].includes(scan.peek())) {
    if (isNext(scan, 'or')) break;
    of.push(parseOne(scan, names, depth));
  }
  return of.length === 1 ? first : { kind: 'all', of };
}

function parseOne(scan: Scanner, names: FilterNames, depth: number): Filter {
  if (depth > deepest) throw fault.tooDeep(scan.here());
  if (takeWord(scan, 'not')) return { kind: 'not', of: parseOne(scan, names, depth + 1) };
  if (scan.peek() === '(') return parseGroup(scan, names, depth);
  for (const word of ['and', 'or']) if (isNext(scan, word)) throw fault.conditionMissing(scan.here(word.length), '');
  if (['', ')'].includes(scan.peek())) throw fault.conditionMissing(scan.here(), scan.lastWord());
  return parseTerm(scan, names);
}

function parseGroup(scan: Scanner, names: FilterNames, depth: number): Filter {
  const open = scan.here();
  scan.skip();
  const filter = parseAny(scan, names, depth + 1);
  if (scan.peek() !== ')') throw fault.parenthesisUnclosed(open);
  scan.skip();
  return filter;
}

function parseTerm(scan: Scanner, names: FilterNames): Filter {
  const name = scan.name();
  if (name.text === '' && !name.quoted) throw fault.nameMissing(scan.here());
  if (scan.colon()) return parseColon(scan, name, names);
  const sign = scan.comparison();
  if (sign === undefined) return { kind: 'word', text: name.text };
  const subject = subjectOf(name, names);
  const value = takeValue(scan, name);
  return { kind: 'compare', subject, comparison: sign.sign, value: valueOf(subject, name, sign, value) };
}

function parseColon(scan: Scanner, name: Word, names: FilterNames): Filter {
  if (name.text === 'is') return parseFlag(takeValue(scan, name));
  const subject = subjectOf(name, names);
  const value = takeValue(scan, name);
  const sign = colonComparison(subject, value);
  return { kind: 'compare', subject, comparison: sign, value: valueOf(subject, name, { ...name, sign }, value) };
}

function parseFlag(value: Word): Filter {
  const text = value.text.toLowerCase();
  if ((flags as readonly string[]).includes(text)) return { kind: 'flag', flag: text as Flag };
  if (isRunState(text)) {
    const subject = { kind: 'property', name: 'state' } as const;
    return { kind: 'compare', subject, comparison: '=', value: { kind: 'state', state: text } };
  }
  throw fault.valueUnknown(value, 'is', value.text, nearestName(value.text, flags), flags.join(', '));
}

function takeValue(scan: Scanner, name: Word): Word {
  const value = scan.value();
  if (value.text === '' && !value.quoted) throw fault.valueMissing(scan.here(), name.text);
  return value;
}

function isNext(scan: Scanner, word: string): boolean {
  return scan.nextWord().toLowerCase() === word;
}

/** Reads the word if it is next. */
function takeWord(scan: Scanner, word: string): boolean {
  if (!isNext(scan, word)) return false;
  scan.name();
  return true;
}
