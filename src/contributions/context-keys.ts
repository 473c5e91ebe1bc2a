// Context keys that the extension sets and when-clauses ask for.

export const contextKeys = {
  /** Runs are known in this window. */
  hasRuns: 'ipu.hasRuns',
  /** One of them is active. */
  hasActiveRuns: 'ipu.hasActiveRuns',
  /** One of them ended early and can go on. */
  hasResumableRuns: 'ipu.hasResumableRuns',
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];
