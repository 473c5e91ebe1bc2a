// How a run's evaluation finds answers, from its experiment. Pure.

import type { AnswerSettings } from '../shared/messages/ask.ts';
import type { Experiment } from './fields.ts';

/** The settings by which the experiment's evaluation chose its answers. */
export function answerSettingsOf({ data }: Pick<Experiment, 'data'>): AnswerSettings {
  return {
    maxSeqLength: data.max_seq_length,
    docStride: data.doc_stride,
    padToMaxLength: data.pad_to_max_length,
    version2: data.version_2_with_negative,
    nullScoreDiffThreshold: data.null_score_diff_threshold,
    nBestSize: data.n_best_size,
    maxAnswerLength: data.max_answer_length,
  };
}
