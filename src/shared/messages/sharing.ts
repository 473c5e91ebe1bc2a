// What the page asks for to hand a run on.

// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface SharingMessages {}
