// What the page asks for about predictions of a run.

// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface ResultMessages {}
