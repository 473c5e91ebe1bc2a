// How a run's evaluation finds answers, and of which model if it trained none, from its experiment. Pure.

import { isAbsolute } from 'node:path';
import type { AnswerSettings } from '../shared/messages/ask.ts';
import type { Experiment } from './fields.ts';

/** Absolute path of the model that a run only evaluated; null if it trained one, or took its model from elsewhere than a folder. */
export function evaluatedModelOf({ model, training }: Pick<Experiment, 'model' | 'training'>): string | null {
  const start = model.model_name_or_path;
  return !training.do_train && start !== null && isAbsolute(start) ? start : null;
}

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
