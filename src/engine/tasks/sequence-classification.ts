// Classification of texts or of pairs of texts as run_glue.py has it, and regression where the labels are figures.

import { firstTokens, tokenArrays, type Sequence } from '../data/batch.ts';
import { joinTexts } from '../data/join-texts.ts';
import { parseLabelledTexts, type LabelledText } from '../data/labelled-texts.ts';
import { areFigures, collectLabels, LabelSet } from '../data/labels.ts';
import {
  accuracy,
  f1OfLabel,
  macroF1,
  matthewsCorrelation,
  meanSquaredError,
  pearson,
  spearman,
} from '../eval/classification-metric.ts';
import { argmax, crossEntropyOf } from '../eval/logits.ts';
import { renderRows } from '../eval/result-files.ts';
import { sequenceClassification } from '../model/heads/sequence-classification.ts';
import type { Head } from '../model/head.ts';
import { readRows } from '../run/data-file.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { labelsUnknown, notFigures } from './errors.ts';
import type { BatchContent, DataFiles, Dataset, Evaluation, ScoreArrays, Task } from './task.ts';

/** A text with its label. */
export interface TextItem {
  readonly sequence: Sequence;
  /** Id of the label, or the figure to be found. */
  readonly label: number;
}

export interface SequenceClassificationOptions {
  /** In tokens. */
  readonly maxSeqLength: number;
  /** Labels of the model to start from, in its order; null: unknown. Needed where nothing is trained. */
  readonly modelLabels: readonly string[] | null;
  /** The model to start from finds figures. */
  readonly modelIsRegression: boolean;
}

interface ReadTexts {
  readonly path: string;
  readonly texts: readonly LabelledText[];
  readonly notes: readonly string[];
  /** Names of the labels by id, where the file says so. */
  readonly names: readonly string[] | undefined;
}

/** Reads the files and gives the task on them. Labels are the training file's; without one, the model's. */
export async function openSequenceClassification(
  files: DataFiles,
  vocabulary: Vocabulary,
  options: SequenceClassificationOptions,
): Promise<Task<TextItem, Float32Array>> {
  const read = async (file: DataFiles['train']): Promise<ReadTexts | null> => {
    if (file === null) return null;
    const rows = await readRows(file.path);
    return {
      path: file.path,
      texts: parseLabelledTexts(rows).slice(0, file.maxSamples ?? undefined),
      notes: rows.notes,
      names: rows.classNames?.get('label'),
    };
  };
  const [train, evaluation] = [await read(files.train), await read(files.evaluation)];
  const labels = settleLabels(train, evaluation, options);
  const tokenizer = new Tokenizer(vocabulary);
  const prepare = (texts: ReadTexts | null): Dataset<TextItem> | null =>
    texts === null ? null : prepareDataset(texts, labels, tokenizer, options.maxSeqLength);
  return new SequenceClassification(prepare(train), prepare(evaluation), labels);
}

/** The labels in the order of their ids; null: figures. */
function settleLabels(
  train: ReadTexts | null,
  evaluation: ReadTexts | null,
  { modelLabels, modelIsRegression }: SequenceClassificationOptions,
): LabelSet | null {
  if (train !== null) {
    if (train.names !== undefined) return new LabelSet(train.names);
    const labels = train.texts.map(({ label }) => label);
    return areFigures(labels) ? null : collectLabels(labels, train.path, modelLabels);
  }
  if (modelIsRegression) return null;
  if (modelLabels === null) throw labelsUnknown(evaluation?.path ?? '');
  return new LabelSet(modelLabels);
}

function prepareDataset(
  { path, texts, notes }: ReadTexts,
  labels: LabelSet | null,
  tokenizer: Tokenizer,
  maxSeqLength: number,
): Dataset<TextItem> {
  const { special } = tokenizer.vocabulary;
  const ids = (text: string): Int32Array => tokenizer.encode(text).ids;
  const items = texts.map(({ first, second, label, place }) => ({
    sequence: joinTexts(ids(first), second === null ? null : ids(second), special, maxSeqLength),
    label: labels === null ? figureOf(label, path, place) : labels.idOf(label, path, place),
  }));
  const kind = labels === null ? 'figures to be found' : `${labels.names.length} labels (${labels.names.join(', ')})`;
  return { items, summary: `${items.length} texts, ${kind}`, notes };
}

