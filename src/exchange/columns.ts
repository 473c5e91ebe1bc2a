// Tables on their way into a file: columns with a type, rows as lists of cells. Which table it is, is decided elsewhere.

/** A cell; undefined: there is none. */
export type Cell = string | number | boolean | undefined;

export interface Column {
  readonly name: string;
  /** `time`: milliseconds since 1970. */
  readonly type: 'text' | 'number' | 'integer' | 'time' | 'boolean';
}

export type Row = readonly Cell[];

/** A moment as text files have it: UTC, to the millisecond; a number that is no moment stays one. */
export function timeText(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}
