// What the tree says of a run, as plain data.

import * as l10n from '@vscode/l10n';
import { groupItemKinds, runItemKinds, runItemTraits } from '../../contributions/views.ts';
import { describeMetric, taskScores } from '../../shared/metrics.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { canResume, isActive, type RunState } from '../../shared/run-state.ts';
import { describeGroup, groupState, isGroupActive, isLeftInSweep, type RunGroup } from '../../shared/run-groups.ts';
import { describeRun, formatMetric, stateLabels } from '../../shared/run-text.ts';
import { describeGroupTooltip, describeRunTooltip } from './tooltip.ts';

type Kinds<T> = T[keyof T];

/** What a line of the tree shows. */
export interface RunItem {
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  /** A codicon and the theme colour it has; without one it has the list's. */
  readonly icon: string;
  readonly colour: string | undefined;
  readonly kind: Kinds<typeof runItemKinds> | Kinds<typeof groupItemKinds>;
  /** The kind and what else when-clauses ask for. */
  readonly contextValue: string;
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

/** Of runs that nothing of ours has trained. */
const importedIcon = { icon: 'cloud-download', colour: undefined };

/** A run as an item; among others of its sweep it is called by what sets it apart. */
export function describeItem(run: RunSummary, nowMs: number, label = run.name): RunItem {
  const { starred = false, archived = false, tags = [] } = run.annotations ?? {};
  const { icon, colour } = run.imported === undefined ? icons[run.state] : importedIcon;
  const description = describeRun(run) + describeBestLoss(run);
  const said = [
    label,
    run.imported === undefined ? stateLabels[run.state] : l10n.t('Imported'),
    ...(starred ? [l10n.t('starred')] : []),
    ...(archived ? [l10n.t('archived')] : []),
    ...(description === '' ? [] : [description]),
    ...(tags.length === 0 ? [] : [l10n.t('tags: {0}', tags.join(', '))]),
  ];
  const kind = kindOf(run);
  const traits = [...(starred ? [runItemTraits.starred] : []), ...(archived ? [runItemTraits.archived] : [])];
  return {
    label,
    description: [...(starred ? ['★'] : []), description, ...tags.map((tag) => `#${tag}`)].join(' '),
    tooltip: describeRunTooltip(run, nowMs),
    icon: archived ? 'archive' : icon,
    colour: archived ? undefined : colour,
    kind,
    contextValue: [kind, ...traits].join(' '),
    ariaLabel: said.join(', '),
  };
}

/** Runs that are shown together, as one item above them. */
export function describeGroupItem(group: RunGroup): RunItem {
  const { icon, colour } = icons[groupState(group)];
  const description = describeGroup(group);
  const kind = groupKind(group);
  return {
    label: group.name,
    description,
    tooltip: describeGroupTooltip(group, description),
    icon,
    colour,
    kind,
    contextValue: kind,
    ariaLabel: `${group.sweepId === undefined ? l10n.t('Group') : l10n.t('Sweep')} ${group.name}, ${description}`,
  };
}

/** ` · best loss 0.31` of a run without scores, where that is not its last loss; otherwise nothing. */
function describeBestLoss({ state, results, latest, ranges }: RunSummary): string {
  const hasScore = Object.keys(taskScores).some((name) => results[`eval_${name}`] !== undefined);
  const least = ranges?.['loss']?.min;
  if (isActive(state) || hasScore || least === undefined || least === latest['loss']) return '';
  return ` · ${l10n.t('best {0} {1}', describeMetric('loss').label.toLowerCase(), formatMetric('loss', least))}`;
}

function groupKind(group: RunGroup): RunItem['kind'] {
  if (group.sweepId === undefined) return groupItemKinds.other;
  if (isGroupActive(group)) return groupItemKinds.activeSweep;
  return group.runs.some(isLeftInSweep) ? groupItemKinds.resumableSweep : groupItemKinds.other;
}

function kindOf(run: RunSummary): RunItem['kind'] {
  if (isActive(run.state)) return runItemKinds.active;
  return canResume(run) ? runItemKinds.resumable : runItemKinds.ended;
}
