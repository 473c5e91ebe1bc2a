// What the table of all runs asks for.

// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface TableMessages {}
