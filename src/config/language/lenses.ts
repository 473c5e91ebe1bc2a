// What can be done with an experiment, as links above its text: at its first brace, and at its sweep. Which of the runs there are
// the experiment's is decided elsewhere (runs-of-file.ts).

import { AppError } from '../../shared/errors.ts';
import type { Lens, TextRange } from '../../shared/language.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { canResume } from '../../shared/run-state.ts';
import type { Experiment } from '../fields.ts';
import { expandSweep, isSweep } from '../sweep.ts';
import { FieldNodes, rangeOf } from './field-nodes.ts';
import { formatPlural } from './figures.ts';

/** A run as far as links depend on it. */
export type LensRun = Pick<RunSummary, 'runId' | 'state' | 'startedAt' | 'imported'>;

/** The links of a text, by its examination (load.ts) and its runs, newest first; none where it is no object at all. Never throws. */
export function lenses(
  text: string,
  { experiment, readable }: { readonly experiment: Experiment; readonly readable: boolean },
  runs: readonly LensRun[],
): Lens[] {
  const nodes = new FieldNodes(text);
  if (nodes.root?.type !== 'object') return [];
  const range = { offset: nodes.root.offset, length: 1 };
  const [last] = runs;
  const sweep = readable ? countRuns(experiment) : null;
  const key = nodes.get('sweep')?.key;
  return [
    ...always.map((link) => ({ ...link, range, runId: null })),
    ...(last ? aboutRun(last, range) : []),
    // An inherited sweep has no place of its own.
    ...(sweep === null ? [] : [aboutSweep(sweep, key ? rangeOf(key) : range)]),
  ];
}

const always: readonly Pick<Lens, 'title' | 'tooltip' | 'action'>[] = [
  { title: 'Launch', tooltip: 'Train this experiment on this machine.', action: 'launch' },
  { title: 'Plan', tooltip: 'Show what it would do on IPUs, beside the file.', action: 'plan' },
  { title: 'Suggest', tooltip: 'Search layouts with the same global batch for the same IPUs.', action: 'suggest' },
];

function aboutRun(of: LensRun, range: TextRange): Lens[] {
  const { runId, startedAt } = of;
  const run = `the run of ${formatTime(startedAt)}`;
  const compare = `Show what has changed since ${run}.`;
  const resume = `Go on with ${run} from its last checkpoint.`;
  // It is found again when the link is clicked: a newer one may have ended by then.
  const links: Lens[] = [
    { range, title: 'Compare with last', tooltip: compare, action: 'compare-with-last', runId: null },
  ];
  if (canResume(of)) links.push({ range, title: 'Resume', tooltip: resume, action: 'resume', runId });
  return links;
}

function aboutSweep(runs: number, range: TextRange): Lens {
  const title = `Launch Sweep (${formatPlural(runs, 'run')})`;
  return { range, title, tooltip: 'Queue a run for each combination.', action: 'launch-sweep', runId: null };
}

/** Such as `2026-03-14 15:09`, in local time. */
export function formatTime(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** Runs of the sweep; null if there is none, or none that can be carried out. */
function countRuns(experiment: Experiment): number | null {
  if (!isSweep(experiment)) return null;
  try {
    return expandSweep(experiment).length;
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}
