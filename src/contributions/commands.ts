// Every command, once: its id, how VS Code shows it and when. What a command does is in src/commands.ts.

import { isExperimentFile } from './experiment-files.ts';
import { contextKeys } from './context-keys.ts';

export interface CommandContribution {
  readonly id: string;
  readonly title: string;
  /** A codicon, shown where the command is a button. */
  readonly icon?: string;
  /** The command can run only while this holds; it is shown disabled otherwise. */
  readonly enablement?: string;
  /** Shown in the command palette only while this holds. */
  readonly paletteWhen?: string;
}

/** Shown before each title in the command palette. */
export const commandCategory = 'IPU';

export const commands = {
  launch: {
    id: 'ipu.launch',
    title: 'Launch Training Run',
    icon: '$(play)',
    enablement: 'isWorkspaceTrusted',
  },
  stop: {
    id: 'ipu.stop',
    title: 'Stop Run',
    icon: '$(debug-stop)',
    enablement: 'isWorkspaceTrusted',
    paletteWhen: contextKeys.hasActiveRuns,
  },
  resume: {
    id: 'ipu.resume',
    title: 'Resume Run',
    icon: '$(debug-continue)',
    enablement: 'isWorkspaceTrusted',
    paletteWhen: contextKeys.hasResumableRuns,
  },
  plan: { id: 'ipu.plan', title: 'Plan', icon: '$(circuit-board)' },
  suggest: { id: 'ipu.suggest', title: 'Suggest Configuration', icon: '$(lightbulb)' },
  openDashboard: { id: 'ipu.openDashboard', title: 'Open Dashboard', icon: '$(graph-line)' },
  openOutput: { id: 'ipu.openOutput', title: 'Open Output', icon: '$(output)', paletteWhen: contextKeys.hasRuns },
  refresh: { id: 'ipu.refresh', title: 'Refresh Runs', icon: '$(refresh)' },
  copyRunId: { id: 'ipu.copyRunId', title: 'Copy Run Id', paletteWhen: contextKeys.hasRuns },
} as const satisfies Record<string, CommandContribution>;

export type CommandName = keyof typeof commands;

const onExperimentFile = (command: { readonly id: string }, group: string) => ({
  command: command.id,
  when: isExperimentFile,
  group,
});

/** Offered above an open experiment file, in its context menus and in the explorer's. */
export const experimentFileMenus = {
  'editor/title': [onExperimentFile(commands.plan, 'navigation')],
  'editor/title/run': [onExperimentFile(commands.launch, 'navigation')],
  'editor/context': [
    onExperimentFile(commands.plan, 'navigation@97'),
    onExperimentFile(commands.suggest, 'navigation@98'),
    onExperimentFile(commands.launch, 'navigation@99'),
  ],
  'explorer/context': [
    onExperimentFile(commands.plan, 'navigation@98'),
    onExperimentFile(commands.launch, 'navigation@99'),
  ],
};
