// Answers about results: predictions are read by the analysis thread, questions answered by the engine. Neither happens here.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { answerSettingsOf, evaluatedModelOf } from '../../../config/answer-settings.ts';
import { parseResolvedExperiment } from '../../../config/resolved.ts';
import { AppError } from '../../../shared/errors.ts';
import { startModelId, type AskableModel } from '../../../shared/messages/ask.ts';
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
      const experiment = parseResolvedExperiment(run.experiment);
      const start = model.id === startModelId ? evaluatedModelOf(experiment) : null;
      const folder = start ?? join(run.folder, model.id);
      return answers.ask({ folder, settings: answerSettingsOf(experiment) }, question, context);
    },
  };
}

/**
 * The checkpoints that are still there, newest first: older ones go when `save_total_limit` says so. Without any, the model that the run
 * evaluated.
 */
async function listModels({ folder, checkpoints, experiment }: RunDetail): Promise<AskableModel[]> {
  const steps = new Map(checkpoints.map(({ path, step }) => [path, step]));
  const found = await Promise.all(
    [...steps].map(async ([id, step]) => ((await isModel(join(folder, id))) ? [{ id, step }] : [])),
  );
  const newestFirst = found.flat().sort((one, two) => two.step - one.step);
  if (newestFirst.length === 0 && (await isModel(startOf(experiment)))) {
    return [{ id: startModelId, step: 0, isLast: true }];
  }
  return newestFirst.map((model, index) => ({ ...model, isLast: index === 0 }));
}

/** What an experiment of anybody's names is looked for in trusted workspaces only. */
function startOf(experiment: unknown): string | null {
  if (!vscode.workspace.isTrusted) return null;
  try {
    return evaluatedModelOf(parseResolvedExperiment(experiment));
  } catch (thrown) {
    // Of an older or broken file nothing is known.
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

async function isModel(folder: string | null): Promise<boolean> {
  if (folder === null) return false;
  return stat(join(folder, 'config.json')).then(
    (found) => found.isFile(),
    () => false,
  );
}
