// Bytes that matrix products, embedding look-ups and weight updates take for a while beside the tensors they work on.
// An estimate of what Poplar's planners do, not a copy of them.

import { countPredictedTokens, halfBytes, type Pass } from './activations.ts';
import { machines } from './machine.ts';
import type { PlacedIpu } from './placement.ts';
import type { Layout, PlanInput } from './plan-input.ts';

/** First moment in 16 bits, second in 32. Source: optimum-graphcore trainer.py, accumulators of AdamW and LAMB. */
export const optimizerBytesPerParameter = 6;

// A planner that finds no plan within the proportion takes a small one regardless: taken as the product in 16 pieces, one
// after the other. Source: docs.graphcore.ai, Memory and Performance Optimisation on the IPU, section 5.1.
const mostSerialPieces = 16;

/** Temporaries of the largest product of the encoder's blocks on an IPU. */
export function encoderProductBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  const { hidden_size: h, intermediate_size: width, num_attention_heads: heads } = input.model;
  const s = input.sequenceLength;
  const tokens = pass.microBatch * s;
  const projections = productBytes(input, tokens * h * h, 1);
  const scores = productBytes(input, (s * s * h) / Math.max(1, heads), pass.microBatch * heads);
  const wide = productBytes(input, tokens * h * width, 1);
  return allow(
    input,
    pass.layout,
    ipu,
    Math.max(ipu.attention > 0 ? Math.max(projections, scores) : 0, ipu.feedForward > 0 ? wide : 0),
  );
}

/** Temporaries of the vocabulary projection: the product of one serial part, and in training the gradient of that part. */
export function projectionBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  const { hidden_size: h, vocab_size } = input.model;
  const part = (ipu.projectionShare * vocab_size * h) / countProjectionParts(input, pass.layout);
  const product = productBytes(input, countPredictedTokens(input, pass.microBatch) * part, 1);
  return allow(input, pass.layout, ipu, product) + (pass.isTraining && product > 0 ? halfBytes * part : 0);
}

/** Temporaries of the embedding table: one serial part in the look-up's layout, and in training the gradient of that part. */
export function lookUpBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  const part = halfBytes * embeddingPartSize(input, pass.layout, ipu);
  return allow(input, pass.layout, ipu, part) + (pass.isTraining ? part : 0);
}

/**
 * What the update of the largest tensor takes: the change itself (LAMB needs it in 32 bits for its norm), and the optimizer
 * state if that has to be fetched. A serialised table is updated part by part.
 * Source: huggingface/optimum-graphcore notebooks/mt5_translation.ipynb, Constructing an IPUConfig for mt5-small.
 */
export function updateBytes(input: PlanInput, ipu: PlacedIpu, shards: number): number {
  const largest = largestTensor(input, ipu);
  const change = (input.optimizer === 'lamb' ? 2 : 1) * halfBytes * largest;
  return change + (input.optimizerStateOffchip ? (optimizerBytesPerParameter * largest) / shards : 0);
}

function largestTensor(input: PlanInput, ipu: PlacedIpu): number {
  const { hidden_size: h, intermediate_size: width, max_position_embeddings } = input.model;
  return Math.max(
    embeddingPartSize(input, input.training, ipu),
    ipu.parameters.projection / countProjectionParts(input, input.training),
    ipu.hasEmbeddings ? max_position_embeddings * h : 0,
    ipu.attention > 0 ? h * h : 0,
    ipu.feedForward > 0 ? h * width : 0,
  );
}

// Parameters of the part of the table that is worked on at a time; splits over IPUs are parts as well.
function embeddingPartSize({ model }: PlanInput, layout: Layout, { embeddingShare }: PlacedIpu): number {
  const parts = countSplits(layout.embeddingSplitsPerIpu);
  const share =
    parts > 0 ? Math.min(embeddingShare, 1 / parts) : embeddingShare / atLeastOne(layout.embeddingSerializationFactor);
  return share * model.vocab_size * model.hidden_size;
}

// A projection that shares the embedding's weights is serialised with them.
// Source: graphcore/examples nlp/bert/pytorch/modeling.py, SerializedLinear.
function countProjectionParts({ untiedProjection }: PlanInput, layout: Layout): number {
  const own = Math.max(atLeastOne(layout.projectionSerializationFactor), countSplits(layout.projectionSplitsPerIpu));
  return untiedProjection ? own : Math.max(own, atLeastOne(layout.embeddingSerializationFactor));
}

function countSplits(splits: readonly number[] | null): number {
  return splits?.reduce((sum, count) => sum + count, 0) ?? 0;
}

function atLeastOne(factor: number): number {
  return Math.max(1, factor);
}

/**
 * Copies of operands and partial sums over all tiles that a product of `multiplications` needs in the split with the least
 * of them. Cut into m × n × k parts, M·N·K multiplications take M·K·n + K·N·m operands and M·N·k partial sums; with
 * m·n·k tiles their sum is at least 3·(tiles·operandBytes²·partialBytes·(M·N·K)²)^⅓ bytes. `groups` such products at a time
 * share the tiles.
 */
function productBytes({ chip, enableHalfPartials }: PlanInput, multiplications: number, groups: number): number {
  if (!(groups > 0)) return 0;
  const tiles = machines[chip].tiles / groups;
  const partialBytes = enableHalfPartials ? 2 : 4;
  return 3 * groups * Math.cbrt(tiles * halfBytes ** 2 * partialBytes * multiplications ** 2);
}

// What the layout's proportion leaves of what an operation would like to have.
function allow({ chip }: PlanInput, { matmulProportion }: Layout, { index }: PlacedIpu, wanted: number): number {
  const { tiles, sramBytesPerTile } = machines[chip];
  const own =
    typeof matmulProportion === 'number' ? matmulProportion : (matmulProportion[index] ?? matmulProportion.at(-1));
  const least = wanted / mostSerialPieces ** (2 / 3);
  return Math.max(least, Math.min(wanted, (own ?? 0) * tiles * sramBytesPerTile));
}
