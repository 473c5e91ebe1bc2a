// The visible part of the pipeline chart: zoom, pan, and where cycles lie on it. The axis is time; positions are counted in
// cycles, so that a view stays where it is while times change under it. Pure.

import type { PipelineModel, PipelineRow, Run, Stretch } from './model.ts';

/** Visible cycles, from inclusive to exclusive; fractions are allowed. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** `start`: the first cycles, legible; `whole`: all of them; `free`: where somebody moved to. */
export type ViewMode = 'start' | 'whole' | 'free';

const fewestCycles = 3;
/** So many cycles are still legible in one view. */
const legibleCycles = 40;

export function wholeView({ cycles }: Pick<PipelineModel, 'cycles'>): Viewport {
  return { from: 0, to: Math.max(1, cycles) };
}

/** The whole update if it is short; otherwise until some cycles after the pipeline has filled. */
export function startView({ cycles, rows }: Pick<PipelineModel, 'cycles' | 'rows'>): Viewport {
  const wanted = Math.max(legibleCycles, 4 * rows.length);
  return cycles <= wanted * 1.5 ? wholeView({ cycles }) : { from: 0, to: wanted };
}

/** Keeps a view inside the update and no smaller than a few cycles. */
export function clampView({ from, to }: Viewport, { cycles }: Pick<PipelineModel, 'cycles'>): Viewport {
  const all = Math.max(1, cycles);
  const length = Math.min(all, Math.max(Math.min(fewestCycles, all), to - from)) || all;
  const start = Math.min(Math.max(0, from), all - length) || 0;
  return { from: start, to: start + length };
}

/** Zooms by a factor (below 1: closer) around a cycle that stays where it is. */
export function zoomView(
  view: Viewport,
  factor: number,
  around: number,
  model: Pick<PipelineModel, 'cycles'>,
): Viewport {
  const length = Math.min(Math.max((view.to - view.from) * factor, fewestCycles), Math.max(1, model.cycles));
  const share = (around - view.from) / (view.to - view.from);
  const from = around - share * length;
  return clampView({ from, to: from + length }, model);
}

/** Moves a view by a share of its length. */
export function panView({ from, to }: Viewport, share: number, model: Pick<PipelineModel, 'cycles'>): Viewport {
  const by = share * (to - from);
  return clampView({ from: from + by, to: to + by }, model);
}

/** Seconds from the update's start to a cycle, which may be a fraction. */
export function secondsAt(stretches: readonly Stretch[], cycle: number): number {
  const stretch = stretchAt(stretches, (one) => one.startCycle <= cycle);
  return stretch ? stretch.startSeconds + (cycle - stretch.startCycle) * stretch.cycleSeconds : 0;
}

/** The cycle at a time, with its fraction. */
export function cycleAt(stretches: readonly Stretch[], seconds: number): number {
  const stretch = stretchAt(stretches, (one) => one.startSeconds <= seconds);
  return stretch ? stretch.startCycle + (seconds - stretch.startSeconds) / stretch.cycleSeconds : 0;
}

/** The last stretch that begins soon enough. */
function stretchAt(stretches: readonly Stretch[], begins: (stretch: Stretch) => boolean): Stretch | undefined {
  let [low, high] = [0, stretches.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (begins(stretches[middle]!)) low = middle;
    else high = middle;
  }
  return stretches[low];
}

/** Where cycles lie in a view that is `width` wide, and back. */
export function scaleOf({ stretches }: Pick<PipelineModel, 'stretches'>, view: Viewport, width: number) {
  const start = secondsAt(stretches, view.from);
  const perSecond = width / (secondsAt(stretches, view.to) - start || 1);
  return {
    x: (cycle: number): number => (secondsAt(stretches, cycle) - start) * perSecond,
    cycle: (x: number): number => cycleAt(stretches, start + x / perSecond),
  };
}

/** Something to draw in a row: left edge, width, and the lower and upper edge in shares of the row's height from its foot. */
export interface Mark {
  readonly kind: 'forward' | 'backward';
  readonly x: number;
  readonly width: number;
  readonly low: number;
  readonly high: number;
  /** Number of the micro-batch, where one cycle is wide enough to be drawn by itself. */
  readonly microBatch: number | null;
}

