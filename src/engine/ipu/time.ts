// How long a configuration takes on a pod: stages, weight updates, host and compilation. A model from operation counts,
// hardware figures (machine.ts) and a few fitted constants (fitted.ts), not a measurement; docs/ipu-model.md explains it.

import { type FittedConstants, fitted, fittedCompilation } from './fitted.ts';
import { type Machine, machines, tileCyclesPerSecond } from './machine.ts';
import { add, countWork, type Work } from './operations.ts';
import { countParameters, type PlacedIpu } from './placement.ts';
import type { Layout, PlanInput } from './plan-input.ts';
import type { StageTime } from './schedule.ts';

// Gradient, weight and both moments read and written, and the arithmetic between; LAMB has the norms of weight and update besides.
const optimizerVisits = { adamw: 12, lamb: 16 };

// First moment in 16 bits, second in 32 (optimum-graphcore trainer.py; poptorch.optim.AdamW, LAMB): read and written back.
const optimizerBytesPerParameter = 6;

// A micro-batch's gradient is added to what has been accumulated: one visit of each.
const accumulationVisits = 2;

/** Seconds of one micro-batch there and back on each IPU of a replica, recomputation in `backward`. */
export function timeStages(
  input: PlanInput,
  placed: readonly PlacedIpu[],
  constants: FittedConstants = fitted,
): StageTime[] {
  const machine = machines[input.chip];
  const place = { layout: input.training, ipus: placed.length };
  return placed.map((ipu) => {
    const { forward, recomputed, sentBytes } = countWork(input, ipu, place, input.microBatchSize);
    // Activations go on to the next IPU, and gradients of the same size come back.
    const crossing = sentBytes / machine.linkBytesPerSecond;
    // Each product has two in its backward pass, one for each of its inputs; other work goes the same way.
    const accumulated = { flop: 0, elements: accumulationVisits * countParameters(ipu), products: 0 };
    const backward = [forward, forward, recomputed, accumulated].reduce(add);
    return {
      forward: timeWork(input, forward, machine, constants) + crossing,
      backward: timeWork(input, backward, machine, constants) + crossing,
    };
  });
}

/** Seconds of one evaluation micro-batch on each IPU of a replica; sharded execution runs them one after the other. */
export function timeInferenceStages(
  input: PlanInput,
  placed: readonly PlacedIpu[],
  constants: FittedConstants = fitted,
): number[] {
  const machine = machines[input.chip];
  const place = { layout: input.inference, ipus: placed.length };
  return placed.map((ipu) => {
    const { forward, sentBytes } = countWork(input, ipu, place, input.evalMicroBatchSize);
    return timeWork(input, forward, machine, constants) + sentBytes / machine.linkBytesPerSecond;
  });
}

/**
 * Seconds of the device that each weight update takes beside the pipeline: reduction of gradients over replicas, optimizer,
 * off-chip state. IPUs do so at the same time, so that the one with the most parameters counts.
 */
export function updateOverheadSeconds(input: PlanInput, placed: readonly PlacedIpu[]): number {
  const machine = machines[input.chip];
  const parameters = Math.max(0, ...placed.map(countParameters));
  const replicas = Math.max(1, input.training.replicationFactor);
  const sharded = input.replicatedTensorSharding ? parameters / replicas : parameters;
  // 16-bit gradients are scattered over the replicas and reduced, and the sums (sharded: the new weights) gathered.
  const reducedBytes = ((replicas - 1) / replicas) * 2 * 2 * parameters;
  const stateBytes = input.optimizerStateOffchip ? 2 * optimizerBytesPerParameter * sharded : 0;
  return (
    (optimizerVisits[input.optimizer] * sharded) / (tileCyclesPerSecond(machine) * machine.elementsPerTileCycle) +
    reducedBytes / machine.linkBytesPerSecond +
    stateBytes / machine.streamingBytesPerSecond
  );
}

