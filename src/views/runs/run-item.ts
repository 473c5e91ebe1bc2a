// What the tree says of a run, as plain data.

import { runItemKinds } from '../../contributions/views.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { isActive, isResumable, type RunState } from '../../shared/run-state.ts';
import { describeRun, formatDuration, stateLabels } from '../../shared/run-text.ts';

export interface RunItem {
  readonly label: string;
  readonly description: string;
  /** Several lines of plain text. */
  readonly tooltip: string;
  /** A codicon and the theme colour it has; without one it has the list's. */
  readonly icon: string;
  readonly colour: string | undefined;
  readonly kind: (typeof runItemKinds)[keyof typeof runItemKinds];
  readonly ariaLabel: string;
}

const icons: Readonly<Record<RunState, { readonly icon: string; readonly colour?: string }>> = {
  queued: { icon: 'loading~spin' },
  starting: { icon: 'loading~spin' },
  running: { icon: 'loading~spin', colour: 'charts.blue' },
  stopping: { icon: 'loading~spin' },
  completed: { icon: 'pass', colour: 'testing.iconPassed' },
  stopped: { icon: 'circle-slash' },
  failed: { icon: 'error', colour: 'testing.iconFailed' },
  lost: { icon: 'question', colour: 'list.warningForeground' },
};

export function describeItem(run: RunSummary, nowMs: number): RunItem {
  const { icon, colour } = icons[run.state];
  const description = describeRun(run);
  return {
    label: run.name,
    description,
    tooltip: describeTooltip(run, nowMs),
    icon,
    colour,
    kind: kindOf(run.state),
    ariaLabel: `${run.name}, ${stateLabels[run.state]}, ${description}`,
  };
}

function kindOf(state: RunState): RunItem['kind'] {
  if (isActive(state)) return runItemKinds.active;
  return isResumable(state) ? runItemKinds.resumable : runItemKinds.ended;
}

function describeTooltip(run: RunSummary, nowMs: number): string {
  const endMs = isActive(run.state) ? nowMs : run.lastEventAt;
  const lines = [
    `${run.name} · ${stateLabels[run.state]}`,
    run.runId,
    `started ${new Date(run.startedAt).toLocaleString()}`,
    `${isActive(run.state) ? 'running for' : 'took'} ${formatDuration(endMs - run.startedAt)}`,
    describeRun(run),
  ];
  if (run.error) lines.push('', run.error.message, run.error.hint);
  return lines.join('\n');
}
