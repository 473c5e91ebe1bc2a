// What lies in the memory of each IPU of a replica, in bytes, and whether its fullest tile can hold it. Modelled, never
// measured. How large activations and temporaries are is in activations.ts and temporaries.ts; docs/ipu-model.md says
// what was assumed and why.

import type { Chip, MemoryPlan, MemoryVerdict } from '../../shared/plan.ts';
import {
  encoderBytes,
  forwardBytes,
  halfBytes,
  headBytes,
  hiddenBytes,
  hostInputBytes,
  type Pass,
  stashedBytes,
  waitingBytes,
} from './activations.ts';
import { machines } from './machine.ts';
import { countParameters, type PlacedIpu } from './placement.ts';
import type { PlanInput } from './plan-input.ts';
import {
  attentionProductBytes,
  feedForwardProductBytes,
  lookUpBytes,
  optimizerBytesPerParameter,
  projectionBytes,
  updateBytes,
} from './temporaries.ts';

/**
 * How much fuller the fullest tile is than the mean: what is too small or too odd to be cut into 1472 equal pieces lies on
 * some tiles only. Chosen between 1.024 (with less, squad_large_384 would fit on one replica, which is documented not to)
 * and 1.13 (with more, BERT-large inference on one IPU would not, which is known to run).
 */
export const tileImbalance = 1.04;
/** From this share of the fullest tile on, what is only estimated (products, code) can decide: assumed, 8 % of a tile. */
export const tightShare = 0.92;

// Bytes of code on each tile, copies of it for control and exchange included. Assumed: no figures are published. All layers
// of an IPU share theirs (PopART outlines it).
const codeBytesPerTile = {
  runtime: 12_288,
  embeddings: 4_096,
  encoderForward: 8_192,
  encoderBackward: 24_576,
  head: 8_192,
};

type Parts = Pick<
  MemoryPlan,
  'weightsBytes' | 'gradientsBytes' | 'optimizerBytes' | 'stashBytes' | 'workingSetBytes' | 'matmulBytes' | 'codeBytes'
>;

// What is there for a while, one after the other: activations and temporaries of one kind of work.
interface Phase {
  readonly activations: number;
  readonly temporaries: number;
}

/** Memory of each IPU in training. `placed` is the training layout's. */
export function planMemory(input: PlanInput, placed: readonly PlacedIpu[]): MemoryPlan[] {
  const pass: Pass = { isTraining: true, microBatch: input.microBatchSize, layout: input.training };
  const shards = countShards(input);
  return placed.map((ipu) => {
    const parameters = countParameters(ipu);
    const fullest = findFullest([
      ...listPhases(input, pass, ipu, placed.length),
      { activations: 0, temporaries: updateBytes(input, ipu, shards) },
    ]);
    return sumUp(input.chip, {
      weightsBytes: halfBytes * parameters,
      gradientsBytes: halfBytes * parameters,
      optimizerBytes: input.optimizerStateOffchip ? 0 : (optimizerBytesPerParameter * parameters) / shards,
      stashBytes: stashDepth(ipu.index, placed.length) * stashedBytes(input, ipu),
      workingSetBytes: fullest.activations,
      matmulBytes: fullest.temporaries,
      codeBytes: codeBytes(input, pass, ipu, placed.length),
    });
  });
}

/** Memory of each IPU in evaluation: no gradients, no optimizer, nothing waits. `placed` is the inference layout's. */
export function planInferenceMemory(input: PlanInput, placed: readonly PlacedIpu[]): MemoryPlan[] {
  const pass: Pass = { isTraining: false, microBatch: input.evalMicroBatchSize, layout: input.inference };
  return placed.map((ipu) => {
    const fullest = findFullest(listPhases(input, pass, ipu, placed.length));
    return sumUp(input.chip, {
      weightsBytes: halfBytes * countParameters(ipu),
      gradientsBytes: 0,
      optimizerBytes: 0,
      stashBytes: 0,
      workingSetBytes: fullest.activations,
      matmulBytes: fullest.temporaries,
      codeBytes: codeBytes(input, pass, ipu, placed.length),
    });
  });
}

/**
 * Micro-batches whose activations IPU `index` of `ipus` keeps at a time: those that went forward and have not come back.
 * The last IPU goes back at once and keeps none. Source: graphcore/popart willow/src/transforms/pipeline.cpp.
 */
export function stashDepth(index: number, ipus: number): number {
  return index >= ipus - 1 ? 0 : 2 * (ipus - 1 - index) + 1;
}

// The optimizer state is shared out over the replicas only where there is more than one.
function countShards({ replicatedTensorSharding, training }: PlanInput): number {
  return replicatedTensorSharding ? Math.max(1, training.replicationFactor) : 1;
}

