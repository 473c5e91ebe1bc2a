// What a plan follows from: model, layout, batch, machine, data. Pure data; experiment files and command lines become one
// of these before anything is worked out (src/config/plan-input.ts).

import type { Chip } from '../../shared/plan.ts';
import type { BertConfig } from '../model/config.ts';
import type { IpuConfigFamily } from './ipu-config/family.ts';

export type PlannedTask =
  'question-answering' | 'sequence-classification' | 'token-classification' | 'multiple-choice' | 'pretraining';

export type PlannedModel = Pick<
  BertConfig,
  | 'vocab_size'
  | 'hidden_size'
  | 'num_hidden_layers'
  | 'num_attention_heads'
  | 'intermediate_size'
  | 'max_position_embeddings'
  | 'type_vocab_size'
>;

/** How the model is laid out for training or for inference: optimum-graphcore's IPUConfig, defaults filled in. */
export interface Layout {
  /** As written, wildcards and all. */
  readonly layersPerIpu: readonly number[];
  readonly ipusPerReplica: number;
  readonly replicationFactor: number;
  /** Share of an IPU's memory for temporaries of matrix products: one figure, or one for each IPU. */
  readonly matmulProportion: number | readonly number[];
  readonly embeddingSerializationFactor: number;
  /** Parts of the embedding table on each IPU; null: all on the first. */
  readonly embeddingSplitsPerIpu: readonly number[] | null;
  readonly projectionSerializationFactor: number;
  /** Parts of the vocabulary projection on each IPU; null: all where the head is. */
  readonly projectionSplitsPerIpu: readonly number[] | null;
  readonly deviceIterations: number;
}

/** Blocks of one IPU where attention and feed-forward halves of a layer are placed apart, as in Graphcore's MLPerf entries. */
export interface BlocksOnIpu {
  readonly attention: number;
  readonly feedForward: number;
}

export interface PlanInput {
  readonly mode: 'training' | 'inference';
  readonly task: PlannedTask;
  readonly model: PlannedModel;
  readonly chip: Chip;
  /** IPUs that are there; null: as many as the layout takes. */
  readonly podIpus: number | null;
  /** Tokens of a sequence as the IPU sees it, padding included. */
  readonly sequenceLength: number;
  /** Mean number of sequences in one row of `sequenceLength` tokens; 1: no packing. */
  readonly sequencesPerPack: number;
  readonly microBatchSize: number;
  readonly evalMicroBatchSize: number;
  readonly gradientAccumulationSteps: number;
  readonly training: Layout;
  readonly inference: Layout;
  /** Placement by half layers; null: by whole ones, as `training.layersPerIpu` says. */
  readonly blocksPerIpu: readonly BlocksOnIpu[] | null;
  readonly optimizer: 'adamw' | 'lamb';
  readonly optimizerStateOffchip: boolean;
  readonly replicatedTensorSharding: boolean;
  readonly recomputeCheckpointEveryLayer: boolean;
  readonly enableHalfPartials: boolean;
  /** Bytes of a stashed activation: 2, or 1 with 8-bit floats. */
  readonly stashBytesPerElement: 1 | 2;
  /** The vocabulary projection has weights of its own, on the last IPU, instead of sharing the embedding's on the first. */
  readonly untiedProjection: boolean;
  /** Rows (packs) of the data; null: not counted. */
  readonly trainSamples: number | null;
  readonly evalSamples: number | null;
  readonly epochs: number;
  /** Weight-update limit; null: as the epochs say. */
  readonly maxSteps: number | null;
  readonly dataloaderNumWorkers: number;
  readonly dataloaderMode: 'sync' | 'async' | 'async_rebatched';
  /** Of one IPU for one hour, in whatever currency; null: unknown. */
  readonly pricePerIpuHour: number | null;
  /** Versions of optimum-graphcore whose rules count; the newest ones if absent. */
  readonly family?: IpuConfigFamily;
}
