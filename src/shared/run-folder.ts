// Names inside a run folder, `.ipu/runs/<run id>/`. Every process that runs an experiment writes this layout.

/** The folder in a workspace that holds everything of ours; it ignores itself in git. */
export const workbenchFolder = '.ipu';
/** Run folders, relative to the workspace. */
export const runsFolder = `${workbenchFolder}/runs`;
/** Folders of sweeps, relative to the workspace: laid out like run folders, as far as they have the same files. */
export const sweepsFolder = `${workbenchFolder}/sweeps`;
/** The database, relative to the workspace: an index that can be rebuilt from the run folders. */
export const databaseFile = `${workbenchFolder}/runs.db`;

/** Files and folders of one run, relative to its run folder, with forward slashes. */
export const runFiles = {
  /** The resolved experiment, all defaults written out. */
  experiment: 'experiment.json',
  /** Which sweep the run belongs to, and its place in it. In a sweep's own folder: its runs. */
  sweep: 'sweep.json',
  /** Versions, machine, git commit and diff. */
  environment: 'environment.json',
  /** What a run that nothing of ours has trained was read from; absent for others. */
  imported: 'imported.json',
  /** Which model the run began with: folder or name on the Hub, commit, checksums of the weights. */
  model: 'model.json',
  /** What the user says of the run: name, tags, notes, star. May be written by hand; absent until something is said. */
  annotations: 'annotations.json',
  /** Append-only events: the truth about the run. */
  journal: 'journal.log',
  /** The process's standard output and error. */
  output: 'output.log',
  checkpoints: 'checkpoints',
  results: 'results',
  /** Created to ask for a graceful stop. */
  stop: 'control/stop',
} as const;
