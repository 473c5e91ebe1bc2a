// Counts the sequences of the data that a text names.

import { examineExperiment } from '../config/load.ts';
import { countSamples } from '../engine/run/count-samples.ts';
import type { DataCounts, ExperimentText } from '../shared/messages/language.ts';
import { dataKeyOf } from './data-key.ts';

export async function countData({ file, text }: ExperimentText): Promise<DataCounts> {
  const { experiment } = await examineExperiment(text, file);
  // Before the counting: a file that changes meanwhile has another key, and is counted again.
  const key = await dataKeyOf(experiment);
  return { key, ...(await countSamples(experiment)) };
}
