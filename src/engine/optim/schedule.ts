// Learning-rate schedules, as transformers.get_scheduler and torch's LambdaLR compute them: the same doubles, rounding included (C
// libraries differ in the last bit of a cosine).

/** transformers' names of the schedules, as `lr_scheduler_type` has them. */
export const scheduleTypes = ['linear', 'cosine', 'constant', 'constant_with_warmup'] as const;
export type ScheduleType = (typeof scheduleTypes)[number];

export interface Schedule {
  readonly type: ScheduleType;
  readonly peak: number;
  /** Weight updates over which the rate rises from 0; `constant` has none. */
  readonly warmupSteps: number;
  /** Weight updates in all. */
  readonly totalSteps: number;
}

/** Number of warm-up updates: `warmup_steps` if given, otherwise the share `warmup_ratio` of all, rounded up. */
export function warmupSteps(steps: number, ratio: number, totalSteps: number): number {
  return steps > 0 ? steps : Math.ceil(totalSteps * ratio);
}

/** The learning rate of weight update number `step`, from 1. The first update of a warm-up has rate 0, as in transformers. */
export function learningRate(schedule: Schedule, step: number): number {
  return schedule.peak * share(schedule, step - 1);
}

/** Share of the peak after `done` updates. */
function share({ type, warmupSteps: warmup, totalSteps }: Schedule, done: number): number {
  if (type === 'constant') return 1;
  if (done < warmup) return done / Math.max(1, warmup);
  if (type === 'constant_with_warmup') return 1;
  const span = Math.max(1, totalSteps - warmup);
  if (type === 'linear') return Math.max(0, (totalSteps - done) / span);
  // get_cosine_schedule_with_warmup with its default num_cycles of one half, in its order of operations.
  return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * 0.5 * 2 * ((done - warmup) / span))));
}
