// How the table's view changes when columns are sorted by, moved, made wider, hidden or shown. Pure.

import { boundWidth, type SortKey, type TableView } from '../../../src/shared/table-view.ts';
import { columnOf, firstColumns } from './columns.ts';

/** The view that a table begins with. */
export function firstView(): TableView {
  const columns = firstColumns.map((id) => ({ id, width: columnOf(id)?.width ?? 120 }));
  return { columns, sort: [], filter: '', groupBy: null, archived: false };
}

/** Sorts by the column: rising, falling, not at all. With `add` the other columns still decide, before it. */
export function withSort(view: TableView, column: string, add: boolean): TableView {
  const known = view.sort.find((key) => key.column === column);
  const next: SortKey[] = !known
    ? [{ column, descending: false }]
    : known.descending
      ? []
      : [{ column, descending: true }];
  if (!add) return { ...view, sort: next };
  const place = view.sort.findIndex((key) => key.column === column);
  const sort = place < 0 ? [...view.sort, ...next] : view.sort.toSpliced(place, 1, ...next);
  return { ...view, sort };
}

/** The column moved by so many places. */
export function withMoved(view: TableView, id: string, places: number): TableView {
  const from = view.columns.findIndex((column) => column.id === id);
  const to = Math.min(view.columns.length - 1, Math.max(0, from + places));
  if (from < 0 || to === from) return view;
  const moved = view.columns[from]!;
  return { ...view, columns: view.columns.toSpliced(from, 1).toSpliced(to, 0, moved) };
}

export function withWidth(view: TableView, id: string, width: number): TableView {
  return {
    ...view,
    columns: view.columns.map((column) => (column.id === id ? { id, width: boundWidth(width) } : column)),
  };
}

/** Shows the column, last, or hides it; a table without any column would have no way back. */
export function withColumn(view: TableView, id: string, shown: boolean): TableView {
  const others = view.columns.filter((column) => column.id !== id);
  if (shown && others.length === view.columns.length) {
    return { ...view, columns: [...others, { id, width: columnOf(id)?.width ?? 120 }] };
  }
  return shown || others.length === 0 ? view : { ...view, columns: others };
}

/** The view without columns that nobody knows any more. */
export function withKnownColumns(view: TableView): TableView {
  const columns = view.columns.filter(({ id }) => columnOf(id) !== undefined);
  return columns.length === 0 ? { ...view, columns: firstView().columns } : { ...view, columns };
}
