// The questions of a dataset file with their answers; read once for as long as the file stays the same.

import { parseRows } from '../../engine/data/rows.ts';
import { parseSquadRows, type SquadExample } from '../../engine/data/squad.ts';
import { identify, readBytes, Remembered } from './files.ts';

/** More would be the datasets of runs that nobody looks at any more. */
const datasets = new Remembered<readonly SquadExample[]>(2);

/** All questions of a SQuAD file in any of its formats. Throws an AppError that names file and reason. */
export async function readQuestions(path: string, version2: boolean): Promise<readonly SquadExample[]> {
  const identity = await identify('dataset', path);
  return datasets.get(`${identity} ${version2}`, async () => {
    const rows = await parseRows(await readBytes('dataset', path), path);
    return parseSquadRows(rows, { version2 }).examples;
  });
}
