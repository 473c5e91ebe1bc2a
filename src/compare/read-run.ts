// A run with everything about it that is compared, read from its folder and from what the store knows of it.

import { parseResolvedExperiment } from '../config/resolved.ts';
import type { Experiment } from '../config/fields.ts';
import { AppError } from '../shared/errors.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import type { RunToCompare } from './comparison.ts';
import { readEnvironmentFacts } from './environment.ts';
import { readScores, type ReadDataset } from './scores.ts';

/** Reads what of a run is compared. What cannot be read is left out, with the reason. */
export async function readRun(run: RunDetail, readDataset: ReadDataset): Promise<RunToCompare> {
  const experiment = parseExperiment(run.experiment);
  return {
    run,
    experiment,
    environment: await readEnvironmentFacts(run, experiment),
    scores: await readScores(run, experiment, readDataset),
  };
}

/** Null for one that an older or broken file holds: the rest of the run can be compared all the same. */
export function parseExperiment(json: unknown): Experiment | null {
  try {
    return parseResolvedExperiment(json);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
