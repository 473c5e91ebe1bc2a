// What a pipeline of IPUs does with the model's layers: stages, cycles and how busy each IPU is. A model from operation
// counts, not a measurement; memory, exchange and the host are not in it.

import type { BertConfig } from '../model/config.ts';
import { countCycles, countStages, type StageTime, timeUpdate } from './schedule.ts';

/** What the plan follows from. */
export interface PipelineInput {
  readonly model: Pick<BertConfig, 'hidden_size' | 'intermediate_size'>;
  /** Encoder layers on each IPU, wildcards expanded (see `expandLayersPerIpu`). */
  readonly layersPerIpu: readonly number[];
  /** Micro-batches of one replica for each weight update. */
  readonly gradientAccumulationSteps: number;
  /** Sequences in a micro-batch. */
  readonly microBatchSize: number;
  /** Tokens in a sequence; the mean real length of an update's sequences if they are not padded to one length. */
  readonly sequenceLength: number;
  /** Recomputation starts anew at every layer (`recompute_checkpoint_every_layer`). */
  readonly recomputeCheckpointEveryLayer?: boolean;
}

export interface PlannedIpu {
  readonly index: number;
  /** Encoder layers on this IPU. */
  readonly layers: number;
  /** Floating-point operations of one micro-batch there and back, recomputation included. */
  readonly forwardFlop: number;
  readonly backwardFlop: number;
  /** Share of a weight update's time in which this IPU works, from 0 to 1. */
  readonly utilisation: number;
}

export interface PipelinePlan {
  /** Pipeline stages: 2N − 1 for N IPUs. */
  readonly stages: number;
  /** Pipeline cycles of one weight update: gradient accumulation + 2N − 2. */
  readonly cyclesPerUpdate: number;
  /** Share of a weight update's time in which even the busiest IPU waits for the pipeline to fill and to run empty. */
  readonly bubble: number;
  readonly ipus: readonly PlannedIpu[];
}

/** The pipeline of one replica. Every IPU is taken to compute at the same rate, whatever the operation. */
export function planPipeline(input: PipelineInput): PipelinePlan {
  const { layersPerIpu, gradientAccumulationSteps } = input;
  const flop = layersPerIpu.map((_, ipu) => countStageFlop(input, ipu));
  const { total, busy } = timeUpdate(flop, gradientAccumulationSteps);
  const ipus = layersPerIpu.map((layers, index) => ({
    index,
    layers,
    forwardFlop: flop[index]?.forward ?? 0,
    backwardFlop: flop[index]?.backward ?? 0,
    // Rounding can take the busiest IPU a hair above the whole.
    utilisation: total > 0 ? Math.min(1, (busy[index] ?? 0) / total) : 0,
  }));
  return {
    stages: countStages(ipus.length),
    cyclesPerUpdate: countCycles(ipus.length, gradientAccumulationSteps),
    bubble: total > 0 ? 1 - Math.max(...ipus.map(({ utilisation }) => utilisation)) : 0,
    ipus,
  };
}

/** Utilisation of each IPU of a replica, in pipeline order, from 0 to 1. */
export function ipuUtilisation(input: PipelineInput): number[] {
  return planPipeline(input).ipus.map(({ utilisation }) => utilisation);
}

/** Operations of one micro-batch on one IPU: embeddings on the first, its encoder layers, the QA head on the last. */
function countStageFlop(input: PipelineInput, ipu: number): StageTime {
  const { layersPerIpu, microBatchSize, model, sequenceLength } = input;
  const isLast = ipu === layersPerIpu.length - 1;
  const layers = layersPerIpu[ipu] ?? 0;
  const layer = countLayerFlop(model, sequenceLength);
  const embeddings = ipu === 0 ? countEmbeddingFlop(model, sequenceLength) : 0;
  const head = isLast ? countHeadFlop(model, sequenceLength) : 0;
  const forward = layers * layer + embeddings + head;
  const recomputed = isLast ? countLayersRecomputedLast(input) * layer : forward;
  // A matrix product has two products in its backward pass, one for each of its inputs.
  return { forward: microBatchSize * forward, backward: microBatchSize * (2 * forward + recomputed) };
}

/**
 * Layers that the last IPU of the pipeline recomputes. PopTorch turns recomputation on for every pipeline of more than
 * one IPU, and PopART leaves out what lies between the last checkpoint and the loss: that is the whole last IPU, or with
 * a checkpoint at every layer but the last one, its last layer.
 * Sources: graphcore/poptorch popart_compiler/source/Compiler.cpp (autoRecomputation), graphcore/popart
 * willow/src/transforms/pipeline.cpp (setFinalFwdStageRecomputation), huggingface/optimum-graphcore
 * optimum/graphcore/models/bert/modeling_bert.py.
 */
function countLayersRecomputedLast({ layersPerIpu, recomputeCheckpointEveryLayer }: PipelineInput): number {
  return recomputeCheckpointEveryLayer ? Math.max(0, (layersPerIpu.at(-1) ?? 0) - 1) : 0;
}

/** Forward FLOP of one encoder layer and sequence: 24·h²·S + 4·S²·h where the feed-forward width is 4·h. */
function countLayerFlop(model: PipelineInput['model'], sequenceLength: number): number {
  const { hidden_size: h, intermediate_size: feedForward } = model;
  const projections = 2 * 4 * h * h * sequenceLength;
  const attention = 2 * 2 * sequenceLength * sequenceLength * h;
  return projections + attention + 2 * 2 * h * feedForward * sequenceLength;
}

// Two additions and a layer norm of about eight operations for each element. Look-ups move data and compute nothing,
// so an IPU that holds only the embeddings is busier in truth than these operations say.
function countEmbeddingFlop({ hidden_size: h }: PipelineInput['model'], sequenceLength: number): number {
  return 10 * h * sequenceLength;
}

// One product with a [hidden, 2] matrix: start and end scores.
function countHeadFlop({ hidden_size: h }: PipelineInput['model'], sequenceLength: number): number {
  return 2 * 2 * h * sequenceLength;
}
