// What lies on which IPU of a replica: embeddings, encoder blocks, heads, and how many parameters that is. Costs follow from
// it elsewhere (time.ts, memory.ts).
// Source: huggingface/optimum-graphcore optimum/graphcore/models/bert/modeling_bert.py; Graphcore's MLPerf entries place
// attention and feed-forward blocks apart (att_ffn_placement).

import { expandLayersPerIpu } from './layers.ts';
import type { BlocksOnIpu, Layout, PlanInput, PlannedModel } from './plan-input.ts';

/** What one IPU of a replica holds. */
export interface PlacedIpu {
  readonly index: number;
  /** Attention blocks: projections, scores, output projection, layer norm. */
  readonly attention: number;
  /** Feed-forward blocks: both products, layer norm. */
  readonly feedForward: number;
  /** Index of the first encoder layer here, and how many begin or go on here. */
  readonly firstLayer: number;
  /** Share of the word embedding table that lies here, from 0 to 1. */
  readonly embeddingShare: number;
  /** Position and token type tables and the embeddings' layer norm are here. */
  readonly hasEmbeddings: boolean;
  /** Pooler, classifier, answer head or masked-language head are here. */
  readonly hasHead: boolean;
  /** Share of the vocabulary projection that is computed here, from 0 to 1; 0 for tasks without one. */
  readonly projectionShare: number;
  /** Parameters by where they come from. A projection that shares the embedding's weights has none of its own. */
  readonly parameters: {
    readonly wordEmbeddings: number;
    readonly otherEmbeddings: number;
    readonly encoder: number;
    readonly head: number;
    readonly projection: number;
  };
}

/**
 * The IPUs of one replica in pipeline order.
 * Throws an AppError if `layersPerIpu` has the wrong length or does not add up to the model's layers.
 */
export function placeModel(
  input: Pick<PlanInput, 'task' | 'model' | 'untiedProjection' | 'blocksPerIpu'>,
  layout: Layout,
): PlacedIpu[] {
  const { model, task } = input;
  const blocks = input.blocksPerIpu ?? wholeLayers(layout, model);
  const last = blocks.length - 1;
  const isPretraining = task === 'pretraining';
  // The masked-language head shares the embedding's weights, and so its IPU.
  const headAt = isPretraining && !input.untiedProjection ? 0 : last;
  const embedding = sharesOf(layout.embeddingSplitsPerIpu, blocks.length, 0);
  const projection = isPretraining ? sharesOf(layout.projectionSplitsPerIpu, blocks.length, headAt) : [];
  let done = 0;
  return blocks.map(({ attention, feedForward }, index) => {
    const firstLayer = Math.floor(done);
    done += (attention + feedForward) / 2;
    const hasEmbeddings = index === 0;
    const hasHead = index === headAt;
    const embeddingShare = embedding[index] ?? 0;
    const projectionShare = projection[index] ?? 0;
    const parameters = {
      wordEmbeddings: embeddingShare * model.vocab_size * model.hidden_size,
      otherEmbeddings: hasEmbeddings ? countOtherEmbeddings(model) : 0,
      encoder: attention * countAttention(model) + feedForward * countFeedForward(model),
      head: hasHead ? countHead(model, task) : 0,
      projection: input.untiedProjection ? projectionShare * model.vocab_size * model.hidden_size : 0,
    };
    return {
      index,
      attention,
      feedForward,
      firstLayer,
      embeddingShare,
      hasEmbeddings,
      hasHead,
      projectionShare,
      parameters,
    };
  });
}

/** All parameters of an IPU. */
export function countParameters({ parameters }: PlacedIpu): number {
  const { wordEmbeddings, otherEmbeddings, encoder, head, projection } = parameters;
  return wordEmbeddings + otherEmbeddings + encoder + head + projection;
}

function wholeLayers({ layersPerIpu, ipusPerReplica }: Layout, { num_hidden_layers }: PlannedModel): BlocksOnIpu[] {
  return expandLayersPerIpu(layersPerIpu, ipusPerReplica, num_hidden_layers).map((layers) => ({
    attention: layers,
    feedForward: layers,
  }));
}

/** Shares that add up to 1: by the given splits, or all of it on one IPU. */
function sharesOf(splits: readonly number[] | null, ipus: number, home: number): number[] {
  const total = splits?.reduce((sum, count) => sum + count, 0) ?? 0;
  return Array.from({ length: ipus }, (_, ipu) => (total > 0 ? (splits?.[ipu] ?? 0) / total : ipu === home ? 1 : 0));
}

// Position and token type tables, and scale and shift of the layer norm.
function countOtherEmbeddings({ hidden_size: h, max_position_embeddings, type_vocab_size }: PlannedModel): number {
  return (max_position_embeddings + type_vocab_size + 2) * h;
}

// Query, key, value and output projections with their biases, and a layer norm.
function countAttention({ hidden_size: h }: PlannedModel): number {
  return 4 * (h * h + h) + 2 * h;
}

// Both products with their biases, and a layer norm.
function countFeedForward({ hidden_size: h, intermediate_size: width }: PlannedModel): number {
  return 2 * h * width + width + h + 2 * h;
}

function countHead({ hidden_size: h, vocab_size }: PlannedModel, task: PlanInput['task']): number {
  const pooler = h * h + h;
  const scores = (labels: number): number => labels * h + labels;
  switch (task) {
    case 'question-answering':
      return scores(2);
    case 'token-classification':
      // The number of tags is small beside everything else: CoNLL's nine.
      return scores(9);
    case 'sequence-classification':
      return pooler + scores(2);
    case 'multiple-choice':
      return pooler + scores(1);
    case 'pretraining':
      // Pooler and next-sentence scores; transform, its layer norm and the projection's bias.
      return pooler + scores(2) + (h * h + h) + 2 * h + vocab_size;
  }
}
