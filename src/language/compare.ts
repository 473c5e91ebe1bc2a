// What a text says, resolved, beside what a run was made with.

import { compareExperiments } from '../config/language/compare.ts';
import { examineExperiment } from '../config/load.ts';
import { parseResolvedExperiment } from '../config/resolved.ts';
import type { CompareRequest, Comparison } from '../shared/messages/language.ts';
import { experimentNotReadable } from './errors.ts';

export async function compareText({ file, text, experiment: json }: CompareRequest): Promise<Comparison> {
  const { experiment, problems, readable } = await examineExperiment(text, file);
  if (!readable) throw experimentNotReadable(problems[0]);
  const [before, after] = compareExperiments(parseResolvedExperiment(json), experiment);
  return { before, after };
}
