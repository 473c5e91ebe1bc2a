// Bytes of activations on an IPU: what a block, the embeddings and a head need at one time, and what waits for its way
// back. How they add up to an IPU's memory is memory.ts's business.

import type { PlacedIpu } from './placement.ts';
import type { Layout, PlanInput } from './plan-input.ts';

/** Which way the model is run: for training or for inference. */
export interface Pass {
  readonly isTraining: boolean;
  readonly microBatch: number;
  readonly layout: Layout;
}

/** Weights, gradients and activations are kept in 16 bits. */
export const halfBytes = 2;

// optimum-graphcore gathers a quarter of the tokens for the vocabulary scores, enough for the 15 % that are masked.
// Source: huggingface/optimum-graphcore modeling_bert.py, max_number_of_masked_tokens.
const predictedShare = 0.25;
// Token ids, token types and mask, four bytes each.
const inputBytesPerToken = 12;

/** A block's input for one micro-batch, in 16 bits: what passes from block to block and from IPU to IPU. */
export function hiddenBytes({ model, sequenceLength }: PlanInput, microBatch: number): number {
  return halfBytes * microBatch * sequenceLength * model.hidden_size;
}

/** What the host sends for one micro-batch. */
export function hostInputBytes({ sequenceLength }: PlanInput, microBatch: number): number {
  return inputBytesPerToken * microBatch * sequenceLength;
}

/** Tokens whose vocabulary scores are worked out; none for tasks without them. */
export function countPredictedTokens({ sequenceLength, task }: PlanInput, microBatch: number): number {
  return task === 'pretraining' ? microBatch * Math.ceil(sequenceLength * predictedShare) : 0;
}

/**
 * What an attention and a feed-forward block need to go back through one micro-batch: for a width of 4·h together
 * 34·s·h + 5·heads·s² bytes a sequence. Source: Korthikanti et al. 2022 (arXiv 2205.05198), section 4.1.
 */
function backwardBytes({ model, sequenceLength: s }: PlanInput, microBatch: number) {
  const { hidden_size: h, intermediate_size: width, num_attention_heads: heads } = model;
  return {
    attention: microBatch * (13 * s * h + 5 * heads * s * s),
    feedForward: microBatch * s * (5 * h + 4 * width),
  };
}

/**
 * What they need if there is no way back: input, query, key, value, output and two forms of the scores; input, output and
 * two forms of the wide layer.
 */
export function forwardBytes({ model, sequenceLength: s }: PlanInput, microBatch: number) {
  const { hidden_size: h, intermediate_size: width, num_attention_heads: heads } = model;
  return {
    attention: halfBytes * microBatch * (5 * s * h + 2 * heads * s * s),
    feedForward: halfBytes * microBatch * s * (2 * h + 2 * width),
  };
}

/**
 * Activations of one micro-batch that its way back finds kept on an IPU: every layer's input, or only what entered the
 * IPU and is to be recomputed from (on the first, token ids). Source: graphcore/popart willow/src/transforms/pipeline.cpp.
 */
export function stashedBytes(input: PlanInput, ipu: PlacedIpu): number {
  const { microBatchSize, recomputeCheckpointEveryLayer, stashBytesPerElement } = input;
  const entered = ipu.index > 0 ? Math.min(1, countLayers(ipu)) : 0;
  const kept = recomputeCheckpointEveryLayer ? countLayers(ipu) : entered;
  const tokenIds = ipu.index === 0 ? hostInputBytes(input, microBatchSize) : 0;
  return tokenIds + kept * hiddenBytes(input, microBatchSize) * (stashBytesPerElement / halfBytes);
}

/** What the encoder's blocks of an IPU need at one time on the way back. */
export function encoderBytes(input: PlanInput, microBatch: number, ipu: PlacedIpu): number {
  const { attention, feedForward } = backwardBytes(input, microBatch);
  // Without checkpoints everything since the IPU's input is recomputed at once.
  const atOnce = input.recomputeCheckpointEveryLayer ? 1 : Infinity;
  return Math.min(ipu.attention, atOnce) * attention + Math.min(ipu.feedForward, atOnce) * feedForward;
}

/**
 * What of the encoder is there while the head works on the IPU that turns from forward to backward: it stashes nothing,
 * but its layers' inputs, or with no checkpoints all of their activations, wait within the micro-batch.
 */
export function waitingBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  if (!pass.isTraining) return 0;
  if (!input.recomputeCheckpointEveryLayer) return encoderBytes(input, pass.microBatch, ipu);
  return countLayers(ipu) * hiddenBytes(input, pass.microBatch);
}

/** A head's input, and vocabulary scores and in training their gradients. */
export function headBytes(input: PlanInput, { isTraining, microBatch }: Pass, ipu: PlacedIpu): number {
  const scores = halfBytes * countPredictedTokens(input, microBatch) * ipu.projectionShare * input.model.vocab_size;
  return hiddenBytes(input, microBatch) + (isTraining ? 2 : 1) * scores;
}

/** Layers of which at least one half lies on the IPU. */
export function countLayers({ attention, feedForward }: PlacedIpu): number {
  return Math.max(attention, feedForward);
}
