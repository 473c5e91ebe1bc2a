// What can go wrong with the run database and the process that owns it, and what the user can do about it.

import { AppError } from '../shared/errors.ts';

const rebuildHint =
  'Close other windows on this folder, delete the file and reopen: it is rebuilt from the run folders.';

/** The bundled SQLite is older than the first one without the faults that two windows can hit. */
export function sqliteTooOld(found: string, required: string): AppError {
  return new AppError(
    'sqlite-too-old',
    `This installation carries SQLite ${found}; the run database needs ${required} or newer.`,
    'Install IPU Workbench again, so that it comes with its own SQLite.',
  );
}

/** The native part of the database could not be loaded at all. */
export function sqliteNotLoadable(cause: unknown): AppError {
  return new AppError(
    'sqlite-not-loadable',
    `The database engine could not be loaded: ${reasonOf(cause)}`,
    'Install the build of IPU Workbench for this operating system and processor, with Node.js 22 or newer.',
    { cause },
  );
}

/** A newer version has already changed the database's tables. */
export function databaseFromNewerVersion(path: string, found: number, known: number): AppError {
  return new AppError(
    'database-from-newer-version',
    `The run database ${path} was written by a newer IPU Workbench (version ${found} of its tables, this one knows ${known}).`,
    'Update the extension. The database was left as it is.',
  );
}

/** The database or its folder cannot be created or written. */
export function databaseNotWritable(path: string, cause: unknown): AppError {
  return new AppError(
    'database-not-writable',
    `The run database ${path} cannot be opened or written: ${reasonOf(cause)}`,
    'Make its folder writable, or choose another place in the setting "ipuWorkbench.store.path".',
    { cause },
  );
}

/** The file system cannot do what SQLite's write-ahead log needs. */
export function databaseNotOnLocalDisk(path: string, mode: string): AppError {
  return new AppError(
    'database-not-on-local-disk',
    `The run database ${path} cannot be shared safely here: its file system allows only journal mode "${mode}".`,
    'Choose a place on a local disk in the setting "ipuWorkbench.store.path".',
  );
}

/** Writing stopped because the disk is full; everything committed before is there. */
export function databaseDiskFull(path: string, cause: unknown): AppError {
  return new AppError(
    'database-disk-full',
    `There is no space left for the run database ${path}.`,
    'Free some space; the missing events are then read from the run folders by themselves.',
    { cause },
  );
}

/** SQLite found the file damaged while it was in use. */
export function databaseDamaged(path: string, cause: unknown): AppError {
  return new AppError(
    'database-damaged',
    `The run database ${path} is damaged: ${reasonOf(cause)}`,
    'Reload the window: the file is then kept aside and rebuilt from the run folders, which hold all events.',
    { cause },
  );
}

/** Another process kept the database locked for longer than the time we wait. */
export function databaseBusy(path: string, cause: unknown): AppError {
  return new AppError('database-busy', `The run database ${path} is locked by another program.`, rebuildHint, {
    cause,
  });
}

/** A run's file exists and cannot be read. */
export function runFileNotReadable(path: string, cause: unknown): AppError {
  return new AppError(
    'run-file-not-readable',
    `${path} cannot be read: ${reasonOf(cause)}`,
    'Make the file readable; it is read again by itself.',
    { cause },
  );
}

/** A run's annotations.json is not what it must be. */
export function annotationsBroken(path: string, reason: string): AppError {
  return new AppError(
    'annotations-broken',
    `${path} cannot be understood: ${reason}.`,
    'Mend the file, or delete it; until then what was read of it before is shown.',
  );
}

/** A broken annotations.json was in the way of a change. */
export function annotationsKeptAside(aside: string, cause: AppError): AppError {
  return new AppError(
    'annotations-kept-aside',
    `${cause.message} It was put aside as ${aside}, and a new one was written.`,
    'Take over by hand what is missing now, then delete the file that was put aside.',
    { cause },
  );
}

/** Something is to be noted of a run whose folder does not exist. */
export function runFolderGone(runId: string): AppError {
  return new AppError(
    'run-folder-gone',
    `The folder of the run ${runId} is gone.`,
    'The run leaves the lists by itself; leave it out.',
  );
}

/** A request came before `open`. */
export function storeNotOpen(): AppError {
  return new AppError('store-not-open', 'The run database is not open.', 'Reload the window.');
}

/** `open` came twice. */
export function storeAlreadyOpen(): AppError {
  return new AppError('store-already-open', 'The run database is open already.', 'Reload the window.');
}

/** The store's process could not be started. */
export function storeNotStarted(script: string, cause: unknown): AppError {
  return new AppError(
    'store-not-started',
    `The process for the run database (${script}) could not be started: ${reasonOf(cause)}`,
    'Reload the window; if that does not help, install IPU Workbench again.',
    { cause },
  );
}

/** The store's process is gone; `said` is the end of what it wrote to standard error. */
export function storeExited(code: number | null, signal: string | null, said: string): AppError {
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  return new AppError(
    'store-exited',
    `The process for the run database ${how}.${said === '' ? '' : ` It said: ${said}`}`,
    'Reload the window: nothing is lost, the runs go on and their journals are read again.',
  );
}

/** The store was closed on purpose while requests were waiting. */
export function storeClosed(): AppError {
  return new AppError('store-closed', 'The run database was closed.', 'Reopen the view or reload the window.');
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** An observer found a run's process gone without an end; what is shown for such a run. */
export function runLost(step: number): AppError {
  return new AppError(
    'run-lost',
    `The training process was gone after step ${step} without saying why.`,
    'Resume it to go on from its last checkpoint. Its output may say more; if the machine ran out of memory, lower per_device_train_batch_size or max_seq_length and launch it again.',
  );
}

/** The queue of a sweep is gone, and the run's turn had not come. */
export function queueLost(sweepId: string): AppError {
  return new AppError(
    'queue-lost',
    `The run was never started: the queue of its sweep ${sweepId} is gone without saying why.`,
    `Go on with the sweep: \`ipuw sweep --resume ${sweepId}\`, or “Resume Sweep” in its menu; runs that are done are not repeated.`,
  );
}
