// A model folder written as a run writes its checkpoints (synced to disk), and loaded again.

import { readFile } from 'node:fs/promises';
import { loadModel } from '../../../src/engine/checkpoint/load.ts';
import { saveCheckpoint } from '../../../src/engine/checkpoint/save.ts';
import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import type { Request } from '../work.ts';
import { configOf, randomParameters } from './model.ts';
import type { PreparedWork } from './prepared.ts';

/** Prepares the benchmark `checkpoint`. */
export async function checkpointWork(request: Request & { kind: 'checkpoint' }): Promise<PreparedWork> {
  const config = configOf(request.geometry);
  const { architecture, parameters: specsOf } = questionAnswering;
  const content = {
    config,
    architecture,
    specs: specsOf(config),
    parameters: randomParameters(config),
    vocabularyText: await readFile(request.vocabulary, 'utf8'),
    doLowerCase: true,
  };
  return {
    run: async () => {
      const folder = await saveCheckpoint(request.folder, 1, content);
      const { parameters } = await loadModel(folder, specsOf, new Mt19937(1));
      return [...parameters.values()].reduce((sum, { length }) => sum + length, 0);
    },
    close: () => Promise.resolve(),
  };
}
