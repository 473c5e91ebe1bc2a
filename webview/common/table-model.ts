// The figures of a drawing as a table, without its looks.

/** Heads and cells; a row has as many cells as there are heads. */
export interface TableModel {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
