// Every command, once: its id, how VS Code shows it and when. What a command does is in src/commands.ts.

import { isExperimentFile } from './experiment-files.ts';
import { contextKeys } from './context-keys.ts';

/** Where the doctor's report lies: in no file. */
export const doctorScheme = 'ipu-doctor';

const isDoctorReport = `resourceScheme == ${doctorScheme}`;

export interface CommandContribution {
  readonly id: string;
  readonly title: string;
  /** A codicon, shown where the command is a button. */
  readonly icon?: string;
  /** Shown in the command palette only while this holds. */
  readonly paletteWhen?: string;
}

// None is disabled in Restricted Mode: a command that needs trust says so, and how to give it.

/** Shown before each title in the command palette. */
export const commandCategory = 'IPU';

export const commands = {
  launch: {
    id: 'ipu.launch',
    title: 'Launch Training Run',
    icon: '$(play)',
  },
  stop: {
    id: 'ipu.stop',
    title: 'Stop Run',
    icon: '$(debug-stop)',
    paletteWhen: contextKeys.hasActiveRuns,
  },
  resume: {
    id: 'ipu.resume',
    title: 'Resume Run',
    icon: '$(debug-continue)',
    paletteWhen: contextKeys.hasResumableRuns,
  },
  launchSweep: { id: 'ipu.launchSweep', title: 'Launch Sweep', icon: '$(run-all)' },
  stopSweep: {
    id: 'ipu.stopSweep',
    title: 'Stop Sweep',
    icon: '$(debug-stop)',
    paletteWhen: contextKeys.hasActiveRuns,
  },
  resumeSweep: {
    id: 'ipu.resumeSweep',
    title: 'Resume Sweep',
    icon: '$(debug-continue)',
    paletteWhen: contextKeys.hasResumableRuns,
  },
  plan: { id: 'ipu.plan', title: 'Plan', icon: '$(circuit-board)' },
  suggest: { id: 'ipu.suggest', title: 'Suggest Configuration', icon: '$(lightbulb)' },
  compareWithLast: { id: 'ipu.compareWithLast', title: 'Compare with Last Run', icon: '$(diff)' },
  compareRuns: {
    id: 'ipu.compareRuns',
    title: 'Compare Runs',
    icon: '$(git-compare)',
    paletteWhen: contextKeys.hasSeveralRuns,
  },
  importCommand: { id: 'ipu.importCommand', title: 'Import run_qa.py Command' },
  copyCommand: { id: 'ipu.copyCommand', title: 'Copy as run_qa.py Command' },
  openDashboard: { id: 'ipu.openDashboard', title: 'Open Dashboard', icon: '$(graph-line)' },
  openOutput: { id: 'ipu.openOutput', title: 'Open Output', icon: '$(output)', paletteWhen: contextKeys.hasRuns },
  refresh: { id: 'ipu.refresh', title: 'Refresh Runs', icon: '$(refresh)' },
  newFromSample: { id: 'ipu.newFromSample', title: 'New Experiment from Sample', icon: '$(new-file)' },
  gettingStarted: { id: 'ipu.gettingStarted', title: 'Get Started' },
  doctor: { id: 'ipu.doctor', title: 'Doctor', icon: '$(pulse)' },
  copyDoctorReport: {
    id: 'ipu.copyDoctorReport',
    title: 'Copy Doctor Report as Markdown',
    icon: '$(copy)',
    paletteWhen: isDoctorReport,
  },
  copyRunId: { id: 'ipu.copyRunId', title: 'Copy Run Id', paletteWhen: contextKeys.hasRuns },
  revealRun: { id: 'ipu.revealRun', title: 'Reveal Run Folder', paletteWhen: contextKeys.hasRuns },
  runAgain: { id: 'ipu.runAgain', title: 'Run Again', icon: '$(debug-rerun)', paletteWhen: contextKeys.hasRuns },
  copyRunCommand: {
    id: 'ipu.copyRunCommand',
    title: 'Copy Run as run_qa.py Command',
    paletteWhen: contextKeys.hasRuns,
  },
  starRun: { id: 'ipu.starRun', title: 'Star Run', icon: '$(star-empty)', paletteWhen: contextKeys.hasRuns },
  unstarRun: { id: 'ipu.unstarRun', title: 'Unstar Run', icon: '$(star-full)', paletteWhen: contextKeys.hasRuns },
  renameRun: { id: 'ipu.renameRun', title: 'Rename Run…', paletteWhen: contextKeys.hasRuns },
  editTags: { id: 'ipu.editTags', title: 'Edit Tags…', paletteWhen: contextKeys.hasRuns },
  editNotes: { id: 'ipu.editNotes', title: 'Edit Notes…', paletteWhen: contextKeys.hasRuns },
  archiveRun: { id: 'ipu.archiveRun', title: 'Archive Run', paletteWhen: contextKeys.hasRuns },
  unarchiveRun: { id: 'ipu.unarchiveRun', title: 'Unarchive Run', paletteWhen: contextKeys.hasRuns },
  deleteRun: { id: 'ipu.deleteRun', title: 'Delete Run…', icon: '$(trash)', paletteWhen: contextKeys.hasRuns },
  filterRuns: { id: 'ipu.filterRuns', title: 'Filter Runs…', icon: '$(filter)', paletteWhen: contextKeys.hasRuns },
  clearRunFilter: {
    id: 'ipu.clearRunFilter',
    title: 'Clear Filter of Runs',
    icon: '$(clear-all)',
    paletteWhen: contextKeys.filtersRuns,
  },
  showArchived: {
    id: 'ipu.showArchived',
    title: 'Show Archived Runs',
    paletteWhen: `${contextKeys.hasArchivedRuns} && !${contextKeys.showsArchived}`,
  },
  exportCard: { id: 'ipu.exportCard', title: 'Export Model Card', paletteWhen: contextKeys.hasRuns },
  exportRun: { id: 'ipu.exportRun', title: 'Export Run…', icon: '$(export)', paletteWhen: contextKeys.hasRuns },
  importRun: { id: 'ipu.importRun', title: 'Import Run…' },
  hideArchived: { id: 'ipu.hideArchived', title: 'Hide Archived Runs', paletteWhen: contextKeys.showsArchived },
} as const satisfies Record<string, CommandContribution>;

