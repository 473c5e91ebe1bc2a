// Answers about results: predictions are read by the analysis thread, questions answered by the engine. Neither happens here.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { answerSettingsOf } from '../../../config/answer-settings.ts';
import { parseResolvedExperiment } from '../../../config/resolved.ts';
import type { AskableModel } from '../../../shared/messages/ask.ts';
import type { Handlers } from '../../../shared/messages/contract.ts';
import type { PredictionAnalysis, PredictionMessages, PredictionSource } from '../../../shared/messages/predictions.ts';
import type { ResultMessages } from '../../../shared/messages/results.ts';
import type { RunDetail } from '../../../shared/messages/runs.ts';
import { modelNotThere, workspaceNotTrusted } from '../../errors.ts';
import type { DashboardParts } from './parts.ts';

type Parts = Pick<DashboardParts, 'index' | 'analysis' | 'answers'>;

export function resultHandlers({ index, analysis, answers }: Parts): Handlers<ResultMessages> {
  // Where a run's folder is does not change; asking the store with every key that is typed would be a waste.
  const folders = new Map<string, string>();
  const folderOf = async (runId: string): Promise<string> => {
    const folder = folders.get(runId) ?? (await index.detail(runId)).folder;
    folders.set(runId, folder);
    return folder;
  };
  const sourceOf = async (runId: string): Promise<PredictionSource> => ({
    folder: await folderOf(runId),
    results: index.run(runId)?.results ?? {},
  });
  const analyse = async <K extends keyof PredictionMessages & string>(
    name: K,
    asked: PredictionMessages[K]['params'] & { readonly otherRunId?: string },
  ): Promise<PredictionMessages[K]['result']> => {
    const { otherRunId } = asked;
    const other = otherRunId === undefined ? null : await sourceOf(otherRunId);
    const params = { asked, run: await sourceOf(asked.runId), other };
    return analysis.request(name, params as PredictionAnalysis[K]['params']);
  };
  return {
    'predictions/overview': (asked) => analyse('predictions/overview', asked),
    'predictions/scores': (asked) => analyse('predictions/scores', asked),
    'predictions/query': (asked) => analyse('predictions/query', asked),
    'predictions/detail': (asked) => analyse('predictions/detail', asked),
    'predictions/flips': (asked) => analyse('predictions/flips', asked),
    'ask/models': async ({ runId }) => listModels(await index.detail(runId)),
    'ask/answer': async ({ runId, modelId, question, context }) => {
      if (!vscode.workspace.isTrusted) throw workspaceNotTrusted(vscode.l10n.t('Asking a model'));
      const run = await index.detail(runId);
      const model = (await listModels(run)).find(({ id }) => id === modelId);
      if (model === undefined) throw modelNotThere(modelId, run.folder);
      const settings = answerSettingsOf(parseResolvedExperiment(run.experiment));
      return answers.ask({ folder: join(run.folder, model.id), settings }, question, context);
    },
  };
}

/** The checkpoints that are still there, newest first: older ones go when `save_total_limit` says so. */
async function listModels({ folder, checkpoints }: RunDetail): Promise<AskableModel[]> {
  const steps = new Map(checkpoints.map(({ path, step }) => [path, step]));
  const found = await Promise.all(
    [...steps].map(async ([id, step]) => ((await isModel(join(folder, id))) ? [{ id, step }] : [])),
  );
  const newestFirst = found.flat().sort((one, two) => two.step - one.step);
  return newestFirst.map((model, index) => ({ ...model, isLast: index === 0 }));
}

async function isModel(folder: string): Promise<boolean> {
  return stat(join(folder, 'config.json')).then(
    (found) => found.isFile(),
    () => false,
  );
}
