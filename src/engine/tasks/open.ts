// The list of tasks: which one an experiment means.

import type { Experiment } from '../../config/fields.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { openQuestionAnswering } from './question-answering.ts';
import type { Task } from './task.ts';

/** Reads the data files of an experiment, as far as it uses them, and gives the task on them. */
export function openTask(experiment: Experiment, vocabulary: Vocabulary): Promise<Task> {
  const { task, data, training } = experiment;
  const trains = training.do_train || training.eval_on_train;
  const files = {
    train: trains ? { path: data.train_file!, maxSamples: data.max_train_samples } : null,
    evaluation: training.do_eval ? { path: data.validation_file!, maxSamples: data.max_eval_samples } : null,
  };
  switch (task) {
    case 'question-answering':
      return openQuestionAnswering(files, vocabulary, {
        maxSeqLength: data.max_seq_length,
        docStride: data.doc_stride,
        padToMaxLength: data.pad_to_max_length,
        version2: data.version_2_with_negative,
        nBestSize: data.n_best_size,
        maxAnswerLength: data.max_answer_length,
        nullScoreDiffThreshold: data.null_score_diff_threshold,
      });
    default:
      throw new Error(`unknown task ${String(task satisfies never)}`);
  }
}
