// What the program says and where: results on standard output, everything else on standard error.

import { plainText } from '../runner/output-tail.ts';
import { stringifyWithNumbers } from '../shared/json-number.ts';
import type { ErrorShape } from '../shared/errors.ts';

/** Prints a result. Text from files passes through `oneLine` first. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints the one JSON value of a `--json` call; NaN and infinities are strings. */
export function printJson(value: unknown): void {
  print(stringifyWithNumbers(value, 2));
}

/** Says something beside the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Shows a failure and its remedy. */
export function showError({ message, hint }: ErrorShape): void {
  note(`ipuw: ${plainText(message)}`);
  if (hint !== '') note(`hint: ${plainText(hint)}`);
}

/** Text from a file as one harmless line of a terminal. */
export function oneLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim();
}

/** Rows under a heading, columns aligned; `right` names the columns of figures. */
export function renderTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const lines = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string =>
    right.includes(heading[column] ?? '') ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

/** Names and values below one another, aligned. */
export function renderPairs(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}
