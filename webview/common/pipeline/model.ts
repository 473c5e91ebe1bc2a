// The pipeline of one weight update as a Gantt chart: who works on which micro-batch in which cycle. Long updates cost no
// more than short ones: runs of equal cycles stay runs. Pure; what is visible is in viewport.ts, drawing is in ink.ts.

import * as l10n from '@vscode/l10n';
import type { Plan } from '../../../src/shared/plan.ts';
import { counted } from '../counted.ts';
import { formatCount, formatPercent, formatSeconds } from '../quantities.ts';

/** A stretch of equal cycles; cycles and seconds are counted from the update's start. */
export interface Stretch {
  readonly startCycle: number;
  readonly cycles: number;
  readonly startSeconds: number;
  readonly cycleSeconds: number;
}

/** A run of cycles in which an IPU takes one micro-batch after another. */
export interface Run {
  readonly startCycle: number;
  readonly endCycle: number;
  /** Micro-batch of its first cycle; each further cycle takes the next. */
  readonly firstMicroBatch: number;
}

export interface PipelineRow {
  readonly index: number;
  readonly label: string;
  readonly busy: string;
  readonly forward: readonly Run[];
  readonly backward: readonly Run[];
  /** Time of one micro-batch there and back. */
  readonly seconds: { readonly forward: number; readonly backward: number };
}

/** The parts of an update as one names them: filling, all IPUs at work, running empty. */
export interface Band {
  readonly startCycle: number;
  readonly endCycle: number;
  readonly label: string;
  readonly bubble: boolean;
}

export interface PipelineModel {
  readonly rows: readonly PipelineRow[];
  readonly stretches: readonly Stretch[];
  readonly bands: readonly Band[];
  readonly cycles: number;
  readonly seconds: number;
  readonly title: string;
  readonly facts: readonly string[];
  readonly summary: string;
  readonly hasBackward: boolean;
}

export function pipelineModel(plan: Plan): PipelineModel {
  const { pipeline, mode } = plan;
  const ipus = plan.ipus.length > 0 ? plan.ipus : plan.inferenceIpus;
  const known = hasTimes(pipeline.phases);
  const stretches = place(pipeline.phases);
  const last = stretches.at(-1);
  const rows = ipus.map((ipu, index) => ({
    index: ipu.index,
    label: `IPU ${ipu.index}`,
    busy: formatPercent(ipu.utilisation),
    forward: runsOf(pipeline.phases, stretches, (phase) => phase.active[index]?.forward ?? false),
    backward: runsOf(pipeline.phases, stretches, (phase) => phase.active[index]?.backward ?? false),
    seconds: known ? { backward: 0, ...ipu.seconds } : { forward: 0, backward: 0 },
  }));
  const facts = describe(plan);
  return {
    rows,
    stretches,
    bands: mode === 'training' ? bandsOf(pipeline.phases, stretches) : [],
    cycles: last ? last.startCycle + last.cycles : 0,
    seconds: last ? last.startSeconds + last.cycles * last.cycleSeconds : 0,
    title: mode === 'training' ? l10n.t('Pipeline of one weight update') : l10n.t('One micro-batch through the IPUs'),
    facts,
    summary: [...facts, ...rows.slice(0, 16).map(({ label, busy }) => l10n.t('{0} works {1}', label, busy))].join('. '),
    hasBackward: rows.some(({ backward }) => backward.length > 0),
  };
}

function describe({ pipeline, batch, mode }: Plan): string[] {
  const facts = [counted.stages(pipeline.stages), counted.cycles(pipeline.cyclesPerUpdate)];
  if (mode === 'inference') return facts;
  facts.push(l10n.t('bubble {0}', formatPercent(pipeline.bubble)));
  const needed = pipeline.gradientAccumulationFor90;
  if (needed !== null && needed > batch.gradientAccumulationSteps) {
    facts.push(l10n.t('90 % busy from gradient accumulation {0} on', formatCount(needed)));
  }
  return facts;
}

type Phases = Plan['pipeline']['phases'];

function hasTimes(phases: Phases): boolean {
  return phases.every(({ cycleSeconds }) => Number.isFinite(cycleSeconds) && cycleSeconds > 0);
}

