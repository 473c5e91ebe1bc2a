// Tells the user when a run or a whole sweep has ended, when one is stuck or has lost its numbers, and what meets an alert: each once, with
// the way to see more. What there is to tell is found by the files beside this one.

import * as vscode from 'vscode';
import { commands } from '../../contributions/commands.ts';
import { settings } from '../../contributions/settings.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { isActive } from '../../shared/run-state.ts';
import type { Reporter } from '../report.ts';
import type { RunIndex } from '../run-index.ts';
import { createFieldValues, fieldPathsOf, meetsFilter } from '../runs/filter.ts';
import { createAlerts, parseAlertRules, type AlertRule } from './alerts.ts';
import { createNumberWatch } from './not-a-number.ts';
import type { Notice } from './notice.ts';
import { showNotice } from './notify.ts';
import { createRunEndings, listEndNotices } from './run-endings.ts';
import { createStuckWatch } from './stuck.ts';

export interface Notifications extends vscode.Disposable {
  /** The end of this run will be told, however soon it comes. */
  expect(runId: string): void;
}

/** How often it is asked whether a run is stuck. */
const lookIntervalMs = 10_000;

export function createNotifications(index: RunIndex, reporter: Reporter): Notifications {
  const endings = createRunEndings();
  const numbers = createNumberWatch();
  const stuck = createStuckWatch();
  const alerts = createAlertWatch(index, reporter);
  const tell = (notices: readonly Notice[]): void => {
    // The setting may not be writable, and a choice may fail.
    for (const notice of notices) void showNotice(notice, ...choicesFor(notice)).catch(reporter.report);
  };
  const stop = index.onChanged((runs) => {
    tell(listEndNotices(endings.take(runs), index.runs()));
    tell(numbers.take(runs));
    void alerts.take(runs).then(tell);
  });
  const timer = setInterval(() => tell(stuck.take(index.runs(), Date.now())), lookIntervalMs);
  return {
    expect: endings.expect,
    dispose() {
      stop();
      clearInterval(timer);
      alerts.dispose();
    },
  };
}

function choicesFor({ kind, run }: Notice) {
  const isGoing = isActive(run.state) && kind !== 'finished' && kind !== 'failed';
  const buttons = [
    commands.openDashboard,
    commands.openOutput,
    ...(isGoing && kind !== 'alerts' ? [commands.stop] : []),
  ];
  return buttons.map(({ id, title }) => ({ title, run: () => vscode.commands.executeCommand(id, run) }));
}

/** The rules of the setting, read when the first run is seen and whenever it changes. */
function createAlertWatch(index: RunIndex, { report }: Reporter) {
  const { id, default: none } = settings.alerts;
  const alerts = createAlerts();
  const fields = createFieldValues(index);
  let rules: readonly AlertRule[] | undefined;
  const read = (): readonly AlertRule[] => {
    const { rules: found, problems } = parseAlertRules(vscode.workspace.getConfiguration().get<unknown>(id, none));
    const open = () => vscode.commands.executeCommand('workbench.action.openSettings', id);
    for (const problem of problems) void report(problem, { title: vscode.l10n.t('Open Settings'), run: open });
    return found;
  };
  const listener = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(id)) rules = read();
  });
  return {
    async take(runs: readonly RunSummary[]): Promise<readonly Notice[]> {
      if (runs.length === 0) return [];
      rules ??= read();
      const paths = rules.flatMap(({ filter }) => fieldPathsOf(filter));
      if (paths.length > 0) await fields.fetch(paths);
      return alerts.take(runs, rules, ({ filter }, run) => meetsFilter(filter, run, fields, Date.now()));
    },
    dispose: () => listener.dispose(),
  };
}
