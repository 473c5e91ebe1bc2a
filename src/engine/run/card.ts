// The model card of a run that has completed: README.md beside its results, and in its last checkpoint's folder, which is what is uploaded.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { renderModelCard } from '../../card/render.ts';
import { collectCardFacts } from '../../card/run-folder.ts';
import type { Experiment } from '../../config/fields.ts';
import { toErrorShape } from '../../shared/errors.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { writeFileAtomic } from '../../system/atomic-file.ts';
import type { Recorder } from './recorder.ts';

/** What the Hub shows of a folder. */
const cardFile = 'README.md';

/** Writes the card; that it cannot be written is told, and takes nothing from the run. */
export async function writeCard(
  recorder: Recorder,
  experiment: Experiment,
  results: Readonly<Record<string, number>>,
): Promise<void> {
  const { folder } = recorder;
  try {
    // How far a completed run is stands in no card.
    const { facts } = await collectCardFacts({ experiment, state: 'completed', step: 0, results, folder });
    const card = renderModelCard(facts);
    for (const place of [runFiles.results, ...(await lastCheckpoint(folder))])
      await writeFileAtomic(join(folder, place, cardFile), card);
  } catch (error) {
    const { message, hint } = toErrorShape(error);
    recorder.log(`The model card was not written: ${message} ${hint}`, 'warning');
  }
}

/** The folder of the newest checkpoint, relative to the run folder; none if the run saved none. */
async function lastCheckpoint(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, runFiles.checkpoints)).catch(() => []);
  const steps = names.flatMap((name) => /^checkpoint-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  return steps.length === 0 ? [] : [`${runFiles.checkpoints}/checkpoint-${Math.max(...steps)}`];
}
