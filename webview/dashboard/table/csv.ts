// The table as text of a CSV file (RFC 4180): the columns that are shown, figures in full. Pure.

import { csvText } from '../../../src/shared/csv.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { CellContext, Column } from './columns.ts';

/** Columns by their ids, so that a script finds them again in another language. */
export function renderCsv(columns: readonly Column[], runs: readonly RunSummary[], context: CellContext): string {
  const rows = runs.map((run) => columns.map((column) => cellOf(column, run, context)));
  return [columns.map(({ id }) => csvText(id)), ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function cellOf({ raw, text }: Column, run: RunSummary, context: CellContext): string {
  if (!raw) return csvText(text(run, context));
  const value = raw(run, context);
  return typeof value === 'string' ? csvText(value) : value === undefined ? '' : String(value);
}
