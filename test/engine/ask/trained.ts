// Runs whose checkpoint can be asked: a few updates of a tiny model, whose questions take several windows each.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerSettingsOf } from '../../../src/config/answer-settings.ts';
import { parseResolvedExperiment } from '../../../src/config/resolved.ts';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import { parseSquad, type SquadExample } from '../../../src/engine/data/squad.ts';
import type { ModelToAsk } from '../../../src/shared/messages/ask.ts';
import { makeExperiment, makeRun, only, readJournal, startEngine } from '../run/run-folder.ts';

export interface TrainedRun {
  readonly folder: string;
  readonly model: ModelToAsk;
  readonly examples: readonly SquadExample[];
  readonly predictions: Readonly<Record<string, string>>;
  readonly nBest: Readonly<Record<string, readonly { readonly text: string; readonly probability: number }[]>>;
}

/** Trains in `parent`, and gives what the evaluation at the end has left. */
export async function trainRun(parent: string, name: string, version2: boolean): Promise<TrainedRun> {
  const experiment = await makeExperiment(parent, 1);
  const data = { ...experiment.data, max_seq_length: 16, doc_stride: 3, version_2_with_negative: version2 };
  const values = { ...experiment, data } as PartialExperiment;
  const folder = await makeRun(parent, name, values);
  const { code, output } = await startEngine(folder).ended;
  assert.equal(code, 0, output);
  const { events } = await readJournal(folder);
  const read = async (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
  const settings = answerSettingsOf(parseResolvedExperiment(JSON.parse(await read('experiment.json'))));
  return {
    folder,
    model: { folder: join(folder, only(events, 'checkpoint').at(-1)!.path), settings },
    examples: parseSquad(await readFile(data.validation_file!, 'utf8'), 'train.json', { version2 }).examples,
    predictions: JSON.parse(await read('results/eval_predictions.json')) as TrainedRun['predictions'],
    nBest: JSON.parse(await read('results/eval_nbest_predictions.json')) as TrainedRun['nBest'],
  };
}