function figureOf(label: string | number, path: string, place: string): number {
  const figure = Number(label);
  if (!Number.isFinite(figure)) throw notFigures(path, place, String(label));
  return figure;
}

class SequenceClassification implements Task<TextItem, Float32Array> {
  readonly head: Head;
  readonly train: Dataset<TextItem> | null;
  readonly evaluation: Dataset<TextItem> | null;
  readonly #labels: LabelSet | null;

  constructor(train: Dataset<TextItem> | null, evaluation: Dataset<TextItem> | null, labels: LabelSet | null) {
    this.train = train;
    this.evaluation = evaluation;
    this.#labels = labels;
    this.head = sequenceClassification(labels?.names ?? null);
  }

  lengthOf({ sequence }: TextItem): number {
    return sequence.ids.length;
  }

  labelsOf(): number {
    return 1;
  }

  trainingBatch({ items, length, weights }: BatchContent<TextItem>) {
    const { inputs, bindings } = this.inferenceBatch(items, length);
    const labels = items.map(({ label }) => label);
    if (this.#labels === null) {
      return {
        inputs: { ...inputs, targets: Float32Array.from(labels), weights: Float32Array.from(weights) },
        bindings,
      };
    }
    const width = this.#labels.names.length;
    const targets = new Float32Array(items.length * width);
    for (const [row, label] of labels.entries()) targets[row * width + label] = weights[row]!;
    return { inputs: { ...inputs, targets }, bindings };
  }

  inferenceBatch(items: readonly TextItem[], length: number) {
    const sequences = items.map(({ sequence }) => sequence);
    const inputs = { ...tokenArrays(sequences, length), first_tokens: firstTokens(items.length, length) };
    return { inputs, bindings: { B: items.length, S: length } };
  }

  predictions(items: readonly TextItem[], _: number, scores: ScoreArrays): Float32Array[] {
    const width = this.#labels?.names.length ?? 1;
    return items.map((_, row) => scores['logits']!.slice(row * width, (row + 1) * width));
  }

  evaluate({ items }: Dataset<TextItem>, predictions: readonly Float32Array[]): Evaluation {
    const labels = items.map(({ label }) => label);
    return this.#labels === null
      ? scoreFigures(labels, predictions)
      : scoreLabels(labels, predictions, this.#labels.names);
  }
}

function scoreFigures(targets: readonly number[], predictions: readonly Float32Array[]): Evaluation {
  const found = predictions.map(([figure]) => figure!);
  const mse = meanSquaredError(targets, found);
  const rows = found.map((prediction, i) => ({ prediction, label: targets[i] }));
  return {
    figures: { loss: mse, mse, pearson: pearson(targets, found), spearmanr: spearman(targets, found) },
    files: { 'eval_predictions.json': renderRows(rows) },
  };
}

function scoreLabels(
  labels: readonly number[],
  predictions: readonly Float32Array[],
  names: readonly string[],
): Evaluation {
  const found = predictions.map(argmax);
  const losses = predictions.map((logits, i) => crossEntropyOf(logits, labels[i]!));
  const rows = found.map((id, i) => ({
    prediction: names[id],
    label: names[labels[i]!],
    logits: [...predictions[i]!],
  }));
  return {
    figures: {
      loss: losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, losses.length),
      accuracy: accuracy(labels, found),
      macro_f1: macroF1(labels, found),
      ...(names.length === 2
        ? { binary_f1: f1OfLabel(1, labels, found), matthews_correlation: matthewsCorrelation(labels, found) }
        : {}),
    },
    files: { 'eval_predictions.json': renderRows(rows) },
  };
}
