// Assembles the parts of package.json that VS Code reads. Pure; scripts/contributes.ts writes them and a test compares them.

import {
  commandCategory,
  commands,
  doctorReportMenu,
  experimentFileMenus,
  type CommandContribution,
} from './commands.ts';
import {
  experimentFileGlob,
  experimentLanguage,
  experimentValidation,
  ipuConfigValidation,
} from './experiment-files.ts';
import { settings, type SettingContribution } from './settings.ts';
import {
  comparePanelType,
  dashboardPanelType,
  notesScheme,
  planPanelType,
  runItemMenu,
  viewContainer,
  views,
  viewsWelcome,
  viewTitleMenu,
} from './views.ts';
import { gettingStarted } from './walkthrough.ts';

const allCommands: readonly CommandContribution[] = Object.values(commands);
const allSettings: readonly SettingContribution[] = Object.values(settings);

/** The keys of package.json that are generated, with their values. */
export function assembleContributions() {
  return {
    displayName: 'IPU Workbench',
    description: 'Plan, train, watch and compare BERT experiments on Graphcore IPUs, or on the machine at hand.',
    activationEvents: [
      `workspaceContains:${experimentFileGlob}`,
      // A workspace's first experiment file, or one in no workspace.
      `onLanguage:${experimentLanguage.id}`,
      ...[dashboardPanelType, planPanelType, comparePanelType].map((type) => `onWebviewPanel:${type}`),
      `onFileSystem:${notesScheme}`,
    ],
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description:
          'Recorded runs can be browsed, experiment files edited and planned. Launching, resuming and stopping runs needs a trusted workspace, because it starts programs on files of the workspace.',
        restrictedConfigurations: allSettings.filter((setting) => setting.restricted).map((setting) => setting.id),
      },
      virtualWorkspaces: {
        supported: false,
        description: 'Runs are processes that read and write files on a disk; a virtual workspace has none.',
      },
    },
    contributes: {
      commands: allCommands.map(({ id, title, icon }) => ({
        command: id,
        title,
        category: commandCategory,
        ...(icon && { icon }),
      })),
      configuration: {
        title: 'IPU Workbench',
        properties: Object.fromEntries(allSettings.map(({ id, restricted: _, ...schema }) => [id, schema])),
      },
      viewsContainers: { activitybar: [viewContainer] },
      views: { [viewContainer.id]: Object.values(views) },
      viewsWelcome,
      walkthroughs: [gettingStarted],
      menus: {
        commandPalette: allCommands.flatMap(({ id, paletteWhen }) =>
          paletteWhen ? [{ command: id, when: paletteWhen }] : [],
        ),
        'view/title': viewTitleMenu,
        'view/item/context': runItemMenu,
        ...experimentFileMenus,
        'editor/title': [...experimentFileMenus['editor/title'], ...doctorReportMenu],
      },
      languages: [experimentLanguage],
      jsonValidation: [experimentValidation, ipuConfigValidation],
    },
  };
}
