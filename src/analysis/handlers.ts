// Every question about results, and who answers it: one line each.

import type { AnalysisContract } from '../shared/messages/analysis.ts';
import type { Parsers } from '../shared/messages/channel.ts';
import type { Handlers } from '../shared/messages/contract.ts';
import { comparisonHandlers, comparisonParsers } from './compare.ts';

export const analysisHandlers: Handlers<AnalysisContract> = {
  ...comparisonHandlers,
};

/** One parser for each message; they throw with the reason. */
export const analysisParsers: Parsers<AnalysisContract> = {
  ...comparisonParsers,
};
