// What a page may ask about results, parsed; parsers throw with the reason. A model is named as its run has it, never by a path.

import { longestContext, longestQuestion, type AskMessages } from '../../../shared/messages/ask.ts';
import type { Parsers } from '../../../shared/messages/channel.ts';
import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import { predictionParsers } from '../../../shared/messages/parse-predictions.ts';
import type { ResultMessages } from '../../../shared/messages/results.ts';
import { parseRunId } from './runs.ts';

export const resultParsers: Parsers<ResultMessages> = {
  ...predictionParsers,
  'ask/models': parseRunId,
  'ask/answer': parseAsk,
};

function parseAsk(params: unknown): AskMessages['ask/answer']['params'] {
  const { modelId, question, context } = fieldsOf(params);
  if (typeof modelId !== 'string' || modelId.length > 100) throw new TypeError('modelId is not a name.');
  if (typeof question !== 'string' || question.length > longestQuestion) throw new TypeError('question is too long.');
  if (typeof context !== 'string' || context.length > longestContext) throw new TypeError('context is too long.');
  return { ...parseRunId(params), modelId, question, context };
}
