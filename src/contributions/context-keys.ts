// Context keys that the extension sets and when-clauses ask for.

export const contextKeys = {
  /** Runs are known in this window. */
  hasRuns: 'ipu.hasRuns',
  /** One of them is active. */
  hasActiveRuns: 'ipu.hasActiveRuns',
  /** One of them ended early and can go on. */
  hasResumableRuns: 'ipu.hasResumableRuns',
  /** There are at least two, so that they can be compared. */
  hasSeveralRuns: 'ipu.hasSeveralRuns',
  /** One of them has trained to its end. */
  hasCompletedRuns: 'ipu.hasCompletedRuns',
  /** The workspace was looked through: it has an experiment file. */
  hasExperimentFiles: 'ipu.hasExperimentFiles',
  /** The workspace was looked through: it has none. */
  lacksExperimentFiles: 'ipu.lacksExperimentFiles',
  /** One of them was archived. */
  hasArchivedRuns: 'ipu.hasArchivedRuns',
  /** The runs view shows archived runs too. */
  showsArchived: 'ipu.showsArchived',
  /** The runs view shows only runs that meet a filter. */
  filtersRuns: 'ipu.filtersRuns',
  /** A plan has been shown in this window. */
  hasPlanned: 'ipu.hasPlanned',
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];
