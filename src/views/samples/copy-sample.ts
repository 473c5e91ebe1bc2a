// Copies a sample into a folder of the user's. What is there already stays as it is.

import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode, writeFailed } from '../../system/errors.ts';
import type { Sample } from './samples.ts';

/** Copies it to a folder of its name below `folder`; gives the experiment file's path. Rejects with an AppError. */
export async function copySample(
  { id, experiment, data }: Sample,
  samplesFolder: string,
  folder: string,
): Promise<string> {
  // The experiment comes last: when it appears, what it needs is there.
  for (const file of [...data, experiment]) {
    const target = join(folder, id, file);
    try {
      await mkdir(dirname(target), { recursive: true });
      await copyFile(join(samplesFolder, file), target, constants.COPYFILE_EXCL);
    } catch (thrown) {
      if (systemCode(thrown) !== 'EEXIST') throw writeFailed(target, thrown);
    }
  }
  return join(folder, id, experiment);
}
