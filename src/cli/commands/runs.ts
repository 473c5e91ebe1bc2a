// `ipuw runs`: all runs of a workspace, newest first, and what there is to say of sweeps and groups as a whole.

import type { RunSummary } from '../../shared/messages/runs.ts';
import { describeActivity, describeResults, describeStart, formatNumber } from '../../shared/run-text.ts';
import { describeGroup, groupRuns, isGroup, type RunGroup } from '../../shared/run-groups.ts';
import { isActive } from '../../shared/run-state.ts';
import { jsonOption, workspaceOption, type Command } from '../command.ts';
import { formatTime } from '../describe-run.ts';
import { note, oneLine, print, printJson, renderTable } from '../output.ts';
import { listRuns } from '../session.ts';

/** Lists the runs. */
export const runsCommand: Command = {
  name: 'runs',
  summary: 'List all runs, newest first.',
  arguments: [],
  options: { ...jsonOption, ...workspaceOption },
  async run(input) {
    const runs = await listRuns(input.text('workspace'));
    if (input.isSet('json')) printJson(runs);
    else if (runs.length === 0) note('There are no runs yet. Start one with `ipuw train FILE`.');
    else print(renderRuns(runs));
    return 0;
  },
};

function renderRuns(runs: readonly RunSummary[]): string {
  const heading = ['RUN', 'EXPERIMENT', 'STATE', 'STEP', 'LOSS', 'RESULT', 'STARTED'];
  // Runs of a group stand together, at the place of the newest.
  const entries = groupRuns(runs);
  const rows = entries.flatMap((entry) => (isGroup(entry) ? entry.runs : [entry]));
  const tables = [renderTable(heading, rows.map(renderRow), ['STEP', 'LOSS'])];
  const groups = entries.filter(isGroup);
  if (groups.length > 0) tables.push(renderTable(['SWEEP OR GROUP', 'EXPERIMENT', 'RUNS'], groups.map(renderGroup)));
  return tables.join('\n\n');
}

function renderGroup(group: RunGroup): string[] {
  const name = group.sweepId === undefined ? '' : oneLine(group.name).slice(0, 40);
  return [oneLine(group.key), name, oneLine(describeGroup(group))];
}

function renderRow(run: RunSummary): string[] {
  const { latest } = run;
  return [
    run.runId,
    oneLine(run.name).slice(0, 40),
    isActive(run.state) ? describeActivity(run) : run.state,
    String(run.step),
    latest['loss'] === undefined ? '' : formatNumber(latest['loss']),
    describeResults(run),
    run.workedMs === undefined && run.imported === undefined ? '' : describeStart(run, formatTime(run.startedAt)),
  ];
}
