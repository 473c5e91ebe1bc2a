// What an IPU has to do for one micro-batch, counted: matrix products, visits of elements and bytes sent on. Counts only;
// how long they take is in time.ts.

import type { PlacedIpu } from './placement.ts';
import type { Layout, PlanInput, PlannedModel } from './plan-input.ts';

/** Work of one pass over a micro-batch. */
export interface Work {
  /** Floating-point operations of matrix products. */
  readonly flop: number;
  /** Elements read, worked on and written by everything else: layer norms, GELU, softmax, dropout, residuals, transpositions. */
  readonly elements: number;
  /** Matrix products, each with the exchange and the element-wise work that goes with it. */
  readonly products: number;
}

/** Forward work of one micro-batch on one IPU, and the part of it that is done again before the backward pass. */
export interface IpuWork {
  readonly forward: Work;
  readonly recomputed: Work;
  /** Bytes of activations handed to the next IPU; gradients of the same size come back. */
  readonly sentBytes: number;
}

const none: Work = { flop: 0, elements: 0, products: 0 };

/**
 * Share of the tokens that pre-training predicts: 20 of 128, 56 of 384 and 76 of 512 in the published recipes.
 * Sources: PaddlePaddle/PaddleNLP examples/language_model/bert/static_ipu, mlcommons/training_results_v1.0 Graphcore configs (mask_tokens).
 */
export const predictedShare = 0.15;

/** Where the work is done: the layout for training or for inference, and how many IPUs a replica has. */
export interface WorkPlace {
  readonly layout: Layout;
  readonly ipus: number;
}

/** Work of one micro-batch of `rows` sequences on one IPU. */
export function countWork(input: PlanInput, ipu: PlacedIpu, { layout, ipus }: WorkPlace, rows: number): IpuWork {
  const { model, sequenceLength } = input;
  const tokens = rows * sequenceLength;
  const attention = scale(countAttention(model, tokens, sequenceLength), ipu.attention);
  const feedForward = scale(countFeedForward(model, tokens), ipu.feedForward);
  const encoder = add(attention, feedForward);
  const ends = add(countEmbeddings(model, ipu, layout, tokens), countHead(input, ipu, layout, rows));
  const isLast = ipu.index === ipus - 1;
  const tiedHead = input.task === 'pretraining' && !input.untiedProjection;
  // A head on the first IPU comes after the last, which then hands its output on as all others do.
  const isEnd = isLast && (!tiedHead || ipus === 1);
  return {
    forward: add(encoder, ends),
    recomputed: scale(encoder, isEnd ? shareRecomputedLast(input, ipu) : 1),
    sentBytes: isEnd ? 0 : 2 * tokens * model.hidden_size,
  };
}

/**
 * Share of its encoder work that the pipeline's last IPU does twice. PopTorch turns recomputation on for every pipeline of
 * more than one IPU, and PopART leaves out what lies between the last checkpoint and the loss: that is the whole last IPU,
 * or with a checkpoint at every layer but the last one, its last layer.
 * Sources: graphcore/poptorch popart_compiler/source/Compiler.cpp (autoRecomputation), graphcore/popart
 * willow/src/transforms/pipeline.cpp (setFinalFwdStageRecomputation), huggingface/optimum-graphcore
 * optimum/graphcore/models/bert/modeling_bert.py.
 */
function shareRecomputedLast({ recomputeCheckpointEveryLayer }: PlanInput, ipu: PlacedIpu): number {
  const layers = (ipu.attention + ipu.feedForward) / 2;
  return recomputeCheckpointEveryLayer && layers > 1 ? (layers - 1) / layers : 0;
}

// Products: fused query-key-value, scores, context, output. Visits: bias and split (3 h), head transpositions (4 h),
// output bias, dropout, residual and three of the layer norm (6 h); scale, mask, exponential, normalisation, dropout of scores.
function countAttention(model: PlannedModel, tokens: number, sequenceLength: number): Work {
  const { hidden_size: h, num_attention_heads: heads } = model;
  return {
    flop: tokens * (2 * 4 * h * h + 2 * 2 * sequenceLength * h),
    elements: tokens * (13 * h + 5 * heads * sequenceLength),
    products: 4,
  };
}

// Visits: bias and GELU of the wide side, bias, dropout, residual and three of the layer norm of the narrow one.
function countFeedForward({ hidden_size: h, intermediate_size: width }: PlannedModel, tokens: number): Work {
  return { flop: tokens * 2 * 2 * h * width, elements: tokens * (2 * width + 6 * h), products: 2 };
}

// Look-ups are copies; two additions, dropout and three visits of the layer norm follow. Serialised ones are as many look-ups one
// after the other, each over all tokens.
function countEmbeddings({ hidden_size: h }: PlannedModel, ipu: PlacedIpu, layout: Layout, tokens: number): Work {
  const parts = ipu.embeddingShare * Math.max(1, layout.embeddingSerializationFactor);
  const lookUps = parts * tokens * h;
  const elements = lookUps + (ipu.hasEmbeddings ? 8 * tokens * h : 0);
  return { flop: 0, elements, products: parts };
}

function countHead({ model, task, sequenceLength }: PlanInput, ipu: PlacedIpu, layout: Layout, rows: number): Work {
  const { hidden_size: h, vocab_size } = model;
  const tokens = rows * sequenceLength;
  const predicted = predictedShare * tokens;
  const projection: Work = {
    flop: ipu.projectionShare * predicted * 2 * h * vocab_size,
    // Softmax and loss over the vocabulary.
    elements: ipu.projectionShare * predicted * 4 * vocab_size,
    products: ipu.projectionShare * Math.max(1, layout.projectionSerializationFactor),
  };
  if (!ipu.hasHead) return projection;
  switch (task) {
    case 'question-answering':
    case 'token-classification':
      return { flop: tokens * 2 * h * 2, elements: tokens * 4, products: 1 };
    case 'sequence-classification':
    case 'multiple-choice':
      return { flop: rows * 2 * h * h, elements: rows * 4 * h, products: 2 };
    case 'pretraining':
      // Transform with GELU and layer norm at the predicted positions, pooler and next-sentence scores.
      return add(projection, {
        flop: (predicted + rows) * 2 * h * h,
        elements: predicted * 6 * h,
        products: 3,
      });
  }
}

/** The sum of two amounts of work. */
export function add(a: Work, b: Work): Work {
  return {
    flop: a.flop + b.flop,
    elements: a.elements + b.elements,
    products: a.products + b.products,
  };
}

function scale(work: Work, factor: number): Work {
  if (factor === 0) return none;
  return {
    flop: factor * work.flop,
    elements: factor * work.elements,
    products: factor * work.products,
  };
}
