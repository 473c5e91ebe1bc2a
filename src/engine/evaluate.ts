// Evaluates a model folder on a dataset file, without a run: what `ipuw evaluate` does.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../system/atomic-file.ts';
import { writeFailed } from '../system/errors.ts';
import { loadModel } from './checkpoint/load.ts';
import { questionAnswering } from './model/heads/question-answering.ts';
import { Mt19937 } from './random/mt19937.ts';
import { evaluate, evaluationFiles, prefixed } from './run/evaluation.ts';
import { readText } from './run/model.ts';
import { openQuestionAnswering } from './tasks/question-answering.ts';
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

/** Official figures under `eval_` names, and what was odd about model and data. Throws AppErrors for what the user can mend. */
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
  const { config, parameters, notes } = await loadModel(
    options.modelFolder,
    (bert) => questionAnswering.parameters(bert),
    new Mt19937(42),
  );
  const vocabularyPath = join(options.modelFolder, 'vocab.txt');
  const vocabulary = parseVocabulary(await readText(vocabularyPath, 'vocabulary'), vocabularyPath);
  const maxSeqLength = Math.min(options.maxSeqLength, config.max_position_embeddings);
  const shortened =
    maxSeqLength < options.maxSeqLength
      ? [
          `Sequences are cut to ${maxSeqLength} tokens instead of ${options.maxSeqLength}: the model has no more positions.`,
        ]
      : [];
  const { docStride, padToMaxLength, version2, nBestSize, maxAnswerLength, batchSize, onProgress } = options;
  const files = { train: null, evaluation: { path: options.datasetFile, maxSamples: null } };
  const task = await openQuestionAnswering(files, vocabulary, {
    maxSeqLength,
    docStride,
    padToMaxLength,
    version2,
    nBestSize,
    maxAnswerLength,
    nullScoreDiffThreshold: options.nullScoreDiffThreshold,
  });
  const dataset = task.evaluation!;
  const evaluation = await evaluate(task, dataset, { config, parameters, batchSize, onProgress });
  if (outputFolder !== undefined) {
    for (const [name, content] of Object.entries(evaluationFiles(evaluation))) {
      await writeFileAtomic(join(outputFolder, name), content);
    }
  }
  return { metrics: prefixed('eval_', evaluation.figures), notes: [...notes, ...shortened, ...dataset.notes] };
}
