// `ipuw import run PATH…`: runs of event files, of folders of transformers' Trainer and of model cards. What is read is decided by
// src/exchange/import/.

import { importRuns } from '../../exchange/import/import-runs.ts';
import type { ImportedRun } from '../../exchange/import/imported-file.ts';
import { prepareWorkbenchFolder } from '../../runner/run-folder.ts';
import type { Input } from '../command.ts';
import { optionNotForImport } from '../errors.ts';
import { note, oneLine, print, printJson } from '../output.ts';
import { findWorkspaceToRead } from '../workspace.ts';

/** What the help says of it. */
export const importRunNotes = `run PATH…: makes runs in the workspace’s \`.ipu\` that are listed, shown and compared like all others. PATH is a TensorBoard event file or a log
folder with any number of runs, a folder of transformers’ Trainer (trainer_state.json) or a model card (README.md). What is there already is not
doubled. What the files do not say, or say twice, is told on standard error.`;

/** Imports everything at the paths that were given, and prints the ids of the runs. */
export async function importPaths(input: Input): Promise<number> {
  for (const option of ['output', 'force']) if (input.isSet(option)) throw optionNotForImport(option);
  const runs = await prepareWorkbenchFolder(await findWorkspaceToRead(input.text('workspace')));
  const imported: ImportedRun[] = [];
  for (const path of input.moreArguments()) {
    const found = await importRuns(path, runs);
    imported.push(...found);
    if (!input.isSet('json')) for (const run of found) tell(run);
  }
  if (input.isSet('json')) printJson(imported);
  return 0;
}

function tell({ runId, name, file, isNew, notices }: ImportedRun): void {
  print(runId);
  note(oneLine(isNew ? `${name}: imported from ${file}.` : `${name}: ${file} was imported before, as this run.`));
  for (const { message } of notices) note(oneLine(`  ${message}`));
}
