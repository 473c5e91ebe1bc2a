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

/** Temporaries of the largest product of attention blocks: projections, or scores and what they weigh. */
export function attentionProductBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  if (ipu.attention === 0) return 0;
  const { hidden_size: h, num_attention_heads: heads } = input.model;
  const s = input.sequenceLength;
  const projections = allowProduct(input, pass.layout, ipu, { rows: pass.microBatch * s, inner: h, columns: h });
  const groups = pass.microBatch * heads;
  const scores = { rows: s, inner: h / Math.max(1, heads), columns: s, groups };
  return Math.max(projections, allowProduct(input, pass.layout, ipu, scores));
}

/** Temporaries of the products of feed-forward blocks. */
export function feedForwardProductBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  if (ipu.feedForward === 0) return 0;
  const { hidden_size, intermediate_size } = input.model;
  const rows = pass.microBatch * input.sequenceLength;
  return allowProduct(input, pass.layout, ipu, { rows, inner: hidden_size, columns: intermediate_size });
}

/** Temporaries of the vocabulary projection: the product of one serial part, and in training the gradient of that part. */
export function projectionBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  const { hidden_size: inner, vocab_size } = input.model;
  const columns = (ipu.projectionShare * vocab_size) / countProjectionParts(input, pass.layout);
  const rows = countPredictedTokens(input, pass.microBatch);
  const gradient = pass.isTraining ? halfBytes * inner * columns : 0;
  return allowProduct(input, pass.layout, ipu, { rows, inner, columns }) + gradient;
}

/** Temporaries of the embedding table: one serial part in the look-up's layout, and in training the gradient of that part. */
export function lookUpBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  const part = halfBytes * embeddingPartSize(input, pass.layout, ipu);
  return allow(input, pass.layout, ipu, part, part / mostSerialPieces) + (pass.isTraining ? part : 0);
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

interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Products of this shape that are worked out at a time. */
  readonly groups?: number;
}

function allowProduct(input: PlanInput, layout: Layout, ipu: PlacedIpu, product: Product): number {
  const { rows, columns } = product;
  const piece = rows > columns ? { rows: rows / mostSerialPieces } : { columns: columns / mostSerialPieces };
  return allow(input, layout, ipu, productBytes(input, product), productBytes(input, { ...product, ...piece }));
}

/**
 * Copies of operands and partial sums over all tiles that a product needs in the split with the least of them. Cut into
 * m × n × k parts for as many tiles, M × K by K × N takes M·K·(n − 1) + K·N·(m − 1) copied operands and M·N·(k − 1)
 * further sums: the first of each lies there already. Several such products at a time share the tiles.
 */
function productBytes({ chip, enableHalfPartials }: PlanInput, { rows, inner, columns, groups = 1 }: Product): number {
  if (!(groups > 0)) return 0;
  const partialBytes = enableHalfPartials ? 2 : 4;
  const sizes = [rows * inner * halfBytes, inner * columns * halfBytes, rows * columns * partialBytes];
  return groups * leastCopies(sizes, machines[chip].tiles / groups);
}

// The least of Σ size·(parts − 1) for parts of at least 1 whose product is `tiles`. Where no bound is met all size·parts are
// the same; a tensor too large for that is not copied at all, and the others share the tiles.
function leastCopies(sizes: readonly number[], tiles: number): number {
  const largest = Math.max(...sizes);
  const product = sizes.reduce((all, size) => all * size, tiles);
  const equal = product ** (1 / sizes.length);
  if (equal >= largest || sizes.length === 1) {
    return Math.max(0, sizes.length * equal - sizes.reduce((sum, size) => sum + size, 0));
  }
  const rest = [...sizes];
  rest.splice(sizes.indexOf(largest), 1);
  return leastCopies(rest, tiles);
}

// What the layout's proportion leaves of what an operation would like to have, and no less than it can do with.
function allow(
  { chip }: PlanInput,
  { matmulProportion }: Layout,
  { index }: PlacedIpu,
  wanted: number,
  least: number,
): number {
  const { tiles, sramBytesPerTile } = machines[chip];
  const own =
    typeof matmulProportion === 'number' ? matmulProportion : (matmulProportion[index] ?? matmulProportion.at(-1));
  return Math.max(Math.min(least, wanted), Math.min(wanted, (own ?? 0) * tiles * sramBytesPerTile));
}
