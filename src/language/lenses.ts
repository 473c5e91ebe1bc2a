// The links above a text, with those about its last run.

import { resolve } from 'node:path';
import { lenses } from '../config/language/lenses.ts';
import { examineExperiment } from '../config/load.ts';
import { runsOfFile } from '../config/runs-of-file.ts';
import type { Lens } from '../shared/language.ts';
import type { LensRequest } from '../shared/messages/language.ts';

export async function findLenses({ file, text, runs, workspaceFolder }: LensRequest): Promise<readonly Lens[]> {
  const path = resolve(file);
  const examined = await examineExperiment(text, path);
  const { name } = examined.experiment;
  const own = workspaceFolder === null ? [] : runsOfFile(runs, { file: path, name, workspaceFolder });
  return lenses(text, examined, own);
}
