// Every question about results, and who answers it: one line each.

import type { AnalysisContract } from '../shared/messages/analysis.ts';
import type { Parsers } from '../shared/messages/channel.ts';
import type { Handlers } from '../shared/messages/contract.ts';
import { comparisonHandlers, comparisonParsers } from './compare.ts';
import { exchangeHandlers, exchangeParsers } from './exchange.ts';
import { detailHandlers, detailParsers } from './run-environment.ts';
import { predictionAnalysisParsers, predictionHandlers } from './predictions/handlers.ts';

export const analysisHandlers: Handlers<AnalysisContract> = {
  ...comparisonHandlers,
  ...detailHandlers,
  ...predictionHandlers,
  ...exchangeHandlers,
};

/** One parser for each message; they throw with the reason. */
export const analysisParsers: Parsers<AnalysisContract> = {
  ...comparisonParsers,
  ...detailParsers,
  ...predictionAnalysisParsers,
  ...exchangeParsers,
};
