// What the tree says of a run, as plain data.

import { groupItemKinds, runItemKinds } from '../../contributions/views.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { isActive, isResumable, type RunState } from '../../shared/run-state.ts';
import { describeGroup, groupState, isGroupActive, isLeftInSweep, type RunGroup } from '../../shared/run-groups.ts';
import { describeRun, describeTimes, stateLabels } from '../../shared/run-text.ts';

type Kinds<T> = T[keyof T];

/** What a line of the tree shows. */
export interface RunItem {
  readonly label: string;
  readonly description: string;
  /** Several lines of plain text. */
  readonly tooltip: string;
  /** A codicon and the theme colour it has; without one it has the list's. */
  readonly icon: string;
  readonly colour: string | undefined;
  readonly kind: Kinds<typeof runItemKinds> | Kinds<typeof groupItemKinds>;
  readonly ariaLabel: string;
}

const icons: Readonly<Record<RunState, { readonly icon: string; readonly colour?: string }>> = {
  queued: { icon: 'clock' },
  starting: { icon: 'loading~spin' },
  running: { icon: 'loading~spin', colour: 'charts.blue' },
  stopping: { icon: 'loading~spin' },
  completed: { icon: 'pass', colour: 'testing.iconPassed' },
  stopped: { icon: 'circle-slash' },
  failed: { icon: 'error', colour: 'testing.iconFailed' },
  lost: { icon: 'question', colour: 'list.warningForeground' },
};

/** A run as an item; among others of its sweep it is called by what sets it apart. */
export function describeItem(run: RunSummary, nowMs: number, label = run.name): RunItem {
  const { icon, colour } = icons[run.state];
  const description = describeRun(run);
  return {
    label,
    description,
    tooltip: describeTooltip(run, nowMs),
    icon,
    colour,
    kind: kindOf(run.state),
    ariaLabel: `${label}, ${stateLabels[run.state]}, ${description}`,
  };
}

/** Runs that are shown together, as one item above them. */
export function describeGroupItem(group: RunGroup): RunItem {
  const { icon, colour } = icons[groupState(group)];
  const description = describeGroup(group);
  return {
    label: group.name,
    description,
    tooltip: [group.name, ...(group.sweepId === undefined ? [] : [group.sweepId]), description].join('\n'),
    icon,
    colour,
    kind: groupKind(group),
    ariaLabel: `${group.sweepId === undefined ? 'Group' : 'Sweep'} ${group.name}, ${description}`,
  };
}

function groupKind(group: RunGroup): RunItem['kind'] {
  if (group.sweepId === undefined) return groupItemKinds.other;
  if (isGroupActive(group)) return groupItemKinds.activeSweep;
  return group.runs.some(isLeftInSweep) ? groupItemKinds.resumableSweep : groupItemKinds.other;
}

function kindOf(state: RunState): RunItem['kind'] {
  if (isActive(state)) return runItemKinds.active;
  return isResumable(state) ? runItemKinds.resumable : runItemKinds.ended;
}

function describeTooltip(run: RunSummary, nowMs: number): string {
  const lines = [
    `${run.name} · ${stateLabels[run.state]}`,
    run.runId,
    describeTimes(run, new Date(run.startedAt).toLocaleString(), nowMs),
    describeRun(run),
  ];
  if (run.error) lines.push('', run.error.message, run.error.hint);
  return lines.join('\n');
}
