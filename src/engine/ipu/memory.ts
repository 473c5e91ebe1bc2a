// What lies in the memory of each IPU of a replica, in bytes, and whether its fullest tile can hold it.
// How large the temporaries of products, look-ups and updates are is temporaries.ts's business. Modelled, never measured;
// docs/ipu-model.md says what was assumed and why.

import type { MemoryPlan, MemoryVerdict } from '../../shared/plan.ts';
import {
  activationBytes,
  checkpointBytes,
  headActivationBytes,
  type Pass,
  productBytes,
  tableBytes,
  updateBytes,
} from './temporaries.ts';
import { countParameters, type PlacedIpu } from './placement.ts';
import type { Layout, PlanInput } from './plan-input.ts';

/** Tiles of every chip one can plan for. Source: Graphcore's data sheets. */
export const tilesPerIpu = 1472;
/** Memory of a tile: 624 KiB. Source: the message “tiles only have 638976 bytes of memory”. */
export const tileCapacityBytes = 638_976;

/**
 * How much fuller the fullest tile is than the mean. Every published configuration stays below 770 MB by this model, and
 * the smallest documented failures lie above 850 MB of the 940.6 MB that there are: 940.6 / 850.
 */
export const tileImbalance = 1.107;
/** From this share of a tile on it is tight: 770 MB of 850 MB. */
export const tightShare = 0.906;

const halfBytes = 2;
// First moment in half precision, second in single. Source: optimum-graphcore trainer.py, poptorch.optim.AdamW and LAMB.
const optimizerBytesPerParameter = 6;

// Code of a tile: sync, control and streams; embeddings; an encoder layer there and back (all layers share it); heads.
const codeBytesPerTile = {
  runtime: 16_384,
  embeddings: 6_144,
  encoderForward: 12_288,
  encoderBackward: 24_576,
  head: 8_192,
};

/** Memory of each IPU in training. `placed` is the training layout's. */
export function planMemory(input: PlanInput, placed: readonly PlacedIpu[]): MemoryPlan[] {
  return placed.map((ipu) => planTrainingIpu(input, ipu, placed.length));
}

/** Memory of each IPU in evaluation: no gradients, no optimizer, nothing waits. `placed` is the inference layout's. */
export function planInferenceMemory(input: PlanInput, placed: readonly PlacedIpu[]): MemoryPlan[] {
  const pass: Pass = { isTraining: false, microBatch: input.evalMicroBatchSize, layout: input.inference };
  return placed.map((ipu) =>
    sumUp({
      weightsBytes: halfBytes * countParameters(ipu),
      gradientsBytes: 0,
      optimizerBytes: 0,
      stashBytes: 0,
      workingSetBytes: forwardBytes(input, pass, ipu),
      matmulBytes: temporaryBytes(input, pass, ipu),
      codeBytes: codeBytes(input, pass, ipu),
    }),
  );
}

function planTrainingIpu(input: PlanInput, ipu: PlacedIpu, ipus: number): MemoryPlan {
  const pass: Pass = { isTraining: true, microBatch: input.microBatchSize, layout: input.training };
  const parameters = countParameters(ipu);
  const workingSetBytes = recomputationBytes(input, pass, ipu, ipus);
  // Activations are gone while the weights are updated: only what is beyond them adds to the peak.
  const update = updateBytes(input, ipu, shardsOf(input)) - workingSetBytes;
  return sumUp({
    weightsBytes: halfBytes * parameters,
    gradientsBytes: halfBytes * parameters,
    optimizerBytes: input.optimizerStateOffchip ? 0 : (optimizerBytesPerParameter * parameters) / shardsOf(input),
    stashBytes: stashDepth(ipu.index, ipus) * stashedBytes(input, ipu),
    workingSetBytes,
    matmulBytes: Math.max(temporaryBytes(input, pass, ipu), update),
    codeBytes: codeBytes(input, pass, ipu),
  });
}

/**
 * Micro-batches whose activations IPU `index` of `ipus` keeps at a time: those that went forward and have not come back.
 * Source: graphcore/popart willow/src/transforms/pipeline.cpp. The last IPU goes back at once and keeps none.
 */
export function stashDepth(index: number, ipus: number): number {
  return index >= ipus - 1 ? 0 : 2 * (ipus - 1 - index) + 1;
}

// The optimizer state is shared out over the replicas only where there is more than one.
function shardsOf({ replicatedTensorSharding, training }: PlanInput): number {
  return replicatedTensorSharding ? Math.max(1, training.replicationFactor) : 1;
}

