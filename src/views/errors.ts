// What can go wrong between a user's click and the parts behind it, each with its remedy.

import { AppError } from '../shared/errors.ts';

/** The Node.js that VS Code brings is too old for our programs. */
export function hostNodeTooOld(version: string): AppError {
  return new AppError(
    'host-node-too-old',
    `IPU Workbench needs a VS Code with Node.js 22 or newer; this one has ${version}.`,
    'Update VS Code, then reload the window.',
  );
}

/** Something that starts or ends processes was asked for in Restricted Mode. */
export function workspaceNotTrusted(action: string): AppError {
  return new AppError(
    'workspace-not-trusted',
    `${action} needs a trusted workspace, because it runs programs on files of the workspace.`,
    'If you trust the authors of these files, choose “Manage Workspace Trust”.',
  );
}

/** The experiment file lies in no folder of the workspace, so there is no place for its runs. */
export function experimentOutsideWorkspace(path: string): AppError {
  return new AppError(
    'experiment-outside-workspace',
    `${path} lies in no folder of this workspace, so its runs would have no place.`,
    'Open its folder with “File: Open Folder…” or “Workspaces: Add Folder to Workspace…”, then launch again.',
  );
}

/** No workspace folder has an experiment file. */
export function noExperimentFiles(): AppError {
  return new AppError(
    'no-experiment-files',
    'This workspace has no experiment file.',
    'Create one whose name ends in .ipu.json, or open a folder that has one.',
  );
}

/** The editor could not write the document. */
export function experimentNotSaved(path: string): AppError {
  return new AppError('experiment-not-saved', `${path} could not be saved.`, 'Save it yourself, then launch again.');
}

/** No store knows the run. */
export function runUnknown(runId: string): AppError {
  return new AppError(
    'run-unknown',
    `There is no run ${runId} in this workspace.`,
    'Its folder may have been deleted; refresh the list of runs.',
  );
}

/** The run has no output file. */
export function outputMissing(path: string): AppError {
  return new AppError(
    'output-missing',
    `The output ${path} does not exist.`,
    'The run may not have started yet, or its folder was cleaned up.',
  );
}

/** The setting for the databases is not an absolute path. */
export function storePathNotAbsolute(setting: string, value: string): AppError {
  return new AppError(
    'store-path-not-absolute',
    `The setting ${setting} is “${value}”, which is not an absolute path.`,
    'Set it to the absolute path of a folder on a local disk, or clear it.',
  );
}
