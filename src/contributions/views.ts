// The view container, its view, the view's buttons and welcome texts, and the panels' types.

import { commands } from './commands.ts';
import { contextKeys } from './context-keys.ts';

export const viewContainer = { id: 'ipu', title: 'IPU Workbench', icon: 'media/ipu.svg' } as const;

export const views = {
  runs: { id: 'ipu.runs', name: 'Runs' },
} as const;

/** Type of the dashboard's webview panel, by which VS Code restores it. */
export const dashboardPanelType = 'ipu.dashboard';

/** The same of the Plan panel. */
export const planPanelType = 'ipu.plan';

/** The same of the comparison panel. */
export const comparePanelType = 'ipu.compare';

/** The scheme of the documents that hold what the user notes about a run. */
export const notesScheme = 'ipu-notes';

/** `viewItem` of a run in the tree. */
export const runItemKinds = {
  active: 'ipu.run.active',
  resumable: 'ipu.run.resumable',
  ended: 'ipu.run.ended',
} as const;

/** The same of runs that are shown together. */
export const groupItemKinds = {
  activeSweep: 'ipu.sweep.active',
  resumableSweep: 'ipu.sweep.resumable',
  other: 'ipu.group',
} as const;

/** Words that follow the kind in `viewItem`, where they hold. */
export const runItemTraits = { starred: 'starred', archived: 'archived' } as const;

const inRuns = `view == ${views.runs.id}`;
const onKind = (kind: string) => `${inRuns} && viewItem =~ /^${kind.replaceAll('.', '\\.')}\\b/`;
const onRun = onKind('ipu.run');
const one = '!listMultiSelection';
const onOneRun = `${onRun} && ${one}`;
const onActiveRun = `${onKind(runItemKinds.active)} && ${one}`;
const onResumableRun = `${onKind(runItemKinds.resumable)} && ${one}`;
const onEndedRun = `${onRun} && viewItem =~ /^ipu\\.run\\.(ended|resumable)\\b/`;
const onActiveSweep = onKind(groupItemKinds.activeSweep);
const onResumableSweep = onKind(groupItemKinds.resumableSweep);
const { starred, archived } = runItemTraits;
const { hasArchivedRuns, showsArchived, filtersRuns } = contextKeys;

/** Buttons in the title of the runs view. */
export const viewTitleMenu = [
  { command: commands.launch.id, when: inRuns, group: 'navigation@1' },
  { command: commands.openDashboard.id, when: inRuns, group: 'navigation@2' },
  { command: commands.filterRuns.id, when: `${inRuns} && ${contextKeys.hasRuns}`, group: 'navigation@3' },
  { command: commands.clearRunFilter.id, when: `${inRuns} && ${filtersRuns}`, group: 'navigation@4' },
  { command: commands.refresh.id, when: inRuns, group: 'navigation@5' },
  {
    command: commands.showArchived.id,
    when: `${inRuns} && ${hasArchivedRuns} && !${showsArchived}`,
    group: '1_show@1',
  },
  { command: commands.hideArchived.id, when: `${inRuns} && ${showsArchived}`, group: '1_show@1' },
] as const;

/** Buttons and menu entries of a run, and of a sweep. Several selected runs have those that several can have. */
export const runItemMenu = [
  { command: commands.stop.id, when: onActiveRun, group: 'inline@1' },
  { command: commands.resume.id, when: onResumableRun, group: 'inline@1' },
  { command: commands.openDashboard.id, when: onOneRun, group: 'inline@2' },
  { command: commands.openDashboard.id, when: onOneRun, group: '1_open@1' },
  { command: commands.openOutput.id, when: onOneRun, group: '1_open@2' },
  { command: commands.compareRuns.id, when: `${inRuns} && listMultiSelection`, group: '1_open@3' },
  { command: commands.compareRuns.id, when: onKind('ipu.(sweep|group)'), group: '1_open@3' },
  { command: commands.stop.id, when: onActiveRun, group: '2_go@1' },
  { command: commands.resume.id, when: onResumableRun, group: '2_go@1' },
  { command: commands.runAgain.id, when: onOneRun, group: '2_go@2' },
  { command: commands.starRun.id, when: `${onRun} && !(viewItem =~ /\\b${starred}\\b/)`, group: '3_say@1' },
  { command: commands.unstarRun.id, when: `${onRun} && viewItem =~ /\\b${starred}\\b/`, group: '3_say@1' },
  { command: commands.renameRun.id, when: onOneRun, group: '3_say@2' },
  { command: commands.editTags.id, when: onRun, group: '3_say@3' },
  { command: commands.editNotes.id, when: onOneRun, group: '3_say@4' },
  { command: commands.archiveRun.id, when: `${onRun} && !(viewItem =~ /\\b${archived}\\b/)`, group: '4_away@1' },
  { command: commands.unarchiveRun.id, when: `${onRun} && viewItem =~ /\\b${archived}\\b/`, group: '4_away@1' },
  { command: commands.deleteRun.id, when: onEndedRun, group: '4_away@2' },
  { command: commands.exportCard.id, when: onOneRun, group: '4_share@1' },
  { command: commands.exportRun.id, when: onRun, group: '4_share@2' },
  { command: commands.copyRunId.id, when: onOneRun, group: '5_copy@1' },
  { command: commands.copyRunCommand.id, when: onOneRun, group: '5_copy@2' },
  { command: commands.revealRun.id, when: onOneRun, group: '5_copy@3' },
  { command: commands.stopSweep.id, when: onActiveSweep, group: 'inline@1' },
  { command: commands.resumeSweep.id, when: onResumableSweep, group: 'inline@1' },
  { command: commands.stopSweep.id, when: onActiveSweep, group: '2_go@1' },
  { command: commands.resumeSweep.id, when: onResumableSweep, group: '2_go@1' },
] as const;

const newFromSample = `[New Experiment from Sample](command:${commands.newFromSample.id})`;
const importCommand = `[Import run_qa.py Command](command:${commands.importCommand.id})`;
const getStarted = `[Get Started](command:${commands.gettingStarted.id})`;
const { hasExperimentFiles, lacksExperimentFiles } = contextKeys;

/** Shown while the view has no runs: without a folder, without an experiment, before the first run, and untrusted. */
export const viewsWelcome = [
  {
    view: views.runs.id,
    when: 'workspaceFolderCount == 0',
    contents: `Runs are kept in the folder that holds the experiment file.\n[Open Folder](command:vscode.openFolder)\nOr begin with a sample, in a folder of your choice.\n${newFromSample}\n${getStarted}`,
  },
  {
    view: views.runs.id,
    when: `workspaceFolderCount != 0 && ${lacksExperimentFiles}`,
    contents: `This folder has no experiment file (*.ipu.json) yet. A sample comes with its data and trains in about a minute.\n${newFromSample}\nWhat you have already, such as a command line in a model card or a script, becomes one.\n${importCommand}\n${getStarted}`,
  },
  {
    view: views.runs.id,
    when: `${hasExperimentFiles} && isWorkspaceTrusted`,
    contents: `No runs yet. Launch one from an experiment file (*.ipu.json), or see first what it would do on a pod.\n[Launch Training Run](command:${commands.launch.id})\n[Plan](command:${commands.plan.id})`,
  },
  {
    view: views.runs.id,
    when: `${hasExperimentFiles} && !isWorkspaceTrusted`,
    contents: `No runs recorded here. In Restricted Mode you can edit and plan experiments and browse recorded runs; launching and stopping need a trusted workspace.\n[Plan](command:${commands.plan.id})\n[Manage Workspace Trust](command:workbench.trust.manage)`,
  },
] as const;
