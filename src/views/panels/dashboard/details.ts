// Answers about what was run, and with what: the experiment from the run's store, its environment from the analysis thread.

import * as vscode from 'vscode';
import { commands } from '../../../contributions/commands.ts';
import type { Handlers } from '../../../shared/messages/contract.ts';
import type { DetailMessages } from '../../../shared/messages/details.ts';
import { describeConfiguration } from '../../details/configuration.ts';
import { revealPath } from '../../runs/reveal-run.ts';
import type { DashboardParts } from './parts.ts';

export function detailHandlers({
  index,
  analysis,
}: Pick<DashboardParts, 'index' | 'analysis'>): Handlers<DetailMessages> {
  const run = (id: string, runId: string): null => {
    // A command reports its own failures.
    void vscode.commands.executeCommand(id, runId);
    return null;
  };
  return {
    async 'details/get'({ runId }) {
      const { experiment, folder } = await index.detail(runId);
      const environment = await analysis.request('details/environment', { folder });
      return { configuration: describeConfiguration(experiment), environment };
    },
    'details/copy-command': ({ runId }) => run(commands.copyRunCommand.id, runId),
    'details/run-again': ({ runId }) => run(commands.runAgain.id, runId),
    'details/open-notes': ({ runId }) => run(commands.editNotes.id, runId),
    async 'details/reveal'({ runId, checkpoint }) {
      const { folder, checkpoints } = await index.detail(runId);
      // The page names a step: where its files are is the store's to say.
      await revealPath(folder, checkpoints.findLast(({ step }) => step === checkpoint)?.path);
      return null;
    },
  };
}