function listPhases(input: PlanInput, pass: Pass, ipu: PlacedIpu, ipus: number): Phase[] {
  const isLast = ipu.index >= ipus - 1;
  const waiting = isLast ? waitingBytes(input, pass, ipu) : 0;
  const hasHead = ipu.hasHead || ipu.projectionShare > 0;
  return [
    ...(pass.isTraining ? [listBackward(input, pass, ipu, waiting)] : listForward(input, pass, ipu)),
    {
      activations: hasHead ? headBytes(input, pass, ipu) + waiting : 0,
      temporaries: projectionBytes(input, pass, ipu),
    },
    {
      // Sum of the embeddings, and its layer norm.
      activations: ipu.hasEmbeddings || ipu.embeddingShare > 0 ? 2 * hiddenBytes(input, pass.microBatch) : 0,
      temporaries: lookUpBytes(input, pass, ipu),
    },
  ];
}

function listBackward(input: PlanInput, pass: Pass, ipu: PlacedIpu, waiting: number): Phase {
  return {
    // Without checkpoints, what waits are these activations, not something beside them.
    activations: encoderBytes(input, pass.microBatch, ipu) + (input.recomputeCheckpointEveryLayer ? waiting : 0),
    temporaries: Math.max(attentionProductBytes(input, pass, ipu), feedForwardProductBytes(input, pass, ipu)),
  };
}

// Nothing is kept from block to block.
function listForward(input: PlanInput, pass: Pass, ipu: PlacedIpu): Phase[] {
  const { attention, feedForward } = forwardBytes(input, pass.microBatch);
  return [
    {
      activations: ipu.attention > 0 ? attention : 0,
      temporaries: attentionProductBytes(input, pass, ipu),
    },
    {
      activations: ipu.feedForward > 0 ? feedForward : 0,
      temporaries: feedForwardProductBytes(input, pass, ipu),
    },
  ];
}

function findFullest(phases: readonly Phase[]): Phase {
  const total = ({ activations, temporaries }: Phase): number => activations + temporaries;
  return phases.reduce((fullest, phase) => (total(phase) > total(fullest) ? phase : fullest));
}

function codeBytes(input: PlanInput, pass: Pass, ipu: PlacedIpu, ipus: number): number {
  const hasEncoder = ipu.attention + ipu.feedForward > 0;
  const perTile =
    codeBytesPerTile.runtime +
    (ipu.hasEmbeddings || ipu.embeddingShare > 0 ? codeBytesPerTile.embeddings : 0) +
    (hasEncoder ? codeBytesPerTile.encoderForward : 0) +
    (hasEncoder && pass.isTraining ? codeBytesPerTile.encoderBackward : 0) +
    (ipu.hasHead || ipu.projectionShare > 0 ? codeBytesPerTile.head : 0);
  return perTile * machines[input.chip].tiles + bufferBytes(input, pass, ipu, ipus);
}

// One micro-batch is read from the host while another is worked on; those of further device iterations and accumulation
// steps wait in the host's memory. Between IPUs hidden states go forward and, in training, gradients back.
function bufferBytes(input: PlanInput, { isTraining, microBatch }: Pass, ipu: PlacedIpu, ipus: number): number {
  const neighbours = (ipu.index > 0 ? 1 : 0) + (ipu.index < ipus - 1 ? 1 : 0);
  const fromHost = ipu.hasEmbeddings ? 2 * hostInputBytes(input, microBatch) : 0;
  return fromHost + neighbours * (isTraining ? 2 : 1) * hiddenBytes(input, microBatch);
}

function sumUp(chip: Chip, exact: Parts): MemoryPlan {
  const parts = {
    weightsBytes: wholeBytes(exact.weightsBytes),
    gradientsBytes: wholeBytes(exact.gradientsBytes),
    optimizerBytes: wholeBytes(exact.optimizerBytes),
    stashBytes: wholeBytes(exact.stashBytes),
    workingSetBytes: wholeBytes(exact.workingSetBytes),
    matmulBytes: wholeBytes(exact.matmulBytes),
    codeBytes: wholeBytes(exact.codeBytes),
  };
  const totalBytes = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
  const { tiles, sramBytesPerTile: tileCapacityBytes } = machines[chip];
  const capacityBytes = Math.floor((tiles * tileCapacityBytes) / tileImbalance);
  return {
    ...parts,
    totalBytes,
    capacityBytes,
    marginBytes: capacityBytes - totalBytes,
    tileBytes: wholeBytes((totalBytes * tileImbalance) / tiles),
    tileCapacityBytes,
    verdict: judge(totalBytes, capacityBytes),
  };
}

// Whole, so that parts add up to the byte.
function wholeBytes(bytes: number): number {
  return Math.ceil(bytes);
}

function judge(totalBytes: number, capacityBytes: number): MemoryVerdict {
  if (totalBytes > capacityBytes) return 'does-not-fit';
  return totalBytes > tightShare * capacityBytes ? 'tight' : 'fits';
}
