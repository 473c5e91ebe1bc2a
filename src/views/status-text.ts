// What the status bar says of all runs together.

import type { RunSummary } from '../shared/messages/runs.ts';
import { isActive } from '../shared/run-state.ts';
import { describeActivity, describeLoss, describeRun, formatShare, progressShare } from '../shared/run-text.ts';
import { withoutIcons } from './plain-text.ts';

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
}

export function describeStatus(runs: readonly RunSummary[]): StatusText {
  const active = runs.filter((run) => isActive(run.state));
  const [only] = active;
  if (!only) return { text: '$(server-process) IPU', tooltip: 'IPU Workbench: no run is active' };
  const text = active.length > 1 ? `${active.length} runs` : describeOne(only);
  const tooltip = active.map((run) => `${run.name}: ${describeRun(run)}`).join('\n');
  return { text: `$(sync~spin) IPU: ${withoutIcons(text)}`, tooltip };
}

function describeOne(run: RunSummary): string {
  const share = progressShare(run.progress);
  const training = run.state === 'running' && run.progress?.phase === 'train' && share !== undefined;
  const activity = training ? formatShare(share) : describeActivity(run);
  return [`${run.name} ${activity}`, describeLoss(run)].filter((part) => part !== '').join(' · ');
}
