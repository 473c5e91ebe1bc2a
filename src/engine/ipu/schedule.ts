// Which IPU of a pipeline works when, within one weight update: PopART's schedule, and how long it takes.
// Times are in any one unit; what a stage costs is pipeline.ts's business.

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
  const ipus = stages.length;
  const busy = stages.map(({ forward, backward }) => gradientAccumulationSteps * (forward + backward));
  // Who works changes at few cycles only; between two of them all cycles are alike, so that long updates cost no more.
  const changes = stages.flatMap((_, ipu) => [ipu, 2 * ipus - 2 - ipu]);
  const edges = changes.flatMap((cycle) => [cycle, cycle + gradientAccumulationSteps]);
  const cycles = [...new Set(edges)].sort((a, b) => a - b);
  let total = 0;
  for (const [index, cycle] of cycles.entries()) {
    const next = cycles[index + 1] ?? cycle;
    const times = stages.map((stage, ipu) => {
      const { forward, backward } = activityIn(cycle, ipu, ipus, gradientAccumulationSteps);
      return (forward ? stage.forward : 0) + (backward ? stage.backward : 0);
    });
    total += (next - cycle) * Math.max(...times);
  }
  return { total, busy };
}
