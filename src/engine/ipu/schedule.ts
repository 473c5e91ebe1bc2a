// Which IPU of a pipeline works when, within one weight update: PopART's schedule, and how long it takes.
// Times are in any one unit; what a stage costs is the business of time.ts.

import type { PipelinePhase } from '../../shared/plan.ts';

/** Time one micro-batch takes on an IPU, there and back. */
export interface StageTime {
  readonly forward: number;
  readonly backward: number;
}

/** Time of one weight update: all of it, and the part each IPU works. */
export interface UpdateTime {
  readonly total: number;
  readonly busy: readonly number[];
}

/** Pipeline stages of N IPUs in training: N forward, N backward, the last forward and first backward merged. */
export function countStages(ipus: number): number {
  return Math.max(0, 2 * ipus - 1);
}

/** Pipeline cycles of one weight update: one for each micro-batch, and stages − 1 until the last has left the pipeline. */
export function countCycles(ipus: number, gradientAccumulationSteps: number): number {
  return ipus === 0 ? 0 : gradientAccumulationSteps + countStages(ipus) - 1;
}

/** What IPU `ipu` of `ipus` does in cycle `cycle` of a weight update: a forward pass, a backward pass, both or neither. */
export function activityIn(cycle: number, ipu: number, ipus: number, gradientAccumulationSteps: number) {
  const backwardStart = 2 * ipus - 2 - ipu;
  return {
    forward: ipu <= cycle && cycle < ipu + gradientAccumulationSteps,
    backward: backwardStart <= cycle && cycle < backwardStart + gradientAccumulationSteps,
  };
}

/**
 * Time of one weight update. A cycle lasts as long as its slowest IPU, then all exchange; the pipeline runs empty before
 * the weights change. Source: graphcore/popart willow/src/transforms/pipeline.cpp, graphcore/poptorch docs/user_guide/overview.rst.
 * With equal stages an IPU works gradientAccumulationSteps / (gradientAccumulationSteps + N − 1) of the time.
 */
export function timeUpdate(stages: readonly StageTime[], gradientAccumulationSteps: number): UpdateTime {
  const busy = stages.map(({ forward, backward }) => gradientAccumulationSteps * (forward + backward));
  let total = 0;
  for (const { first, cycles } of alikeCycles(stages.length, gradientAccumulationSteps)) {
    total += cycles * timeCycle(stages, first, gradientAccumulationSteps);
  }
  return { total, busy };
}

/** The same update as runs of cycles in which the same IPUs do the same, in order. */
export function phasesOf(stages: readonly StageTime[], gradientAccumulationSteps: number): PipelinePhase[] {
  return alikeCycles(stages.length, gradientAccumulationSteps).map(({ first, cycles }) => ({
    cycles,
    cycleSeconds: timeCycle(stages, first, gradientAccumulationSteps),
    active: stages.map((_, ipu) => activityIn(first, ipu, stages.length, gradientAccumulationSteps)),
  }));
}

/** The least gradient accumulation with which the busiest IPU works `share` of an update's pipeline time, or more. */
export function accumulationForShare(stages: readonly StageTime[], share: number): number {
  let least = 1;
  let enough = 1;
  while (busiestShare(stages, enough) < share) enough *= 2;
  while (least < enough) {
    const middle = Math.floor((least + enough) / 2);
    if (busiestShare(stages, middle) < share) least = middle + 1;
    else enough = middle;
  }
  return least;
}

/** Share of an update's time in which the busiest IPU works: more gradient accumulation never makes it less. */
export function busiestShare(stages: readonly StageTime[], gradientAccumulationSteps: number): number {
  const { total, busy } = timeUpdate(stages, gradientAccumulationSteps);
  // Rounding can take the busiest IPU a hair above the whole.
  return total > 0 ? Math.min(1, Math.max(...busy) / total) : 1;
}

/** Runs of cycles: one by one while the pipeline fills and while it runs empty, all of the full pipeline at once. */
function alikeCycles(ipus: number, gradientAccumulationSteps: number): { first: number; cycles: number }[] {
  if (ipus === 0) return [];
  const fill = 2 * ipus - 2;
  const end = gradientAccumulationSteps + fill;
  const runs: { first: number; cycles: number }[] = [];
  for (let first = 0, cycles = 1; first < end; first += cycles) {
    cycles = first === fill ? Math.max(1, gradientAccumulationSteps - fill) : 1;
    runs.push({ first, cycles });
  }
  return runs;
}

/** Length of one cycle: that of the IPU that has most to do in it. */
function timeCycle(stages: readonly StageTime[], cycle: number, gradientAccumulationSteps: number): number {
  const ipus = stages.length;
  let longest = 0;
  for (let ipu = 0; ipu < ipus; ipu++) {
    const { forward, backward } = stages[ipu]!;
    const backwardStart = 2 * ipus - 2 - ipu;
    const goesForward = ipu <= cycle && cycle < ipu + gradientAccumulationSteps;
    const goesBackward = backwardStart <= cycle && cycle < backwardStart + gradientAccumulationSteps;
    longest = Math.max(longest, (goesForward ? forward : 0) + (goesBackward ? backward : 0));
  }
  return longest;
}
