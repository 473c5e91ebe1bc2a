// What the status bar says of all runs together. Pure.

import * as l10n from '@vscode/l10n';
import type { RunProgress, RunSummary } from '../shared/messages/runs.ts';
import { isActive } from '../shared/run-state.ts';
import { describeActivity, describeLoss, describeRun, formatShare, progressShare } from '../shared/run-text.ts';
import { escapeMarkdown } from './markdown.ts';
import { withoutIcons } from './plain-text.ts';

export interface StatusText {
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly label: string;
}

export function describeStatus(runs: readonly RunSummary[]): StatusText {
  const active = runs.filter((run) => isActive(run.state));
  const [only] = active;
  if (!only) {
    const quiet = l10n.t('IPU Workbench: no run is active');
    return { text: '$(server-process) IPU', tooltip: quiet, label: quiet };
  }
  const text = active.length > 1 ? l10n.t('{0} runs', String(active.length)) : describeOne(only);
  return {
    text: `$(sync~spin) IPU: ${withoutIcons(text)}`,
    tooltip: describeAll(active),
    label: `IPU Workbench: ${text}`,
  };
}

function describeOne(run: RunSummary): string {
  const share = progressShare(run.progress);
  const training = run.state === 'running' && run.progress?.phase === 'train' && share !== undefined;
  const activity = training ? formatShare(share) : describeActivity(run);
  const parts = [`${run.name} ${activity}`, describeRemaining(run), describeLoss(run)];
  return parts.filter((part) => part !== '').join(' · ');
}

/** A table with a row for each active run. */
function describeAll(active: readonly RunSummary[]): string {
  const head = [l10n.t('Run'), l10n.t('State'), l10n.t('Time left')];
  const rows = active.map((run) => [run.name, describeRun(run), describeRemaining(run)].map(escapeMarkdown));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), '|:--|:--|:--|', ...rows.map(line)].join('\n');
}

/** `3 min left`, or the empty string while nobody knows. */
function describeRemaining({ state, progress }: RunSummary): string {
  const left = state === 'running' ? shortTime(progress?.remainingMs) : '';
  return left === '' ? '' : l10n.t('{0} left', left);
}

/** One unit is enough where it changes all the time; an hour has minutes worth knowing. */
function shortTime(timeMs: RunProgress['remainingMs']): string {
  if (timeMs === undefined || !Number.isFinite(timeMs)) return '';
  const seconds = Math.max(1, Math.round(timeMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