/** Cycles without a length are drawn as if all were alike. */
function place(phases: Phases): Stretch[] {
  const known = hasTimes(phases);
  const stretches: Stretch[] = [];
  let [startCycle, startSeconds] = [0, 0];
  for (const phase of phases) {
    const cycles = Number.isFinite(phase.cycles) ? Math.max(0, Math.floor(phase.cycles)) : 0;
    const cycleSeconds = known ? phase.cycleSeconds : 1;
    stretches.push({ startCycle, cycles, startSeconds, cycleSeconds });
    startCycle += cycles;
    startSeconds += cycles * cycleSeconds;
  }
  return stretches;
}

function runsOf(phases: Phases, stretches: readonly Stretch[], isActive: (phase: Phases[number]) => boolean): Run[] {
  const runs: Run[] = [];
  let done = 0;
  for (const [index, phase] of phases.entries()) {
    const { startCycle, cycles } = stretches[index]!;
    if (!isActive(phase) || cycles === 0) continue;
    const previous = runs.at(-1);
    const endCycle = startCycle + cycles;
    if (previous?.endCycle === startCycle) runs[runs.length - 1] = { ...previous, endCycle };
    else runs.push({ startCycle, endCycle, firstMicroBatch: done });
    done += cycles;
  }
  return runs;
}

/** Before every IPU works in both directions the pipeline fills; after it, it runs empty. Short updates have no middle. */
function bandsOf(phases: Phases, stretches: readonly Stretch[]): Band[] {
  const isFull = (phase: Phases[number]) => phase.active.every(({ forward, backward }) => forward && backward);
  const first = phases.findIndex(isFull);
  const last = phases.findLastIndex(isFull);
  const end = stretches.at(-1);
  if (first < 0 || !end || phases.length === 1) return [];
  const from = stretches[first]!.startCycle;
  const to = stretches[last]!.startCycle + stretches[last]!.cycles;
  const bands = [
    { startCycle: 0, endCycle: from, label: l10n.t('fills'), bubble: true },
    { startCycle: from, endCycle: to, label: l10n.t('every IPU works'), bubble: false },
    { startCycle: to, endCycle: end.startCycle + end.cycles, label: l10n.t('runs empty'), bubble: true },
  ];
  return bands.filter((band) => band.endCycle > band.startCycle);
}

/** The micro-batch that a row's runs work on in a cycle; null if none. */
export function microBatchAt(runs: readonly Run[], cycle: number): number | null {
  const run = runs.find(({ startCycle, endCycle }) => startCycle <= cycle && cycle < endCycle);
  return run ? run.firstMicroBatch + cycle - run.startCycle : null;
}

/** What an IPU does in a cycle, in words. */
export function describeCell(model: PipelineModel, row: number, cycle: number): string {
  const ipu = model.rows[row];
  if (!ipu || !(cycle >= 0 && cycle < model.cycles)) return '';
  const forward = microBatchAt(ipu.forward, cycle);
  const backward = microBatchAt(ipu.backward, cycle);
  return l10n.t('Cycle {0}, {1}: {2}', formatCount(cycle + 1), ipu.label, describeWork(forward, backward));
}

function describeWork(forward: number | null, backward: number | null): string {
  if (forward !== null && backward !== null) {
    const [first, second] = [formatCount(forward + 1), formatCount(backward + 1)];
    return l10n.t('forward of micro-batch {0} and backward of micro-batch {1}', first, second);
  }
  if (forward !== null) return l10n.t('forward of micro-batch {0}', formatCount(forward + 1));
  return backward === null ? l10n.t('idle') : l10n.t('backward of micro-batch {0}', formatCount(backward + 1));
}

/** Rows of the table that says what the drawing shows: stretches of cycles, and who does what in them. */
export function pipelineTable({ pipeline, ipus, inferenceIpus }: Plan) {
  const planned = ipus.length > 0 ? ipus : inferenceIpus;
  const stretches = place(pipeline.phases);
  const said = ({ forward, backward }: { forward: boolean; backward: boolean }) =>
    forward && backward ? l10n.t('both') : forward ? l10n.t('forward') : backward ? l10n.t('backward') : l10n.t('idle');
  return {
    head: [l10n.t('Cycles'), l10n.t('Each'), ...planned.map(({ index }) => `IPU ${index}`)],
    rows: pipeline.phases.map((phase, index) => {
      const { startCycle, cycles } = stretches[index]!;
      const range = cycles > 1 ? `${startCycle + 1}–${startCycle + cycles}` : String(startCycle + 1);
      return [range, formatSeconds(phase.cycleSeconds), ...phase.active.map(said)];
    }),
  };
}
