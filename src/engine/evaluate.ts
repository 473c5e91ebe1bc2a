// Evaluates a model folder on a dataset file, without a run: what `ipuw evaluate` does.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../system/atomic-file.ts';
import { writeFailed } from '../system/errors.ts';
import { settleExperiment } from '../config/settle.ts';
import type { Experiment } from '../config/fields.ts';
import { readHeadConfig } from './checkpoint/labels.ts';
import { loadModel } from './checkpoint/load.ts';
import { Mt19937 } from './random/mt19937.ts';
import { evaluate, evaluationFiles, prefixed } from './run/evaluation.ts';
import { readText } from './run/model.ts';
import { architectureUnsupported } from './tasks/errors.ts';
import { openTask } from './tasks/open.ts';
import { parseVocabulary } from './text/vocabulary.ts';

export interface EvaluateOptions {
  readonly modelFolder: string;
  readonly datasetFile: string;
  /** In tokens. */
  readonly maxSeqLength: number;
  readonly docStride: number;
  /** Padding takes places among the best starts and ends, as in run_qa.py; otherwise it is left out, which is faster. */
  readonly padToMaxLength: boolean;
  readonly batchSize: number;
  /** The dataset has unanswerable questions. */
  readonly version2: boolean;
  /** With version2: "no answer" wins if it scores higher than the best answer by more than this. */
  readonly nullScoreDiffThreshold: number;
  readonly nBestSize: number;
  readonly maxAnswerLength: number;
  /** Where to write predictions and figures; absent: nowhere. */
  readonly outputFolder?: string;
  readonly onProgress: (done: number, total: number) => void;
}

/** The scores of the task that the model was trained for, under `eval_` names, and what was odd about model and data. Throws AppErrors for what the user can mend. */
export async function evaluateModelFolder(
  options: EvaluateOptions,
): Promise<{ metrics: Record<string, number>; notes: string[] }> {
  const { outputFolder } = options;
  // First of all: what was computed must not be lost for a folder that cannot be written.
  if (outputFolder !== undefined) {
    await mkdir(outputFolder, { recursive: true }).catch((error: unknown) => {
      throw writeFailed(outputFolder, error);
    });
  }
  const { modelFolder, batchSize, onProgress } = options;
  const head = await readHeadConfig(modelFolder);
  const vocabularyPath = join(modelFolder, 'vocab.txt');
  const vocabulary = parseVocabulary(await readText(vocabularyPath, 'vocabulary'), vocabularyPath);
  const maxSeqLength = Math.min(options.maxSeqLength, head.maxPositions ?? options.maxSeqLength);
  const shortened = `Sequences are cut to ${maxSeqLength} tokens instead of ${options.maxSeqLength}: the model has no more positions.`;
  const experiment = evaluationOf(options, taskOf(head.architecture, modelFolder), maxSeqLength);
  const task = await openTask(experiment, vocabulary);
  const { config, parameters, notes } = await loadModel(
    modelFolder,
    (bert) => task.head.parameters(bert),
    new Mt19937(experiment.training.seed),
  );
  const warnings = maxSeqLength < options.maxSeqLength ? [shortened] : [];
  const dataset = task.evaluation!;
  const evaluation = await evaluate(task, dataset, { config, parameters, batchSize, onProgress });
  if (outputFolder !== undefined) {
    for (const [name, content] of Object.entries(evaluationFiles(evaluation))) {
      await writeFileAtomic(join(outputFolder, name), content);
    }
  }
  return { metrics: prefixed('eval_', evaluation.figures), notes: [...notes, ...warnings, ...dataset.notes] };
}

const tasks: Readonly<Record<string, Experiment['task']>> = {
  BertForQuestionAnswering: 'question-answering',
  BertForSequenceClassification: 'sequence-classification',
  BertForTokenClassification: 'token-classification',
  BertForMultipleChoice: 'multiple-choice',
  BertForPreTraining: 'pretraining',
};

/** What a model was trained for; one that does not say is taken for a question-answering one. */
function taskOf(architecture: string | null, folder: string): Experiment['task'] {
  if (architecture === null) return 'question-answering';
  const task = Object.hasOwn(tasks, architecture) ? tasks[architecture] : undefined;
  if (task === undefined) throw architectureUnsupported(folder, architecture, Object.keys(tasks));
  return task;
}

/** An experiment that only evaluates. */
function evaluationOf(options: EvaluateOptions, task: Experiment['task'], maxSeqLength: number): Experiment {
  return settleExperiment({
    task,
    model: { model_name_or_path: options.modelFolder },
    data: {
      validation_file: options.datasetFile,
      max_seq_length: maxSeqLength,
      doc_stride: options.docStride,
      pad_to_max_length: options.padToMaxLength,
      version_2_with_negative: options.version2,
      null_score_diff_threshold: options.nullScoreDiffThreshold,
      n_best_size: options.nBestSize,
      max_answer_length: options.maxAnswerLength,
    },
    training: { do_train: false },
  });
}
