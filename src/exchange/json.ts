// Rows → a JSON list of objects, one a line. NaN and infinities are strings, as in a journal; what is missing is left out.

import { stringifyWithNumbers } from '../shared/json-number.ts';
import { type Column, type Row, timeText } from './columns.ts';

/** The file, line by line. */
export async function* renderJson(
  columns: readonly Column[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const row of rows) {
    yield `${separator}${stringifyWithNumbers(objectOf(columns, row))}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function objectOf(columns: readonly Column[], row: Row): object {
  // fromEntries makes own properties of any name, `__proto__` included.
  return Object.fromEntries(
    columns.flatMap(({ name, type }, at) => {
      const cell = row[at];
      if (cell === undefined) return [];
      return [[name, type === 'time' && typeof cell === 'number' ? timeText(cell) : cell]];
    }),
  );
}
