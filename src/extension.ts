// activate() builds the parts and joins them, in one visible list; nothing else happens here.

import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createHandlers, registerCommands } from './commands.ts';
import { commands, type CommandName } from './contributions/commands.ts';
import { createAnalysisClient } from './analysis/client.ts';
import { createLanguageClient } from './language/client.ts';
import { createAskClient } from './runner/ask.ts';
import { createExperimentDocuments } from './views/compare/experiment-documents.ts';
import { createContextKeys } from './views/context.ts';
import { createDoctor } from './views/doctor/doctor.ts';
import { hostNodeTooOld } from './views/errors.ts';
import { followExperimentFiles } from './views/experiment-files.ts';
import { followFolders } from './views/follow-folders.ts';
import { registerLanguage } from './views/language/language.ts';
import { createNotifications } from './views/notices/notifications.ts';
import { openStore } from './views/open-store.ts';
import { createComparePanel } from './views/panels/compare/panel.ts';
import { createDashboard } from './views/panels/dashboard/panel.ts';
import { createPlanPanel } from './views/panels/plan.ts';
import { createReporter, type Reporter } from './views/report.ts';
import { createRunIndex } from './views/run-index.ts';
import { createNotes } from './views/runs/notes.ts';
import { createRunsTree } from './views/runs/tree.ts';
import { createSampleCounts } from './views/sample-counts.ts';
import { createStatusBar } from './views/status-bar.ts';
import { watchProcesses } from './views/watch-processes.ts';

const oldestNodeMajor = 22;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('IPU Workbench', { log: true });
  const reporter = createReporter(log);
  context.subscriptions.push(log);
  if (Number.parseInt(process.versions.node, 10) < oldestNodeMajor) {
    context.subscriptions.push(refuse(reporter));
    return;
  }

  // Texts that the pages and the terminal have too come from the same bundle as those of the views.
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });

  const node = process.execPath;
  const program = {
    node,
    engineScript: context.asAbsolutePath('dist/engine.js'),
    sweepScript: context.asAbsolutePath('dist/sweep.js'),
  };
  const index = createRunIndex({
    startStore: (workspaceFolder) => openStore(node, context.asAbsolutePath('dist/store.js'), workspaceFolder),
    onProblem: (error) => void reporter.report(error),
    onFailure: (error) =>
      void reporter.report(error, { title: vscode.l10n.t('Try Again'), run: () => index.refresh() }),
  });
  const language = createLanguageClient(context.asAbsolutePath('dist/language.js'));
  const analysis = createAnalysisClient(context.asAbsolutePath('dist/analysis.js'));
  const answers = createAskClient(program);
  const dashboard = createDashboard({ context, index, analysis, language, reporter, answers });
  const notifications = createNotifications(index, reporter);
  const counts = createSampleCounts(language);
  const planPanel = createPlanPanel(context, language, counts);
  const doctor = createDoctor(context);
  const samplesFolder = context.asAbsolutePath('samples');
  const experimentDocuments = createExperimentDocuments();
  const comparePanel = createComparePanel({ context, index, analysis, experimentDocuments });
  const runsTree = createRunsTree(index);
  const asked = new Set<string>();
  const parts = {
    index,
    dashboard,
    notifications,
    reporter,
    program,
    asked,
    language,
    analysis,
    planPanel,
    doctor,
    runsTree,
    samplesFolder,
    experimentDocuments,
    comparePanel,
  };

  context.subscriptions.push(
    dashboard,
    planPanel,
    comparePanel,
    doctor,
    experimentDocuments,
    notifications,
    runsTree,
    createNotes(index),
    createStatusBar(index),
    createContextKeys(index),
    registerCommands(createHandlers(parts), reporter),
    watchProcesses(index),
    followFolders(index, reporter),
    followExperimentFiles(),
    registerLanguage({ language, counts, index, reporter }),
    { dispose: () => index.close() },
    { dispose: () => language.close() },
    { dispose: () => analysis.close() },
    { dispose: () => answers.close() },
  );
}

/** Every command says why it cannot work. */
function refuse({ report }: Reporter): vscode.Disposable {
  const tell = () => void report(hostNodeTooOld(process.versions.node));
  tell();
  return vscode.Disposable.from(
    ...(Object.keys(commands) as CommandName[]).map((name) => vscode.commands.registerCommand(commands[name].id, tell)),
  );
}
