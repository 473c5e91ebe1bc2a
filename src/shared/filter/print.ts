// Writes a filter as text: parsed again it says the same.

import { metrics } from '../metrics.ts';
import { properties, type Filter, type FilterValue, type Subject } from './filter.ts';
import { parseNumber } from './values.ts';

/** The filter as text. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'everything':
      return '';
    case 'all':
      return filter.of
        .map((one) => (one.kind === 'all' || one.kind === 'any' ? grouped(one) : printFilter(one)))
        .join(' ');
    case 'any':
      return filter.of.map((one) => (one.kind === 'any' ? grouped(one) : printFilter(one))).join(' or ');
    case 'not':
      return `not ${filter.of.kind === 'all' || filter.of.kind === 'any' ? grouped(filter.of) : printFilter(filter.of)}`;
    case 'word':
      return quoteIfNeeded(filter.text);
    case 'flag':
      return `is:${filter.flag}`;
    case 'compare':
      return `${quoteIfNeeded(printSubject(filter.subject))} ${filter.comparison} ${printValue(filter)}`;
  }
}

function grouped(filter: Filter): string {
  return `(${printFilter(filter)})`;
}

/** The name under which a filter asks for the subject. */
export function printSubject(subject: Subject): string {
  if (subject.kind === 'property') return subject.name;
  if (subject.kind === 'field') return subject.path;
  const { name, aggregate } = subject;
  const isPlain = aggregate === 'last' && Object.hasOwn(metrics, name) && !Object.hasOwn(properties, name);
  return isPlain ? name : `${aggregate}.${name}`;
}

function printValue({ subject, value }: { readonly subject: Subject; readonly value: FilterValue }): string {
  if (value.kind === 'number') return printNumber(value.value);
  if (value.kind === 'state') return value.state;
  // What looks like a number is a text only in quotation marks.
  if (subject.kind === 'field' && parseNumber(value.text) !== undefined) return quote(value.text);
  return quoteIfNeeded(value.text);
}

function printNumber(value: number): string {
  return Number.isNaN(value) ? 'NaN' : String(value).replace('Infinity', 'inf');
}

/** The text as it may stand in a filter. */
export function quoteIfNeeded(text: string): string {
  return /^[\p{L}\p{N}_.+/%-]+$/u.test(text) && !/^(and|or|not)$/i.test(text) ? text : quote(text);
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
