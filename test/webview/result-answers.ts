// Answers about the results of a run that has none, for tests of other parts of the page.

import type { Handlers } from '../../src/shared/messages/contract.ts';
import type { PredictionOverview } from '../../src/shared/messages/predictions.ts';
import type { ResultMessages } from '../../src/shared/messages/results.ts';

/** Nothing was predicted. */
export const noPredictions: PredictionOverview = {
  task: 'question-answering',
  questions: 0,
  version2: false,
  cautions: [
    {
      message:
        'There are no predictions to list: The predictions file eval_predictions.json cannot be read: it does not exist.',
      hint: 'A run writes them when it is evaluated at its end.',
    },
  ],
  isAsRecorded: false,
  counts: { right: 0, partly: 0, wrong: 0, unscored: 0, 'no-answer': 0, 'long-answer': 0, 'low-confidence': 0 },
  titles: [],
  groups: { 'question-word': [], 'answer-length': [], 'context-length': [] },
};

/** A host without results. */
export function resultAnswers(): Handlers<ResultMessages> {
  return {
    'predictions/overview': () => noPredictions,
    'predictions/scores': () => null,
    'predictions/query': () => ({ total: 0, rows: [] }),
    'predictions/detail': () => null,
    'predictions/flips': () => ({ reason: 'There is nothing to compare.' }),
    'ask/models': () => [],
    'ask/answer': () => ({ answer: '', candidates: [], nullOdds: null, windows: 1, elapsedMs: 1, notes: [] }),
  };
}
