// A run's progress in one line of a terminal, no wider than it: what matters least goes first.

import type { RunProgress, RunSummary } from '../shared/messages/runs.ts';
import { describeLoss, formatDuration, phaseLabels, progressShare, stateLabels } from '../shared/run-text.ts';

const barWidths = [24, 12, 8];
const unitsOf: Readonly<Record<RunProgress['phase'], string>> = {
  prepare: '',
  train: 'steps/s',
  evaluate: 'features/s',
  save: '',
};

/** The characters of the done and the open part of a bar. */
export type BarStyle = readonly [done: string, open: string];

/** The line of a run. */
export function renderRunLine(run: RunSummary, columns: number, bar: BarStyle): string {
  if (run.state !== 'running' || !run.progress) return stateLabels[run.state].slice(0, columns);
  return renderProgressLine(run.progress, run.progress.phase === 'train' ? describeLoss(run) : '', columns, bar);
}

/** The line of one phase; `loss` may be empty. */
export function renderProgressLine(progress: RunProgress, loss: string, columns: number, bar: BarStyle): string {
  const label = capitalise(phaseLabels[progress.phase]);
  const variants = listDetails(progress, loss);
  // The bar is worth more than the speed, and less than the loss and the time left.
  const withBar = variants.slice(0, 2).flatMap((details) => barWidths.map((width) => [details, width] as const));
  for (const [details, width] of [...withBar, ...variants.map((each) => [each, 0] as const)]) {
    const head = [label, renderBar(progressShare(progress), width, bar), ...details.slice(0, 1)];
    const line = [head.filter((part) => part !== '').join(' '), ...details.slice(1)].join(' · ');
    if (line.length <= columns) return line;
  }
  return label.slice(0, columns);
}

/** What there is to say, in full and then with less and less. */
function listDetails({ done, total, perSecond, remainingMs, phase }: RunProgress, loss: string): string[][] {
  const count = total > 0 ? `${done}/${total}` : '';
  const speed = perSecond === undefined || unitsOf[phase] === '' ? '' : `${formatRate(perSecond)} ${unitsOf[phase]}`;
  const left = remainingMs === undefined || done >= total ? '' : `${formatDuration(remainingMs)} left`;
  const variants = [[count, loss, speed, left], [count, loss, left], [count, loss], [count], []];
  return variants.map((parts) => parts.filter((part) => part !== ''));
}

/** Three digits: the figure is redrawn all the time. */
function formatRate(perSecond: number): string {
  return perSecond >= 100 ? perSecond.toFixed(0) : perSecond.toPrecision(3);
}

function renderBar(share: number | undefined, width: number, [done, open]: BarStyle): string {
  if (share === undefined || width === 0) return '';
  const filled = Math.floor(share * width);
  return done.repeat(filled) + open.repeat(width - filled);
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
