// What one side of a benchmark is asked to do, and what it answers: one JSON object a line, the same for our side (ours/main.ts) and for
// PyTorch (peer/main.py). The first line says what the work is; each further line asks for one round of it.

import type { BertConfig } from '../../src/engine/model/config.ts';

/** The shape of a model, under the names of config.json. */
export type Geometry = Pick<
  BertConfig,
  'vocab_size' | 'hidden_size' | 'num_hidden_layers' | 'num_attention_heads' | 'intermediate_size'
>;

/** One input sequence, as it crosses to the other side. */
export interface Sequence {
  readonly ids: readonly number[];
  readonly contextStart: number;
  readonly start: number;
  readonly end: number;
}

/** How both sides update weights. */
export interface OptimizerSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly maxGradNorm: number;
}

/** The work that both sides do. */
export type Work =
  | { readonly kind: 'features'; readonly maxLength: number; readonly docStride: number }
  | {
      readonly kind: 'step';
      readonly geometry: Geometry;
      readonly batchSize: number;
      readonly maxLength: number;
      readonly dropout: number;
    }
  | ({
      readonly kind: 'train';
      readonly geometry: Geometry;
      readonly microBatchSize: number;
      readonly accumulationSteps: number;
      readonly maxLength: number;
      readonly dropout: number;
    } & OptimizerSettings)
  | {
      readonly kind: 'evaluate';
      readonly geometry: Geometry;
      readonly batchSize: number;
      readonly maxLength: number;
    }
  | ({ readonly kind: 'optimizer'; readonly geometry: Geometry } & OptimizerSettings)
  | { readonly kind: 'checkpoint'; readonly geometry: Geometry };

/** How PyTorch does it. */
export interface Variant {
  readonly precision?: 'fp32' | 'bf16';
  /** Every sequence to the longest possible, as they come; or grouped by length, to the longest of a micro-batch. */
  readonly padding?: 'full' | 'grouped';
  /** Only what the Rust tokenizers do: no labels, nothing turned into Python's lists. */
  readonly tokenizerOnly?: boolean;
  /** The file is on disk, not only with the operating system, before it counts as saved. */
  readonly durable?: boolean;
}

/** Where a side finds its input, and how many threads it may use. */
export interface Surroundings {
  readonly threads: number;
  /** JSON file with an array of `Sequence`. */
  readonly sequences: string;
  /** SQuAD file. */
  readonly dataset: string;
  readonly vocabulary: string;
  /** An empty folder to write into. */
  readonly folder: string;
  /** Our side only: ONNX Runtime writes its profile to files that begin so. */
  readonly profilePrefix?: string;
}

/** The first line to a side. */
export type Request = Work & Variant & Surroundings;

/** What a side answers for one round. */
export interface Round {
  readonly seconds: number;
  /** A number that both sides must agree on where the work is the same to the last rounding, such as a loss. */
  readonly check: number | null;
  /** Most memory that the process had resident so far. */
  readonly peakBytes: number;
}

/** Reads a side's answer to a request for a round. */
export function parseRound(line: string): Round {
  const { seconds, check, peakBytes } = JSON.parse(line) as Record<keyof Round, unknown>;
  if (typeof seconds !== 'number' || typeof peakBytes !== 'number' || (check !== null && typeof check !== 'number')) {
    throw new Error(`not an answer: ${line}`);
  }
  return { seconds, check, peakBytes };
}

/** Reads a side's answer to what the work is: the versions in use. */
export function parseVersions(line: string): string {
  const { versions } = JSON.parse(line) as { versions?: unknown };
  if (typeof versions !== 'string') throw new Error(`not an answer: ${line}`);
  return versions;
}
