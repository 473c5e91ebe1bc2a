// Values of a dataset's rows as the types that a task needs; anything else is refused with file, place and what was found. Tasks' parsers
// build on it. It knows no task's fields.

import type { DataRow } from './rows.ts';
import { wrongType } from './errors.ts';

/** An object's values by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads values of one file, refusing those of a wrong type; `remedy` is the hint of every refusal. */
export class ValueReader {
  readonly #fileName: string;
  readonly #remedy: string;

  constructor(fileName: string, remedy: string) {
    this.#fileName = fileName;
    this.#remedy = remedy;
  }

  /** Refuses what stands at `place`. */
  refuse(place: string, expected: string, found: string): never {
    throw wrongType(this.#fileName, place, expected, found, this.#remedy);
  }

  text(value: unknown, place: string): string {
    return typeof value === 'string' ? value : this.refuse(place, 'text', describe(value));
  }

  /** Text, or '' where nothing is given. */
  optionalText(value: unknown, place: string): string {
    return value === undefined || value === null ? '' : this.text(value, place);
  }

  /** A whole number, also if it is written as text. */
  wholeNumber(value: unknown, place: string): number {
    const number = typeof value === 'string' && isWholeNumber(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
    return this.refuse(place, 'a whole number', describe(value));
  }

  list(value: unknown, place: string): readonly unknown[] {
    return Array.isArray(value) ? value : this.refuse(place, 'a list', describe(value));
  }

  fields(value: unknown, place: string): Fields {
    return isFields(value) ? value : this.refuse(place, 'an object', describe(value));
  }
}

/** Where a field of a row stands, for messages: `data[3].question`, `line 4: question`. */
export function fieldPlace(row: DataRow, name: string): string {
  return `${row.place}${row.place.endsWith(']') ? '.' : ': '}${name}`;
}

/** True if `text` is a whole number, such as a CSV file has it. */
export function isWholeNumber(text: string): boolean {
  return /^\s*-?\d+\s*$/.test(text);
}

/** True for an object that is no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names of an object's fields, for messages: `the fields "a", "b"`. */
export function listKeys(fields: Fields): string {
  const keys = Object.keys(fields);
  if (keys.length === 0) return 'no fields';
  const shown = keys.slice(0, 5).map((key) => `"${key}"`);
  return `the fields ${shown.join(', ')}${keys.length > shown.length ? ', …' : ''}`;
}

/** A value in a few words, for messages. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  return `${typeof value === 'number' ? 'the number ' : ''}${String(value)}`;
}
