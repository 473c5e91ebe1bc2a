// BERT's pre-training: masked words are found again, and whether the second text followed the first. Words are masked anew in every epoch;
// for evaluation always the same ones.

import { firstTokens, tokenArrays } from '../data/batch.ts';
import { joinTexts } from '../data/join-texts.ts';
import { countMasked, maskWords, type MaskedWords, type MaskOptions } from '../data/mask-words.ts';
import { makePairs, parseDocuments } from '../data/next-sentences.ts';
import { argmax, crossEntropyOf } from '../eval/logits.ts';
import { pretraining } from '../model/heads/pretraining.ts';
import { Mt19937 } from '../random/mt19937.ts';
import { readDatasetText } from '../run/data-file.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { maskTokenMissing } from './errors.ts';
import type { BatchContent, DataFile, DataFiles, Dataset, Evaluation, ScoreArrays, Task } from './task.ts';

/** A pair of texts. */
export interface PairItem {
  /** Number in the file, for drawing masks. */
  readonly index: number;
  /** Token ids with [CLS] and [SEP], [length]. */
  readonly ids: Int32Array;
  /** Index of the second text's first token. */
  readonly secondStart: number;
  /** 0: the second text followed the first; 1: it is from another document. */
  readonly nextLabel: 0 | 1;
}

/** What evaluation needs of a pair's scores. */
export interface PairPrediction {
  readonly masked: number;
  readonly maskedHits: number;
  /** Cross-entropy summed over the masked words. */
  readonly maskedLoss: number;
  readonly nextLoss: number;
  readonly nextHit: boolean;
}

export interface PretrainingOptions {
  /** In tokens. */
  readonly maxSeqLength: number;
  /** Share of the tokens that are masked. */
  readonly maskedShare: number;
  /** Masked tokens of a sequence at most; null: no limit. */
  readonly maxPredictions: number | null;
  /** Of the pairs and masks. */
  readonly seed: number;
  /** Rows of the model's table of word embeddings: at least as many as the vocabulary has tokens. */
  readonly words: number;
}

/** In place of the epoch where masks are drawn for evaluation. */
const evaluationEpoch = 0xffffffff;

/** Reads the files and gives the task on them. */
export async function openPretraining(
  files: DataFiles,
  vocabulary: Vocabulary,
  options: PretrainingOptions,
): Promise<Task<PairItem, PairPrediction>> {
  const { mask } = vocabulary.special;
  if (mask === undefined) throw maskTokenMissing();
  const tokenizer = new Tokenizer(vocabulary);
  const read = (file: DataFile | null) => (file === null ? null : readPairs(file, tokenizer, options));
  const [train, evaluation] = [await read(files.train), await read(files.evaluation)];
  const masking = {
    share: options.maskedShare,
    limit: options.maxPredictions,
    maskId: mask,
    vocabularySize: vocabulary.tokens.length,
  };
  return new Pretraining(train, evaluation, masking, options);
}

async function readPairs(
  { path, maxSamples }: DataFile,
  tokenizer: Tokenizer,
  { maxSeqLength, seed }: PretrainingOptions,
): Promise<Dataset<PairItem>> {
  const { text, notes } = await readDatasetText(path);
  const { special } = tokenizer.vocabulary;
  const documents = parseDocuments(text).map((lines) => lines.map((line) => tokenizer.encode(line).ids));
  const pairs = makePairs(documents, maxSeqLength, new Mt19937(seed), path).slice(0, maxSamples ?? undefined);
  const items = pairs.map(({ first, second, isRandomNext }, index) => ({
    index,
    ...joinTexts(first, second, special, maxSeqLength),
    nextLabel: isRandomNext ? (1 as const) : (0 as const),
  }));
  return { items, summary: `${documents.length} documents, ${items.length} pairs of texts`, notes };
}

class Pretraining implements Task<PairItem, PairPrediction> {
  readonly head = pretraining;
  readonly train: Dataset<PairItem> | null;
  readonly evaluation: Dataset<PairItem> | null;
  readonly #masking: MaskOptions;
  readonly #options: PretrainingOptions;