export type CommandName = keyof typeof commands;

const onExperimentFile = (command: { readonly id: string }, group: string) => ({
  command: command.id,
  when: isExperimentFile,
  group,
});

/** Offered above the doctor's report. */
export const doctorReportMenu = [
  { command: commands.copyDoctorReport.id, when: isDoctorReport, group: 'navigation@1' },
  { command: commands.doctor.id, when: isDoctorReport, group: 'navigation@2' },
] as const;

/** When-clause: the resource may hold what can be imported. */
const mayHoldCommand =
  'resourceFilename =~ /\\.(md|markdown|sh|bash|ps1|bat|ipynb)$|^(args|trainer_state|ipu_config)\\.json$/i';

/** When-clause: the resource may be what a run can be read from. */
const mayHoldRun = 'resourceFilename =~ /tfevents|\\.md$|^trainer_state\\.json$/i';

/** Offered above an open experiment file, in its context menus and in the explorer's. */
export const experimentFileMenus = {
  'editor/title': [onExperimentFile(commands.plan, 'navigation')],
  'editor/title/run': [onExperimentFile(commands.launch, 'navigation')],
  'editor/context': [
    onExperimentFile(commands.plan, 'navigation@97'),
    onExperimentFile(commands.suggest, 'navigation@98'),
    onExperimentFile(commands.compareWithLast, 'navigation@98'),
    onExperimentFile(commands.launch, 'navigation@99'),
    onExperimentFile(commands.launchSweep, 'navigation@100'),
    onExperimentFile(commands.copyCommand, '9_cutcopypaste@99'),
    { command: commands.importCommand.id, when: `editorHasSelection && ${mayHoldCommand}`, group: 'navigation@99' },
  ],
  'explorer/context': [
    onExperimentFile(commands.plan, 'navigation@98'),
    onExperimentFile(commands.launch, 'navigation@99'),
    onExperimentFile(commands.launchSweep, 'navigation@100'),
    onExperimentFile(commands.copyCommand, '6_copypath@99'),
    { command: commands.importCommand.id, when: mayHoldCommand, group: 'navigation@99' },
    { command: commands.importRun.id, when: mayHoldRun, group: 'navigation@99' },
  ],
};
