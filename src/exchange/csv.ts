// Rows → CSV (RFC 4180, UTF-8, line feeds). Numbers have all their digits; NaN and infinities are the words NaN, Infinity and -Infinity,
// a missing value is an empty cell. A text that a spreadsheet would run as a formula gets an apostrophe before it.

import { csvText } from '../shared/csv.ts';
import { type Cell, type Column, type Row, timeText } from './columns.ts';

/** The file, line by line. */
export async function* renderCsv(
  columns: readonly Column[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string> {
  yield `${columns.map(({ name }) => csvCell(name)).join(',')}\n`;
  for await (const row of rows) yield `${columns.map(({ type }, at) => csvCell(row[at], type)).join(',')}\n`;
}

/** One cell; numbers that are texts stay as they are. */
export function csvCell(cell: Cell, type: Column['type'] = 'text'): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return type === 'time' ? timeText(cell) : Object.is(cell, -0) ? '-0' : String(cell);
  if (typeof cell === 'boolean') return String(cell);
  return csvText(cell);
}
