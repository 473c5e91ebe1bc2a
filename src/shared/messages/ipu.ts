// What the page asks for about a run's IPUs and its host.

// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface IpuMessages {}
