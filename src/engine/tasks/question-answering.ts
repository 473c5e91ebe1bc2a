// Extractive question answering as run_qa.py has it: items are windows of contexts, answers are spans, scores are the official SQuAD ones.

import { masked, tokenArrays } from '../data/batch.ts';
import type { Feature } from '../data/features.ts';
import type { SquadExample } from '../data/squad.ts';
import type { SpanLogits } from '../eval/candidates.ts';
import { extractAnswers, type AnswerOptions } from '../eval/postprocess.ts';
import { renderNBest, renderNullOdds, renderPredictions } from '../eval/result-files.ts';
import { scoreV1, scoreV2 } from '../eval/squad-metric.ts';
import { questionAnswering } from '../model/heads/question-answering.ts';
import { loadSquad } from '../run/dataset.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { BatchContent, DataFile, DataFiles, Dataset, Evaluation, ScoreArrays, Task } from './task.ts';

export interface QuestionAnsweringOptions extends AnswerOptions {
  /** In tokens. */
  readonly maxSeqLength: number;
  readonly docStride: number;
  /**
   * As in run_qa.py: padding takes part in the softmax over positions in training, and in evaluation it takes places among the best
   * starts and ends, so that fewer are left for answers.
   */
  readonly padToMaxLength: boolean;
}

interface QuestionDataset extends Dataset<Feature> {
  readonly examples: readonly SquadExample[];
}

/** Reads the files and gives the task on them. `maxSamples` counts questions, and then features as well, as in run_qa.py. */
export async function openQuestionAnswering(
  files: DataFiles,
  vocabulary: Vocabulary,
  options: QuestionAnsweringOptions,
): Promise<Task<Feature, SpanLogits>> {
  const open = (file: DataFile | null, padToMaxLength: boolean) =>
    file === null
      ? null
      : loadSquad(file.path, vocabulary, { ...options, padToMaxLength, maxSamples: file.maxSamples });
  const train = await open(files.train, options.padToMaxLength);
  return new QuestionAnswering(train, await open(files.evaluation, false), options);
}

class QuestionAnswering implements Task<Feature, SpanLogits> {
  readonly head = questionAnswering;
  readonly train: QuestionDataset | null;
  readonly evaluation: QuestionDataset | null;
  readonly scoringLength: number | undefined;
  readonly #options: QuestionAnsweringOptions;

  constructor(train: QuestionDataset | null, evaluation: QuestionDataset | null, options: QuestionAnsweringOptions) {
    this.train = train;
    this.evaluation = evaluation;
    this.scoringLength = options.padToMaxLength ? options.maxSeqLength : undefined;
    this.#options = options;
  }

  lengthOf({ ids }: Feature): number {
    return ids.length;
  }

  labelsOf(): number {
    return 1;
  }

  trainingBatch({ items, length, weights }: BatchContent<Feature>) {
    const labels = spanArrays(items, length, weights, !this.#options.padToMaxLength);
    const { inputs, bindings } = this.inferenceBatch(items, length);
    return { inputs: { ...inputs, ...labels }, bindings };
  }

  inferenceBatch(items: readonly Feature[], length: number) {
    const sequences = items.map(({ ids, contextStart }) => ({ ids, secondStart: contextStart }));
    return { inputs: tokenArrays(sequences, length), bindings: { B: items.length, S: length } };
  }

  predictions(items: readonly Feature[], length: number, scores: ScoreArrays): SpanLogits[] {
    const logits = scores['logits']!;
    return items.map(({ ids }, row) => {
      const used = this.scoringLength ?? ids.length;
      const of = (which: number) => logits.slice((which + row) * length, (which + row) * length + used);
      return { start: of(0), end: of(items.length) };
    });
  }

  evaluate(dataset: Dataset<Feature>, predictions: readonly SpanLogits[]): Evaluation {
    const { examples, items } = dataset as QuestionDataset;
    const { version2 } = this.#options;
    const answers = extractAnswers(examples, items, predictions, this.#options);
    const { figures } = (version2 ? scoreV2 : scoreV1)(examples, answers.predictions);
    return {
      figures,
      files: {
        'eval_predictions.json': renderPredictions(answers.predictions),
        'eval_nbest_predictions.json': renderNBest(answers.nBest),
        ...(version2 ? { 'eval_null_odds.json': renderNullOdds(answers.nullOdds) } : {}),
      },
    };
  }
}

/**
 * Labels of a micro-batch: which positions an answer may take, [1, B, S], and the weighted one-hot labels, [2, B, S].
 *
 * @param weights share of each item in the update's loss; start and end get half each
 * @param maskPadding whether padding is left out of the softmax over positions (run_qa.py leaves it in)
 */
function spanArrays(items: readonly Feature[], length: number, weights: readonly number[], maskPadding: boolean) {
  const size = items.length * length;
  const bias = new Float32Array(size);
  const targets = new Float32Array(2 * size);
  for (const [row, { ids, startPosition, endPosition }] of items.entries()) {
    const start = row * length;
    if (maskPadding) bias.fill(masked, start + ids.length, start + length);
    targets[start + startPosition] = weights[row]! / 2;
    targets[size + start + endPosition] = weights[row]! / 2;
  }
  return { span_bias: bias, targets };
}
