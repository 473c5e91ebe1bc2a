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

/** What an IPU does in a cycle: a forward pass, a backward pass, both or neither. */
export type Activity = PipelinePhase['active'][number];

// Long pipelines have hundreds of thousands of these, all of four kinds.
const waits: Activity = { forward: false, backward: false };
const goesForward: Activity = { forward: true, backward: false };
const goesBackward: Activity = { forward: false, backward: true };
const goesBothWays: Activity = { forward: true, backward: true };

/** What IPU `ipu` of `ipus` does in cycle `cycle` of a weight update. */
export function activityIn(cycle: number, ipu: number, ipus: number, gradientAccumulationSteps: number): Activity {
  const backwardStart = 2 * ipus - 2 - ipu;
  const forward = ipu <= cycle && cycle < ipu + gradientAccumulationSteps;
  const backward = backwardStart <= cycle && cycle < backwardStart + gradientAccumulationSteps;
  if (forward) return backward ? goesBothWays : goesForward;
  return backward ? goesBackward : waits;
}

/**
 * Time of one weight update. A cycle lasts as long as its slowest IPU, then all exchange; the pipeline runs empty before
 * the weights change. Source: graphcore/popart willow/src/transforms/pipeline.cpp, graphcore/poptorch docs/user_guide/overview.rst.
 * With equal stages an IPU works gradientAccumulationSteps / (gradientAccumulationSteps + N − 1) of the time.
 */
export function timeUpdate(stages: readonly StageTime[], gradientAccumulationSteps: number): UpdateTime {
  const busy = stages.map(({ forward, backward }) => gradientAccumulationSteps * (forward + backward));
  let total = 0;
  for (const { cycles, seconds } of alikeCycles(stages, gradientAccumulationSteps)) total += cycles * seconds;
  return { total, busy };
}

/** The same update as runs of cycles in which the same IPUs do the same, in order. */
export function phasesOf(stages: readonly StageTime[], gradientAccumulationSteps: number): PipelinePhase[] {
  return alikeCycles(stages, gradientAccumulationSteps).map(({ first, cycles, seconds }) => ({
    cycles,
    cycleSeconds: seconds,
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

interface AlikeCycles {
  readonly first: number;
  readonly cycles: number;
  /** Length of each of these cycles: that of the IPU that has most to do in it. */
  readonly seconds: number;
}

/** Runs of cycles: one by one while the pipeline fills and while it runs empty, all of the full pipeline at once. */
function alikeCycles(stages: readonly StageTime[], gradientAccumulationSteps: number): AlikeCycles[] {
  if (stages.length === 0) return [];
  const fill = 2 * stages.length - 2;
  const timeCycle = gradientAccumulationSteps >= fill ? filledCycles(stages) : shortCycles(stages);
  const runs: AlikeCycles[] = [];
  for (let first = 0, cycles = 1; first < gradientAccumulationSteps + fill; first += cycles) {
    cycles = first === fill ? Math.max(1, gradientAccumulationSteps - fill) : 1;
    runs.push({ first, cycles, seconds: timeCycle(first, gradientAccumulationSteps) });
  }
  return runs;
}

type TimeCycle = (cycle: number, gradientAccumulationSteps: number) => number;

/**
 * Lengths of cycles of a pipeline that is full at some time. As it fills, the first IPUs go forward and more and more of the
 * last ones backward too; as it runs empty, it is the other way round. Longest times of first and last IPUs are therefore all
 * it takes, and hundreds of IPUs cost no more than a few.
 */
function filledCycles(stages: readonly StageTime[]): TimeCycle {
  const ipus = stages.length;
  const longestForward = longestOfFirst(stages.map(({ forward }) => forward));
  const longestBackward = longestOfFirst(stages.map(({ backward }) => backward));
  const longestBoth = longestOfFirst(stages.map(({ forward, backward }) => forward + backward).reverse());
  const fill = 2 * ipus - 2;
  return (cycle, steps) => {
    // IPUs that go one way only come first in the pipeline, those that go both ways last.
    const isFilling = cycle < fill;
    const distance = isFilling ? cycle : cycle - steps;
    if (!isFilling && distance < 0) return longestBoth(ipus);
    const oneWay = isFilling ? longestForward : longestBackward;
    const reached = isFilling ? distance + 1 : fill - distance;
    if (reached < ipus) return oneWay(reached);
    const both = isFilling ? distance - ipus + 2 : ipus - 1 - distance;
    return Math.max(oneWay(ipus - both), longestBoth(both));
  };
}

/** Of the first `count` of `values`, the largest. */
function longestOfFirst(values: readonly number[]): (count: number) => number {
  const longest = [0];
  for (const [index, value] of values.entries()) longest.push(Math.max(longest[index]!, value));
  return (count) => longest[count]!;
}

/** Lengths of cycles where the first micro-batch comes back after the last has gone: over the IPUs that do anything. */
function shortCycles(stages: readonly StageTime[]): TimeCycle {
  const ipus = stages.length;
  return (cycle, steps) => {
    let longest = 0;
    for (const start of [cycle - steps + 1, 2 * ipus - 2 - cycle]) {
      for (let ipu = Math.max(0, start); ipu < Math.min(ipus, start + steps); ipu++) {
        const { forward, backward } = activityIn(cycle, ipu, ipus, steps);
        longest = Math.max(longest, (forward ? stages[ipu]!.forward : 0) + (backward ? stages[ipu]!.backward : 0));
      }
    }
    return longest;
  };
}
