// All features of a SQuAD file, from parsed questions to token arrays and labels.

import { buildFeatures } from '../../../src/engine/data/features.ts';
import { readExamples, readTokenizer } from '../data.ts';
import type { Request } from '../work.ts';
import type { PreparedWork } from './prepared.ts';

/** Prepares the benchmark `features`. */
export async function featuresWork(request: Request & { kind: 'features' }): Promise<PreparedWork> {
  const examples = await readExamples(request.dataset);
  const options = { maxSeqLength: request.maxLength, docStride: request.docStride, padToMaxLength: true };
  return {
    // A tokenizer remembers words: a new one each time, as a run has it.
    run: async () => buildFeatures(examples, await readTokenizer(request.vocabulary), options).length,
    close: () => Promise.resolve(),
  };
}