/** Seconds of the host for one step, which is one call: preparing its sequences, and the call itself. */
export function hostSecondsPerStep(input: PlanInput, constants: FittedConstants = fitted): number {
  return constants.hostSecondsPerTrainingCall + loadingSeconds(input, countRows(input), constants);
}

/** The same for a step of evaluation, whose call costs next to nothing: published rates leave no room for it. */
export function hostSecondsPerEvalStep(input: PlanInput, constants: FittedConstants = fitted): number {
  return loadingSeconds(input, countEvalRows(input), constants);
}

/** Seconds of a step whose weight updates take `updateSeconds` each on the device. */
export function stepSeconds(input: PlanInput, updateSeconds: number, constants: FittedConstants = fitted): number {
  const device = input.training.deviceIterations * updateSeconds;
  return joinLoading(
    input,
    device + constants.hostSecondsPerTrainingCall,
    loadingSeconds(input, countRows(input), constants),
  );
}

/** Seconds of a step of evaluation whose micro-batches take `microBatchSeconds` each on a replica. */
export function evalStepSeconds(
  input: PlanInput,
  microBatchSeconds: number,
  constants: FittedConstants = fitted,
): number {
  const device = input.inference.deviceIterations * microBatchSeconds;
  return joinLoading(input, device, hostSecondsPerEvalStep(input, constants));
}

/**
 * Seconds to compile the training graph (where only inference is planned, the inference graph) with nothing in the cache.
 * A line through few and scattered points; docs/ipu-model.md has them.
 */
export function compileSeconds(input: PlanInput, placed: readonly PlacedIpu[]): number {
  const { baseSeconds, secondsPerLayer, inferenceShare } = fittedCompilation;
  const layers = placed.reduce((sum, ipu) => sum + (ipu.attention + ipu.feedForward) / 2, 0);
  const training = baseSeconds + layers * secondsPerLayer;
  return input.mode === 'training' ? training : training * inferenceShare;
}

/** Mean power in watts of the IPU-Machines or cards in use. */
export function watts(input: PlanInput): number {
  const machine = machines[input.chip];
  const layout = input.mode === 'training' ? input.training : input.inference;
  return Math.ceil(countIpus(layout) / machine.ipusPerMachine) * machine.typicalWatts;
}

// Sequences of a step; with packing, packs.
function countRows({ microBatchSize, gradientAccumulationSteps, training }: PlanInput): number {
  return microBatchSize * gradientAccumulationSteps * training.replicationFactor * training.deviceIterations;
}

function countEvalRows({ evalMicroBatchSize, inference }: PlanInput): number {
  return evalMicroBatchSize * inference.replicationFactor * inference.deviceIterations;
}

function countIpus({ ipusPerReplica, replicationFactor }: Layout): number {
  return Math.max(0, ipusPerReplica * replicationFactor);
}

function timeWork(input: PlanInput, work: Work, machine: Machine, constants: FittedConstants): number {
  const tileCycles = tileCyclesPerSecond(machine);
  const precision = input.enableHalfPartials ? 1 : machine.floatPartialsShareOfRate;
  const peak = tileCycles * machine.fp16FlopPerTileCycle * precision * constants.matmulShareOfPeak;
  return (
    work.flop / peak +
    work.elements / (tileCycles * machine.elementsPerTileCycle) +
    (work.products * constants.cyclesPerProduct) / machine.clockHz
  );
}

/** Workers share the preparing; without any, the calling thread does it. */
function loadingSeconds(input: PlanInput, rows: number, constants: FittedConstants): number {
  return (rows * input.sequenceLength * constants.hostSecondsPerToken) / Math.max(1, input.dataloaderNumWorkers);
}

/** A synchronous loader's time comes on top of the call's; an asynchronous one works meanwhile. */
function joinLoading({ dataloaderMode }: PlanInput, call: number, loading: number): number {
  return dataloaderMode === 'sync' ? call + loading : Math.max(call, loading);
}
