// How the table of runs is set up: columns, order, filter, groups. Kept by the page while it lives and by the host under a name;
// whatever comes back is parsed here. What a column shows is the page's.

/** A column by its id, such as `name`, `min:loss` or `field:training.seed`, and its width in CSS pixels. */
export interface ColumnSetting {
  readonly id: string;
  readonly width: number;
}

export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

export interface TableView {
  /** Those that are shown, in this order. */
  readonly columns: readonly ColumnSetting[];
  /** The first decides, the next where it ties. */
  readonly sort: readonly SortKey[];
  readonly filter: string;
  /** What runs are put together by: `sweep`, `state`, or the id of a column; null for one list. */
  readonly groupBy: string | null;
  /** Archived runs are shown as well. */
  readonly archived: boolean;
}

/** A view that the user has given a name. */
export interface SavedView {
  readonly name: string;
  readonly view: TableView;
}

/** Narrower or wider than this no column gets. */
export const columnWidths = { least: 40, most: 1000 } as const;

/** Bounds of what is kept: far beyond what anybody sets up by hand. */
const most = { columns: 200, sortKeys: 10, textLength: 10_000, nameLength: 100 } as const;

/** The width within its bounds, in whole pixels. */
export function boundWidth(width: number): number {
  return Math.round(Math.min(columnWidths.most, Math.max(columnWidths.least, width)));
}

/** `value` as a view, or undefined if it is none. */
export function parseTableView(value: unknown): TableView | undefined {
  const { columns, sort, filter, groupBy, archived } = asRecord(value);
  const parsedColumns = parseList(columns, most.columns, parseColumn);
  const parsedSort = parseList(sort, most.sortKeys, parseSortKey);
  if (!parsedColumns || !parsedSort || !isText(filter)) return undefined;
  if ((groupBy !== null && !isText(groupBy)) || typeof archived !== 'boolean') return undefined;
  const seen = new Set<string>();
  const unique = parsedColumns.filter(({ id }) => !seen.has(id) && seen.add(id));
  return { columns: unique, sort: parsedSort, filter, groupBy, archived };
}

/** `value` as a view with a name, or undefined if it is none. */
export function parseSavedView(value: unknown): SavedView | undefined {
  const { name, view } = asRecord(value);
  const parsed = parseTableView(view);
  return parsed && isViewName(name) ? { name, view: parsed } : undefined;
}

/** Whether a view may be called so. */
export function isViewName(name: unknown): name is string {
  return typeof name === 'string' && name.trim() !== '' && name.length <= most.nameLength;
}

function parseColumn(value: unknown): ColumnSetting | undefined {
  const { id, width } = asRecord(value);
  if (!isText(id) || id === '' || typeof width !== 'number' || !Number.isFinite(width)) return undefined;
  return { id, width: boundWidth(width) };
}

function parseSortKey(value: unknown): SortKey | undefined {
  const { column, descending } = asRecord(value);
  return isText(column) && typeof descending === 'boolean' ? { column, descending } : undefined;
}

function parseList<T>(value: unknown, limit: number, parse: (entry: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value) || value.length > limit) return undefined;
  const parsed = value.map(parse);
  return parsed.includes(undefined) ? undefined : (parsed as T[]);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= most.textLength;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
