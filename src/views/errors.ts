// What can go wrong between a user's click and the parts behind it, each with its remedy.

import * as l10n from '@vscode/l10n';
import { AppError } from '../shared/errors.ts';

/** The Node.js that VS Code brings is too old for our programs. */
export function hostNodeTooOld(version: string): AppError {
  return new AppError(
    'host-node-too-old',
    l10n.t('IPU Workbench needs a VS Code with Node.js 22 or newer; this one has {0}.', version),
    l10n.t('Update VS Code, then reload the window.'),
  );
}

/** Something that starts or ends processes was asked for in Restricted Mode. */
export function workspaceNotTrusted(action: string): AppError {
  return new AppError(
    'workspace-not-trusted',
    l10n.t('{0} needs a trusted workspace, because it runs programs on files of the workspace.', action),
    l10n.t('If you trust the authors of these files, choose “Manage Workspace Trust”.'),
  );
}

/** The experiment file lies in no folder of the workspace, so there is no place for its runs. */
export function experimentOutsideWorkspace(path: string): AppError {
  return new AppError(
    'experiment-outside-workspace',
    l10n.t('{0} lies in no folder of this workspace, so its runs would have no place.', path),
    l10n.t('Open its folder with “File: Open Folder…” or “Workspaces: Add Folder to Workspace…”, then launch again.'),
  );
}

/** No folder is open that could hold runs. */
export function noFolderForRuns(): AppError {
  return new AppError(
    'no-folder-for-runs',
    l10n.t('No folder is open, so imported runs would have no place.'),
    l10n.t('Open a folder with “File: Open Folder…”, then import again.'),
  );
}

/** No workspace folder has an experiment file. */
export function noExperimentFiles(): AppError {
  return new AppError(
    'no-experiment-files',
    l10n.t('This workspace has no experiment file.'),
    l10n.t('Create one whose name ends in .ipu.json, or open a folder that has one.'),
  );
}

/** The editor could not write the document. */
export function experimentNotSaved(path: string): AppError {
  return new AppError(
    'experiment-not-saved',
    l10n.t('{0} could not be saved.', path),
    l10n.t('Save it yourself, then launch again.'),
  );
}

/** No run was launched from the file, or none that can be read. */
export function noRunToCompare(name: string): AppError {
  return new AppError(
    'no-run-to-compare',
    l10n.t('There is no run of {0} to compare it with.', name),
    l10n.t('Launch it first; a run of a sweep does not count, as it differs from the file by design.'),
  );
}

/** No store knows the run. */
export function runUnknown(runId: string): AppError {
  return new AppError(
    'run-unknown',
    l10n.t('There is no run {0} in this workspace.', runId),
    l10n.t('Its folder may have been deleted; refresh the list of runs.'),
  );
}

/** Runs that are still going cannot be deleted. */
export function runsStillActive(names: readonly string[]): AppError {
  const [first = ''] = names;
  return new AppError(
    'runs-still-active',
    names.length === 1
      ? l10n.t('{0} is still going, so it cannot be deleted.', first)
      : l10n.t(
          '{0} of these runs are still going, so they cannot be deleted: {1}',
          String(names.length),
          names.join(', '),
        ),
    l10n.t('Stop them first (“IPU: Stop Run”), or wait until they end.'),
  );
}

/** The folder of a run is still there after it was to be deleted. */
export function runFolderNotDeleted(name: string): AppError {
  return new AppError(
    'run-folder-not-deleted',
    l10n.t('The folder of the run {0} could not be deleted.', name),
    l10n.t('Close whatever has a file of it open, check that you may write there, then try again.'),
  );
}

/** A rule of the alerts' setting cannot be read. */
export function alertBroken(name: string, reason: string, hint = ''): AppError {
  return new AppError(
    'alert-broken',
    l10n.t('The alert “{0}” is not watched for. {1}', name, reason),
    [hint, l10n.t('Mend it in the setting ipuWorkbench.alerts.')].filter((part) => part !== '').join(' '),
  );
}

/** The run has no output file. */
export function outputMissing(path: string): AppError {
  return new AppError(
    'output-missing',
    l10n.t('The output {0} does not exist.', path),
    l10n.t('The run may not have started yet, or its folder was cleaned up.'),
  );
}

/** The setting for the databases is not an absolute path. */
export function storePathNotAbsolute(setting: string, value: string): AppError {
  return new AppError(
    'store-path-not-absolute',
    l10n.t('The setting {0} is “{1}”, which is not an absolute path.', setting, value),
    l10n.t('Set it to the absolute path of a folder on a local disk, or clear it.'),
  );
}

/** The file that the Plan panel shows was deleted. */
export function planFileDeleted(path: string): AppError {
  return new AppError(
    'plan-file-deleted',
    l10n.t('{0} is no longer there.', path),
    l10n.t('What is shown is its last state. Restore the file, or open another experiment file.'),
  );
}

/** The text that the Plan panel shows was never saved, and its editor is closed. */
export function planFileClosed(name: string): AppError {
  return new AppError(
    'plan-file-closed',
    l10n.t('{0} was closed without being saved.', name),
    l10n.t('What is shown is its last state. Open another experiment file.'),
  );
}

/** The Plan panel follows no file. */
export function noPlannedFile(): AppError {
  return new AppError(
    'no-planned-file',
    l10n.t('The panel follows no experiment file.'),
    l10n.t('Open one, then choose “IPU: Plan”.'),
  );
}

/** The editor did not take the change. */
export function experimentNotChanged(path: string): AppError {
  return new AppError(
    'experiment-not-changed',
    l10n.t('{0} could not be changed.', path),
    l10n.t('Check that the file is not read-only, then try again.'),
  );
}

/** The search found nothing that can be run; `reason` is what most configurations were left out for. */
export function nothingToSuggest(looked: number, reason: string | undefined): AppError {
  return new AppError(
    'nothing-to-suggest',
    reason === undefined
      ? l10n.t('None of {0} configurations fits.', looked.toLocaleString('en-US'))
      : l10n.t('None of {0} configurations fits, most of them because: {1}.', looked.toLocaleString('en-US'), reason),
    l10n.t('Use more IPUs (`pod_type`), shorter sequences (`max_seq_length`) or a smaller model.'),
  );
}

/** A file is larger than what is read in the editor. */
export function importFileTooLarge(name: string, bytes: number): AppError {
  return new AppError(
    'import-file-too-large',
    l10n.t('{0} has {1} MB, which is too much to import in the editor.', name, (bytes / 1e6).toFixed(1)),
    l10n.t('Select the command in it and import that, or use `ipuw import` in a terminal.'),
  );
}

/** The page names a checkpoint that the run does not have, or no longer. */
export function modelNotThere(modelId: string, folder: string): AppError {
  return new AppError(
    'model-not-there',
    l10n.t('{0} is not in {1}.', modelId, folder),
    l10n.t('Choose another checkpoint of the run: older ones are removed as training.save_total_limit says.'),
  );
}