// What one micro-batch leaves behind: every layer's input, or only what entered the IPU (on the first: token ids).
function stashedBytes(input: PlanInput, ipu: PlacedIpu): number {
  const layers = Math.max(ipu.attention, ipu.feedForward);
  const tokenIds = ipu.index === 0 ? inputBytes(input, input.microBatchSize) : 0;
  const entered = layers > 0 && ipu.index > 0 ? 1 : 0;
  const kept = input.recomputeCheckpointEveryLayer ? layers : entered;
  return tokenIds + kept * checkpointBytes(input, input.microBatchSize, input.stashBytesPerElement);
}

// Activations that live at one time on the way back.
function recomputationBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu, ipus: number): number {
  const { attention, feedForward } = activationBytes(input, pass.microBatch);
  const layers = Math.max(ipu.attention, ipu.feedForward);
  const atOnce = input.recomputeCheckpointEveryLayer ? 1 : Infinity;
  const oneByOne = Math.min(ipu.attention, atOnce) * attention + Math.min(ipu.feedForward, atOnce) * feedForward;
  // The last IPU stashes nothing, but its layers' outputs wait within the micro-batch.
  const isLast = ipu.index >= ipus - 1;
  const waiting =
    isLast && input.recomputeCheckpointEveryLayer ? layers * checkpointBytes(input, pass.microBatch, 2) : 0;
  return oneByOne + waiting + headActivationBytes(input, pass, ipu);
}

// Activations that live at one time if nothing is kept for a way back: a block's own, at its widest.
function forwardBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  const { attention, feedForward } = activationBytes(input, pass.microBatch);
  const widest = Math.max(ipu.attention > 0 ? attention : 0, ipu.feedForward > 0 ? feedForward : 0);
  return widest + headActivationBytes(input, pass, ipu);
}

function temporaryBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  const allowed = proportionOf(pass.layout, ipu.index) * tilesPerIpu * tileCapacityBytes;
  const products = productBytes(input, pass, ipu);
  return Math.max(Math.max(products.least, Math.min(allowed, products.most)), tableBytes(input, pass, ipu));
}

function proportionOf({ matmulProportion }: Layout, index: number): number {
  return typeof matmulProportion === 'number'
    ? matmulProportion
    : (matmulProportion[index] ?? matmulProportion.at(-1) ?? 0);
}

function codeBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu): number {
  const hasEncoder = ipu.attention + ipu.feedForward > 0;
  const perTile =
    codeBytesPerTile.runtime +
    (ipu.hasEmbeddings || ipu.embeddingShare > 0 ? codeBytesPerTile.embeddings : 0) +
    (hasEncoder ? codeBytesPerTile.encoderForward : 0) +
    (hasEncoder && pass.isTraining ? codeBytesPerTile.encoderBackward : 0) +
    (ipu.hasHead || ipu.projectionShare > 0 ? codeBytesPerTile.head : 0);
  // A micro-batch is read from the host while the one before it is worked on. What further device iterations and
  // accumulation steps will need waits in the host's memory.
  const streams = ipu.hasEmbeddings ? 2 * inputBytes(input, pass.microBatch) : 0;
  return perTile * tilesPerIpu + streams;
}

// Token ids, token types and mask, four bytes each.
function inputBytes({ sequenceLength }: PlanInput, microBatch: number): number {
  return 3 * 4 * microBatch * sequenceLength;
}

type Parts = Pick<
  MemoryPlan,
  'weightsBytes' | 'gradientsBytes' | 'optimizerBytes' | 'stashBytes' | 'workingSetBytes' | 'matmulBytes' | 'codeBytes'
>;

function sumUp(exact: Parts): MemoryPlan {
  // Whole bytes, so that the parts add up to the total to the byte.
  const parts = Object.fromEntries(
    Object.entries(exact).map(([name, bytes]) => [name, Math.ceil(bytes)]),
  ) as unknown as Parts;
  const totalBytes = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
  const capacityBytes = Math.floor((tilesPerIpu * tileCapacityBytes) / tileImbalance);
  const marginBytes = capacityBytes - totalBytes;
  const tileBytes = Math.ceil((totalBytes * tileImbalance) / tilesPerIpu);
  return {
    ...parts,
    totalBytes,
    capacityBytes,
    marginBytes,
    tileBytes,
    tileCapacityBytes,
    verdict: judge(totalBytes, capacityBytes),
  };
}

function judge(totalBytes: number, capacityBytes: number): MemoryVerdict {
  if (totalBytes > capacityBytes) return 'does-not-fit';
  return totalBytes > tightShare * capacityBytes ? 'tight' : 'fits';
}
