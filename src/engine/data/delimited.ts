// Rows of CSV and TSV: quoting as RFC 4180 has it, the first record names the fields, and every record has as many values. All values are
// text.

import { type CsvError, parse } from 'csv-parse/sync';
import { delimitedBroken } from './errors.ts';
import type { DataRow, ParsedRows } from './rows.ts';

/** Rows of a file whose values are separated by `usual`, or by what its first line has instead (Excel writes semicolons). */
export function parseDelimited(text: string, usual: ',' | '\t', fileName: string): ParsedRows {
  const separator = findSeparator(text, usual);
  const notes =
    separator === usual
      ? []
      : [
          `The file’s values are separated by ${separator === ';' ? 'semicolons' : separator === ',' ? 'commas' : 'tabs'}.`,
        ];
  try {
    return { rows: readRecords(text, separator, true, fileName), notes };
  } catch (error) {
    // Tab-separated files often have no quoting at all (those of GLUE): then a quote is a character as any other.
    if (separator !== '\t') throw error;
    return {
      rows: readRecords(text, separator, false, fileName),
      notes: [...notes, 'The file has no quoting; quotes are read as text.'],
    };
  }
}

function findSeparator(text: string, usual: ',' | '\t'): ',' | '\t' | ';' {
  const header = /\S[^\n]*/.exec(text)?.[0] ?? '';
  if (header.includes(usual)) return usual;
  return ([',', '\t', ';'] as const).find((separator) => header.includes(separator)) ?? usual;
}

function readRecords(text: string, separator: string, quoted: boolean, fileName: string): DataRow[] {
  const bytes = new TextEncoder().encode(text);
  const lines = new LineCounter(bytes);
  const rows: DataRow[] = [];
  let names: readonly string[] | undefined;
  const take = (record: string[], end: number): null => {
    const line = lines.next(end);
    if (names === undefined) names = readHeader(record, line, fileName);
    else rows.push({ fields: nameValues(names, record, line, fileName), place: `line ${line}` });
    return null;
  };
  try {
    parse(bytes, {
      delimiter: separator,
      quote: quoted ? '"' : null,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], { bytes: end }) => take(record, end),
    });
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw delimitedBroken(fileName, lines.next(bytes.length), explain(error), error);
  }
  return rows;
}

function readHeader(record: readonly string[], line: number, fileName: string): string[] {
  const names = record.map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw delimitedBroken(fileName, line, `the header names the field "${twice}" twice`);
  return names;
}

function nameValues(
  names: readonly string[],
  record: readonly string[],
  line: number,
  fileName: string,
): Record<string, string> {
  if (record.length !== names.length) {
    const reason = `${record.length} values, but the header names ${names.length} fields (${names.join(', ')})`;
    throw delimitedBroken(fileName, line, reason);
  }
  return Object.fromEntries(names.map((name, index) => [name, record[index] ?? '']));
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && 'lines' in error;
}

function explain(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote that is opened in this record is never closed';
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE')
    return 'text follows a closing quote; a quote inside quotes is written twice';
  if (error.code === 'INVALID_OPENING_QUOTE') return 'a quote stands inside a value that is not quoted';
  return error.message;
}

/** Counts lines from record to record; the parser counts Windows line ends inside quotes twice. */
class LineCounter {
  readonly #bytes: Uint8Array;
  #line = 1;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The line where the record that ends before `end` begins. */
  next(end: number): number {
    while (this.#isLineEnd(this.#position)) this.#step();
    const line = this.#line;
    while (this.#position < end) this.#step();
    return line;
  }

  #isLineEnd(position: number): boolean {
    const byte = this.#bytes[position];
    return byte === 0x0a || byte === 0x0d;
  }

  #step(): void {
    const byte = this.#bytes[this.#position];
    const isPair = byte === 0x0d && this.#bytes[this.#position + 1] === 0x0a;
    if (this.#isLineEnd(this.#position) && !isPair) this.#line += 1;
    this.#position += 1;
  }
}
