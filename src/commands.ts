// What each command does, in a line or two; the work is in views/. The list of commands is contributions/commands.ts.

import * as vscode from 'vscode';
import { commands, type CommandName } from './contributions/commands.ts';
import { extensionWalkthrough } from './contributions/walkthrough.ts';
import { chooseRun, parseQuestionArgument, parseRunArgument } from './views/choose-run.ts';
import { compareRuns, type CompareRunsParts } from './views/compare/compare-runs.ts';
import type { Doctor } from './views/doctor/doctor.ts';
import { compareWithLast, type CompareParts } from './views/compare/compare-with-last.ts';
import { copyCommand } from './views/import/copy-command.ts';
import { importCommand } from './views/import/import-command.ts';
import { launch, type LaunchParts } from './views/launch/launch.ts';
import { launchSweep } from './views/launch/launch-sweep.ts';
import { openOutput } from './views/open-output.ts';
import { plan, type PlanParts } from './views/plan/plan.ts';
import { suggest } from './views/plan/suggest.ts';
import type { Reporter } from './views/report.ts';
import { resume } from './views/resume.ts';
import { newFromSample } from './views/samples/new-from-sample.ts';
import { archiveRuns, editTags, renameRun, starRuns } from './views/runs/annotation-commands.ts';
import { copyRunCommand } from './views/runs/copy-run-command.ts';
import { chooseAndDelete } from './views/runs/delete-runs.ts';
import { editNotes } from './views/runs/notes.ts';
import { revealRun } from './views/runs/reveal-run.ts';
import { runAgain } from './views/runs/run-again.ts';
import type { RunsTree } from './views/runs/tree.ts';
import { exportCard, exportRun, type SharingParts } from './views/sharing/export-run.ts';
import { importRun } from './views/sharing/import-run.ts';
import { stop, type StopParts } from './views/stop.ts';
import { resumeSweep, stopSweep } from './views/sweeps.ts';

/** `selected`: everything that is selected in the view, where something was clicked. */
type Handler = (argument?: unknown, selected?: unknown) => unknown;

export interface CommandParts extends LaunchParts, StopParts, PlanParts, CompareParts, CompareRunsParts, SharingParts {
  readonly doctor: Doctor;
  readonly runsTree: RunsTree;
  /** The samples that came with the extension. */
  readonly samplesFolder: string;
}

/** A handler for every command. */
export function createHandlers(parts: CommandParts): Readonly<Record<CommandName, Handler>> {
  const { index, dashboard, doctor } = parts;
  return {
    launch: (clicked) => launch(parts, clicked),
    stop: (clicked) => stop(parts, clicked),
    resume: (clicked) => resume(parts, clicked),
    launchSweep: (clicked) => launchSweep(parts, clicked),
    stopSweep: (clicked) => stopSweep(parts, clicked),
    resumeSweep: (clicked) => resumeSweep(parts, clicked),
    plan: (clicked) => plan(parts, clicked),
    suggest: (clicked) => suggest(parts, clicked),
    compareWithLast: (clicked) => compareWithLast(parts, clicked),
    compareRuns: (clicked, selected) => compareRuns(parts, clicked, selected),
    importCommand: (clicked) => importCommand(clicked),
    copyCommand: (clicked) => copyCommand(clicked),
    openDashboard: (clicked, question) => dashboard.show(parseRunArgument(clicked), parseQuestionArgument(question)),
    openOutput: (clicked) => openOutput(index, clicked),
    refresh: () => index.refresh(),
    newFromSample: (sample) => newFromSample(parts.samplesFolder, sample),
    gettingStarted: () => vscode.commands.executeCommand('workbench.action.openWalkthrough', extensionWalkthrough),
    doctor: () => doctor.show(),
    copyDoctorReport: () => doctor.copy(),
    copyRunId: async (clicked) => {
      const runId = await chooseRun(index, clicked, vscode.l10n.t('Run whose id to copy'));
      if (runId !== undefined) await vscode.env.clipboard.writeText(runId);
    },
    revealRun: (clicked) => revealRun(index, clicked),
    runAgain: (clicked) => runAgain(parts, clicked),
    copyRunCommand: (clicked) => copyRunCommand(index, clicked),
    starRun: (clicked, selected) => starRuns(index, true, clicked, selected),
    unstarRun: (clicked, selected) => starRuns(index, false, clicked, selected),
    renameRun: (clicked) => renameRun(index, clicked),
    editTags: (clicked, selected) => editTags(index, clicked, selected),
    editNotes: (clicked) => editNotes(index, clicked),
    archiveRun: (clicked, selected) => archiveRuns(index, true, clicked, selected),
    unarchiveRun: (clicked, selected) => archiveRuns(index, false, clicked, selected),
    deleteRun: (clicked, selected) => chooseAndDelete(index, clicked, selected),
    exportCard: (clicked) => exportCard(parts, clicked),
    exportRun: (clicked, selected) => exportRun(parts, clicked, selected),
    importRun: (clicked, selected) => importRun(parts, clicked, selected),
    filterRuns: () => parts.runsTree.askFilter(),
    clearRunFilter: () => parts.runsTree.setFilter(''),
    showArchived: () => parts.runsTree.showArchived(true),
    hideArchived: () => parts.runsTree.showArchived(false),
  };
}

/** Registers the handlers; whatever one throws is shown with its remedy. */
export function registerCommands(
  handlers: Readonly<Record<CommandName, Handler>>,
  { report }: Reporter,
): vscode.Disposable {
  const names = Object.keys(commands) as CommandName[];
  const registrations = names.map((name) =>
    vscode.commands.registerCommand(commands[name].id, async (argument: unknown, selected: unknown) => {
      try {
        await handlers[name](argument, selected);
      } catch (thrown) {
        void report(thrown);
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}
