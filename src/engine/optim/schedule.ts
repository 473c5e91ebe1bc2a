// Learning-rate schedules, as transformers.get_scheduler computes them.

export interface Schedule {
  readonly type: 'linear' | 'constant';
  readonly peak: number;
  /** Weight updates over which the rate rises from 0. */
  readonly warmupSteps: number;
  /** Weight updates in all. */
  readonly totalSteps: number;
}

/** Number of warm-up updates: `warmup_steps` if given, otherwise the share `warmup_ratio` of all, rounded up. */
export function warmupSteps(steps: number, ratio: number, totalSteps: number): number {
  return steps > 0 ? steps : Math.ceil(totalSteps * ratio);
}

/** The learning rate of weight update number `step`, from 1. The first update of a warm-up has rate 0, as in transformers. */
export function learningRate({ type, peak, warmupSteps: warmup, totalSteps }: Schedule, step: number): number {
  const done = step - 1;
  if (done < warmup) return (peak * done) / Math.max(1, warmup);
  if (type === 'constant') return peak;
  return peak * Math.max(0, (totalSteps - done) / Math.max(1, totalSteps - warmup));
}
