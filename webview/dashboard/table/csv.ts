// The table as text of a CSV file (RFC 4180): the columns that are shown, figures in full. Pure.

import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { CellContext, Column } from './columns.ts';

/** Columns by their ids, so that a script finds them again in another language. */
export function renderCsv(columns: readonly Column[], runs: readonly RunSummary[], context: CellContext): string {
  const rows = runs.map((run) => columns.map((column) => cellOf(column, run, context)));
  return [columns.map(({ id }) => id), ...rows].map((cells) => `${cells.map(quoteCell).join(',')}\r\n`).join('');
}

function cellOf({ raw, text }: Column, run: RunSummary, context: CellContext): string {
  if (!raw) return guardFormula(text(run, context));
  const value = raw(run, context);
  return typeof value === 'string' ? guardFormula(value) : value === undefined ? '' : String(value);
}

/** Names and tags are anybody's: a spreadsheet must not take them for formulas. */
function guardFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoteCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