  constructor(
    train: Dataset<PairItem> | null,
    evaluation: Dataset<PairItem> | null,
    masking: MaskOptions,
    options: PretrainingOptions,
  ) {
    this.train = train;
    this.evaluation = evaluation;
    this.#masking = masking;
    this.#options = options;
  }

  lengthOf({ ids }: PairItem): number {
    return ids.length;
  }

  labelsOf({ ids }: PairItem): number {
    return countMasked(ids.length, 3, this.#masking);
  }

  trainingBatch({ items, length, weights, itemShare, epoch }: BatchContent<PairItem>) {
    const masked = items.map((item) => this.#mask(item, epoch));
    const { inputs, bindings } = tokenBatch(items, masked, length);
    const { words } = this.#options;
    const targets = masked.flatMap((each, row) => Array.from(each.words, () => weights[row]! / each.words.length));
    const nextTargets = new Float32Array(2 * items.length);
    for (const [row, { nextLabel }] of items.entries()) nextTargets[2 * row + nextLabel] = itemShare;
    const labels = {
      masked_words: Int32Array.from(
        masked.flatMap((each) => [...each.words]),
        (word, row) => row * words + word,
      ),
      masked_weights: Float32Array.from(targets),
      next_targets: nextTargets,
    };
    return { inputs: { ...inputs, ...labels }, bindings };
  }

  inferenceBatch(items: readonly PairItem[], length: number) {
    const masked = items.map((item) => this.#mask(item, evaluationEpoch));
    return tokenBatch(items, masked, length);
  }

  predictions(items: readonly PairItem[], _: number, scores: ScoreArrays): PairPrediction[] {
    const row = rowsOf(scores['prediction_logits']!, this.#options.words);
    const next = rowsOf(scores['seq_relationship_logits']!, 2);
    let at = 0;
    return items.map((item, i) => {
      const logits = Array.from(this.#mask(item, evaluationEpoch).words, (word) => ({ word, scores: row(at++) }));
      return {
        masked: logits.length,
        maskedHits: logits.filter(({ word, scores: each }) => argmax(each) === word).length,
        maskedLoss: logits.reduce((sum, { word, scores: each }) => sum + crossEntropyOf(each, word), 0),
        nextLoss: crossEntropyOf(next(i), item.nextLabel),
        nextHit: argmax(next(i)) === item.nextLabel,
      };
    });
  }

  evaluate(_: Dataset<PairItem>, predictions: readonly PairPrediction[]): Evaluation {
    const sum = (of: (prediction: PairPrediction) => number): number =>
      predictions.reduce((total, prediction) => total + of(prediction), 0);
    const masked = Math.max(
      1,
      sum((each) => each.masked),
    );
    const pairs = Math.max(1, predictions.length);
    const [mlmLoss, nspLoss] = [sum((each) => each.maskedLoss) / masked, sum((each) => each.nextLoss) / pairs];
    return {
      figures: {
        loss: mlmLoss + nspLoss,
        mlm_loss: mlmLoss,
        mlm_accuracy: sum((each) => each.maskedHits) / masked,
        perplexity: Math.exp(mlmLoss),
        nsp_loss: nspLoss,
        nsp_accuracy: sum((each) => Number(each.nextHit)) / pairs,
      },
      files: {},
    };
  }

  #mask({ index, ids, secondStart }: PairItem, epoch: number): MaskedWords {
    const special = [0, secondStart - 1, ids.length - 1];
    return maskWords(ids, special, [this.#options.seed, epoch, index], this.#masking);
  }
}

function tokenBatch(items: readonly PairItem[], masked: readonly MaskedWords[], length: number) {
  const sequences = items.map(({ secondStart }, row) => ({ ids: masked[row]!.ids, secondStart }));
  const positions = masked.flatMap((each, row) => Array.from(each.positions, (position) => row * length + position));
  const inputs = {
    ...tokenArrays(sequences, length),
    first_tokens: firstTokens(items.length, length),
    masked_positions: Int32Array.from(positions),
  };
  return { inputs, bindings: { B: items.length, S: length, M: positions.length } };
}

function rowsOf(matrix: Float32Array, width: number): (row: number) => Float32Array {
  return (row) => matrix.subarray(row * width, (row + 1) * width);
}
