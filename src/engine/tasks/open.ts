// The list of tasks: which one an experiment means.

import type { Experiment } from '../../config/fields.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { readHeadConfig } from '../checkpoint/labels.ts';
import { openMultipleChoice } from './multiple-choice.ts';
import { openPretraining } from './pretraining.ts';
import { openQuestionAnswering } from './question-answering.ts';
import { openSequenceClassification } from './sequence-classification.ts';
import { openTokenClassification } from './token-classification.ts';
import type { Task } from './task.ts';

/** Reads the data files of an experiment, as far as it uses them, and gives the task on them. */
export async function openTask(experiment: Experiment, vocabulary: Vocabulary): Promise<Task> {
  const { task, data, training, model } = experiment;
  const trains = training.do_train || training.eval_on_train;
  const files = {
    train: trains ? { path: data.train_file!, maxSamples: data.max_train_samples } : null,
    evaluation: training.do_eval ? { path: data.validation_file!, maxSamples: data.max_eval_samples } : null,
  };
  const maxSeqLength = data.max_seq_length;
  const head = model.model_name_or_path === null ? null : await readHeadConfig(model.model_name_or_path);
  switch (task) {
    case 'question-answering':
      return openQuestionAnswering(files, vocabulary, {
        maxSeqLength,
        docStride: data.doc_stride,
        padToMaxLength: data.pad_to_max_length,
        version2: data.version_2_with_negative,
        nBestSize: data.n_best_size,
        maxAnswerLength: data.max_answer_length,
        nullScoreDiffThreshold: data.null_score_diff_threshold,
      });
    case 'sequence-classification':
      return openSequenceClassification(files, vocabulary, {
        maxSeqLength,
        modelLabels: head?.labels ?? null,
        modelIsRegression: head?.isRegression ?? false,
      });
    case 'token-classification':
      return openTokenClassification(files, vocabulary, { maxSeqLength, modelLabels: head?.labels ?? null });
    case 'multiple-choice':
      return openMultipleChoice(files, vocabulary, maxSeqLength);
    case 'pretraining':
      return openPretraining(files, vocabulary, {
        maxSeqLength,
        maskedShare: data.mlm_probability,
        maxPredictions: data.max_predictions_per_seq,
        seed: training.seed,
        words: head?.vocabSize ?? vocabulary.tokens.length,
      });
    default:
      throw new Error(`unknown task ${String(task satisfies never)}`);
  }
}