/** From this many pixels on a cycle is drawn by itself; where there are many rows, only from more on. */
const ownCyclePx = 5;
const ownCyclePxOfMany = 24;
const manyRows = 64;

/**
 * The marks of one row in a view. Wide cycles are drawn one by one, work beside work; narrow ones as blocks, work above
 * work, so that the inked area is the busy share either way. Never many more marks than pixels.
 */
export function marksOf(model: PipelineModel, rowIndex: number, view: Viewport, width: number): Mark[] {
  const row = model.rows[rowIndex];
  if (!row) return [];
  const { x } = scaleOf(model, view, width);
  const ownPx = model.rows.length > manyRows ? ownCyclePxOfMany : ownCyclePx;
  const marks: Mark[] = [];
  for (const stretch of model.stretches) {
    const from = Math.max(stretch.startCycle, Math.floor(view.from));
    const to = Math.min(stretch.startCycle + stretch.cycles, Math.ceil(view.to));
    if (to <= from) continue;
    const work = workOf(row, stretch);
    const left = x(from);
    const cycleWidth = (x(to) - left) / (to - from);
    if (cycleWidth < ownPx) addBlock(marks, work, left, x(to) - left);
    else
      for (let cycle = from; cycle < to; cycle++)
        addCycle(marks, work, cycle, left + (cycle - from) * cycleWidth, cycleWidth);
  }
  return marks;
}

/** What an IPU does in every cycle of a stretch, and for which share of it. */
interface Work {
  readonly forward: Run | undefined;
  readonly backward: Run | undefined;
  readonly forwardShare: number;
  readonly backwardShare: number;
}

function workOf({ forward, backward, seconds }: PipelineRow, { startCycle, cycleSeconds }: Stretch): Work {
  const at = { forward: inRun(forward, startCycle), backward: inRun(backward, startCycle) };
  const parts = { forward: at.forward ? seconds.forward : 0, backward: at.backward ? seconds.backward : 0 };
  const whole = Math.max(cycleSeconds, parts.forward + parts.backward);
  // Times that nobody knows share the cycle evenly.
  const even = at.forward && at.backward ? 0.5 : 1;
  const share = (part: number) => (whole > 0 && part > 0 && Number.isFinite(whole) ? part / whole : even);
  return { ...at, forwardShare: share(parts.forward), backwardShare: share(parts.backward) };
}

function addBlock(marks: Mark[], { forward, backward, forwardShare, backwardShare }: Work, x: number, width: number) {
  const low = forward ? forwardShare : 0;
  const blocks: Mark[] = [];
  if (forward) blocks.push({ kind: 'forward', x, width, low: 0, high: low, microBatch: null });
  if (backward) blocks.push({ kind: 'backward', x, width, low, high: low + backwardShare, microBatch: null });
  for (const block of blocks) {
    const index = marks.findLastIndex(({ kind }) => kind === block.kind);
    const previous = marks[index];
    // What would share its pixel with the one before it makes that one longer.
    const end = previous?.microBatch === null ? previous.x + previous.width : NaN;
    if (previous && Math.abs(end - x) < 0.01 && previous.width + width <= 1) {
      marks[index] = { ...previous, width: x + width - previous.x };
    } else marks.push(block);
  }
}

function addCycle(marks: Mark[], { forward, backward, ...shares }: Work, cycle: number, x: number, size: number) {
  const microBatch = (run: Run) => run.firstMicroBatch + cycle - run.startCycle;
  const whole = { low: 0, high: 1 };
  const before = forward ? size * shares.forwardShare : 0;
  if (forward) marks.push({ kind: 'forward', x, width: before, ...whole, microBatch: microBatch(forward) });
  if (!backward) return;
  const width = size * shares.backwardShare;
  marks.push({ kind: 'backward', x: x + before, width, ...whole, microBatch: microBatch(backward) });
}

function inRun(runs: readonly Run[], cycle: number): Run | undefined {
  return runs.find(({ startCycle, endCycle }) => startCycle <= cycle && cycle < endCycle);
}

/** Cycles at which the axis has a number, about `wanted` of them at round distances. */
export function ticksOf({ from, to }: Viewport, wanted: number): number[] {
  const rough = (to - from) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? 10 * power;
  const ticks = [];
  for (let cycle = Math.ceil(from / step) * step; cycle <= to + 1e-9; cycle += step) ticks.push(cycle);
  return ticks;
}
