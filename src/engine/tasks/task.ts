// What the engine can learn: a task knows its data, its head and its scores; training and evaluation know only this interface.

import type { DimBindings } from '../graph/dim.ts';
import type { Head } from '../model/head.ts';
import type { TensorData } from '../exec/program.ts';

/** A file to use, or only its first so many examples; null: all. */
export interface DataFile {
  readonly path: string;
  readonly maxSamples: number | null;
}

/** The files of a task, as far as a run uses them. */
export interface DataFiles {
  readonly train: DataFile | null;
  readonly evaluation: DataFile | null;
}

/** A data file, read and tokenised. An item is what counts as one of a batch: a window of a context, a text, a question with choices. */
export interface Dataset<I> {
  readonly items: readonly I[];
  /** What the file holds, such as `100 questions, 112 features`. */
  readonly summary: string;
  /** Defects of the data, in sentences. */
  readonly notes: readonly string[];
}

/** Arrays of a micro-batch by graph input, and the sizes they have. */
export interface Batch {
  readonly inputs: Readonly<Record<string, TensorData>>;
  readonly bindings: DimBindings;
}

/** What a batch is made of. */
export interface BatchContent<I> {
  readonly items: readonly I[];
  /** Padded length of each sequence. */
  readonly length: number;
  /** Share of each item in the update's loss. */
  readonly weights: readonly number[];
  /** Share of an item in the update's loss where all items count alike, however many labels they have. */
  readonly itemShare: number;
  /** Passes over the data before this one, for what is drawn anew in each (masked words). */
  readonly epoch: number;
}

/** Scores and files of an evaluation. */
export interface Evaluation {
  /** Figures under Hugging Face's names, without a prefix. */
  readonly figures: Readonly<Record<string, number>>;
  /** Files for the results folder, by name, without eval_results.json. */
  readonly files: Readonly<Record<string, string>>;
}

/** A head's scores of a batch, by name. */
export type ScoreArrays = Readonly<Record<string, Float32Array>>;

/** I: item; P: what the model's scores say about an item, as far as the evaluation needs it. */
export interface Task<I = unknown, P = unknown> {
  readonly head: Head;
  readonly train: Dataset<I> | null;
  readonly evaluation: Dataset<I> | null;
  /** Sequences are padded to this length for scoring; absent: to the longest of their batch. */
  readonly scoringLength?: number | undefined;
  /** Length of an item's longest sequence, in tokens. */
  lengthOf(item: I): number;
  /** How much an item counts in the loss: 1, or the number of its labelled tokens. */
  labelsOf(item: I): number;
  /** Token inputs and labels for training. */
  trainingBatch(content: BatchContent<I>): Batch;
  /** Token inputs for scoring. */
  inferenceBatch(items: readonly I[], length: number): Batch;
  /** Splits the head's scores of a batch by item. */
  predictions(items: readonly I[], length: number, scores: ScoreArrays): P[];
  /** Scores predictions, one for each item of a dataset. */
  evaluate(dataset: Dataset<I>, predictions: readonly P[]): Evaluation;
}
