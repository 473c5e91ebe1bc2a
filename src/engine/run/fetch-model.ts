// Puts the model of an experiment on this machine before a run begins, and records in the run folder which one it was.

import { join } from 'node:path';
import type { Experiment } from '../../config/fields.ts';
import { AppError } from '../../shared/errors.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { writeFileAtomic } from '../../system/atomic-file.ts';
import { locateModel } from '../hub/locate-model.ts';
import type { Recorder } from './recorder.ts';

/** Somebody asked the run to stop while its model was being downloaded. */
export class DownloadStopped extends AppError {
  constructor() {
    super('download-stopped', 'The run was stopped while its model was being downloaded.', 'Launch it again to go on.');
  }
}

/** The experiment with the folder in which its model lies; a name on the Hub is downloaded if need be. Throws an AppError. */
export async function fetchModel(experiment: Experiment, recorder: Recorder): Promise<Experiment> {
  const { model } = experiment;
  if (model.model_name_or_path === null) return experiment;
  const origin = await locateModel({
    nameOrPath: model.model_name_or_path,
    revision: model.model_revision,
    needsVocabulary: model.vocab_file === null,
    note: (message) => recorder.log(message),
    onProgress: (doneBytes, totalBytes) => {
      if (recorder.stopRequested) throw new DownloadStopped();
      recorder.progress('prepare', doneBytes, totalBytes);
    },
  });
  await writeFileAtomic(join(recorder.folder, runFiles.model), JSON.stringify(origin, null, 2) + '\n');
  return { ...experiment, model: { ...model, model_name_or_path: origin.folder } };
}
