// How long a configuration takes on a pod: stages, weight updates, host and compilation. A model from operation counts,
// hardware figures (machine.ts) and a few fitted constants (fitted.ts), not a measurement; docs/ipu-model.md explains it.

import { type FittedConstants, fitted } from './fitted.ts';
import { type Machine, machines, tileCyclesPerSecond } from './machine.ts';
import { add, countWork, type Work } from './operations.ts';
import { countParameters, type PlacedIpu } from './placement.ts';
import type { Layout, PlanInput } from './plan-input.ts';
import type { StageTime } from './schedule.ts';

/** Seconds of one micro-batch there and back on each IPU of a replica, recomputation in `backward`. */
export function timeStages(
  input: PlanInput,
  placed: readonly PlacedIpu[],
  constants: FittedConstants = fitted,
): StageTime[] {
  const machine = machines[input.chip];
  return placed.map((ipu) => {
    const { forward, recomputed, sentBytes } = countWork(input, ipu, placed.length, input.microBatchSize);
    const sending = sentBytes / machine.linkBytesPerSecond;
    const receivesGradient = sending;
    // Each product has two in its backward pass, one for each of its inputs; other work goes the same way.
    const backward = add(add(forward, forward), recomputed);
    return {
      forward: timeWork(input, forward, machine, constants) + sending,
      backward: timeWork(input, backward, machine, constants) + receivesGradient,
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
  return placed.map((ipu) => {
    const { forward, sentBytes } = countWork(input, ipu, placed.length, input.evalMicroBatchSize);
    return timeWork(input, forward, machine, constants) + sentBytes / machine.linkBytesPerSecond;
  });
}

/** Seconds of the device that each weight update takes beside the pipeline: reduction over replicas, optimizer, off-chip state. */
export function updateOverheadSeconds(
  input: PlanInput,
  placed: readonly PlacedIpu[],
  constants: FittedConstants = fitted,
): number {
  const machine = machines[input.chip];
  const parameters = Math.max(0, ...placed.map(countParameters));
  const replicas = Math.max(1, input.training.replicationFactor);
  // Gradients of two bytes are scattered over the replicas and weights gathered from them.
  const reduced = ((replicas - 1) / replicas) * 2 * 2 * parameters;
  const cycles = constants.updateTileCyclesPerParameter * parameters;
  return cycles / tileCyclesPerSecond(machine) + reduced / machine.linkBytesPerSecond;
}

/** Seconds of the host for one step, which is one call: preparing its sequences, and the call itself. */
export function hostSecondsPerStep(input: PlanInput, constants: FittedConstants = fitted): number {
  const { microBatchSize, gradientAccumulationSteps, training } = input;
  const rows = microBatchSize * gradientAccumulationSteps * training.replicationFactor * training.deviceIterations;
  return constants.hostSecondsPerCall + loadingSeconds(input, rows, constants);
}

/** The same for a step of evaluation. */
export function hostSecondsPerEvalStep(input: PlanInput, constants: FittedConstants = fitted): number {
  const { evalMicroBatchSize, inference } = input;
  const rows = evalMicroBatchSize * inference.replicationFactor * inference.deviceIterations;
  return constants.hostSecondsPerCall + loadingSeconds(input, rows, constants);
}

/** Seconds of a step whose weight updates take `updateSeconds` each on the device. */
export function stepSeconds(input: PlanInput, updateSeconds: number, constants: FittedConstants = fitted): number {
  const device = input.training.deviceIterations * updateSeconds;
  return joinHost(input, device, hostSecondsPerStep(input, constants));
}

/** Seconds of a step of evaluation whose micro-batches take `microBatchSeconds` each on a replica. */
export function evalStepSeconds(
  input: PlanInput,
  microBatchSeconds: number,
  constants: FittedConstants = fitted,
): number {
  const device = input.inference.deviceIterations * microBatchSeconds;
  return joinHost(input, device, hostSecondsPerEvalStep(input, constants));
}

/** Seconds to compile the training graph (or, where only inference is planned, the inference graph) from cold. */
export function compileSeconds(input: PlanInput, placed: readonly PlacedIpu[]): number {
  const layers = placed.reduce((sum, ipu) => sum + (ipu.attention + ipu.feedForward) / 2, 0);
  return input.mode === 'training' ? 120 + 20 * placed.length + 8 * layers : 60 + 4 * layers;
}

/** Mean power in watts of the IPU-Machines or cards in use. */
export function watts(input: PlanInput): number {
  const machine = machines[input.chip];
  const layout = input.mode === 'training' ? input.training : input.inference;
  return Math.ceil(countIpus(layout) / machine.ipusPerMachine) * machine.typicalWatts;
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
    work.elements / (tileCycles * constants.elementsPerTileCycle) +
    (work.products * constants.cyclesPerProduct) / machine.clockHz
  );
}

/** Workers share the preparing; without any, the calling thread does it. */
function loadingSeconds(input: PlanInput, rows: number, constants: FittedConstants): number {
  return (rows * constants.hostSecondsPerSample) / Math.max(1, input.dataloaderNumWorkers);
}

/** A synchronous loader's time comes on top of the device's; an asynchronous one works meanwhile. */
function joinHost(input: PlanInput, device: number, host: number): number {
  return input.dataloaderMode === 'sync' ? device + host : Math.max(device, host);
}
