// How much memory activations, matrix products, look-ups and weight updates take for a while, in bytes.
// What lies on an IPU for good, and whether it fits, is memory.ts's business.

import type { PlacedIpu } from './placement.ts';
import type { Layout, PlanInput } from './plan-input.ts';

/** Which way the model is run: for training or for inference. */
export interface Pass {
  readonly isTraining: boolean;
  readonly microBatch: number;
  readonly layout: Layout;
}

const tiles = 1472;
const halfBytes = 2;
// Share of the tokens whose vocabulary scores are computed: optimum-graphcore gathers a quarter, enough for the 15 % masked.
const predictedShare = 0.25;
// A product cut into so many pieces, one after the other, is as small as the planner makes it.
const mostSerialPieces = 16;

/**
 * Activations of an attention and a feed-forward block that its way back needs.
 * Source: Korthikanti et al. 2022 (arXiv 2205.05198): together 34·s·h + 5·heads·s² bytes a sequence with a width of 4·h.
 */
export function activationBytes({ model, sequenceLength: s }: PlanInput, microBatch: number) {
  const { hidden_size: h, intermediate_size: width, num_attention_heads: heads } = model;
  return {
    attention: microBatch * (13 * s * h + 5 * heads * s * s),
    feedForward: microBatch * s * (5 * h + 4 * width),
  };
}

/** One block's input, as it is kept. */
export function checkpointBytes(
  { model, sequenceLength }: PlanInput,
  microBatch: number,
  bytesPerElement: number,
): number {
  return microBatch * sequenceLength * model.hidden_size * bytesPerElement;
}

/** What embeddings and heads have at one time beside the encoder: sums and norms, scores and their gradients. */
export function headActivationBytes(input: PlanInput, { microBatch, isTraining }: Pass, ipu: PlacedIpu): number {
  const hidden = checkpointBytes(input, microBatch, halfBytes);
  const scores = predictedTokens(input, microBatch) * ipu.projectionShare * input.model.vocab_size * halfBytes;
  return (ipu.hasEmbeddings ? 2 * hidden : 0) + hidden + (isTraining ? 2 : 1) * scores;
}

/** Temporaries of the largest matrix product: what it takes if it may, and the least it can be brought down to. */
export function productBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): { most: number; least: number } {
  const { model, sequenceLength: s } = input;
  const { hidden_size: h, intermediate_size: width, num_attention_heads: heads } = model;
  const tokens = pass.microBatch * s;
  const partial = input.enableHalfPartials ? 2 : 4;
  const vocabulary = (ipu.projectionShare * model.vocab_size) / Math.max(1, pass.layout.projectionSerializationFactor);
  const groups = pass.microBatch * heads;
  const most = Math.max(
    ipu.attention > 0 ? exchangeBytes(tokens * h * h, 1, partial) : 0,
    ipu.attention > 0 ? exchangeBytes((s * s * h) / heads, groups, partial) : 0,
    ipu.feedForward > 0 ? exchangeBytes(tokens * h * width, 1, partial) : 0,
    exchangeBytes(predictedTokens(input, pass.microBatch) * h * vocabulary, 1, partial),
  );
  return { most, least: most / mostSerialPieces ** (2 / 3) };
}

/**
 * Copies of operands and partial sums over all tiles in the split that needs least of them. Cut into m × n × k parts,
 * M·N·K multiplications need M·K·n + K·N·m operands and M·N·k partial sums; the least of it is 3·(4·p·tiles·(M·N·K)²)^⅓.
 */
function exchangeBytes(multiplications: number, groups: number, partialBytes: number): number {
  return 3 * groups * Math.cbrt(4 * partialBytes * (tiles / groups) * multiplications ** 2);
}

/** A serial part of the embedding table, and of its gradient, laid out as look-up and scatter want it. */
export function tableBytes({ model }: PlanInput, { isTraining, layout }: Pass, ipu: PlacedIpu): number {
  const splits = layout.embeddingSplitsPerIpu?.reduce((sum, count) => sum + count, 0) ?? 0;
  const parts = splits > 0 ? splits : Math.max(1, layout.embeddingSerializationFactor);
  const wholeTable = model.vocab_size * model.hidden_size * halfBytes;
  const embedding = ipu.embeddingShare > 0 ? wholeTable / parts : 0;
  return (isTraining ? 2 : 1) * embedding;
}

/** What the update of the largest tensor takes: the change itself, and its optimizer state if that is kept off the chip. */
export function updateBytes(input: PlanInput, ipu: PlacedIpu, shards: number): number {
  const largest = largestTensor(input, ipu);
  const change = (input.optimizer === 'lamb' ? 4 : 2) * largest;
  return change + (input.optimizerStateOffchip ? (6 * largest) / shards : 0);
}

function largestTensor({ model, training, untiedProjection }: PlanInput, ipu: PlacedIpu): number {
  const table = model.vocab_size * model.hidden_size;
  const splits = training.embeddingSplitsPerIpu?.reduce((sum, count) => sum + count, 0) ?? 0;
  const parts = splits > 0 ? splits : Math.max(1, training.embeddingSerializationFactor);
  const projection = untiedProjection
    ? (ipu.projectionShare * table) / Math.max(1, training.projectionSerializationFactor)
    : 0;
  const block = ipu.attention > 0 ? model.hidden_size ** 2 : 0;
  const wide = ipu.feedForward > 0 ? model.hidden_size * model.intermediate_size : 0;
  return Math.max(ipu.embeddingShare > 0 ? table / parts : 0, projection, block, wide);
}

function predictedTokens({ sequenceLength, task }: PlanInput, microBatch: number): number {
  return task === 'pretraining' ? microBatch * Math.ceil(sequenceLength * predictedShare) : 0;
}
