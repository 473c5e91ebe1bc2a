// Opens what a run's process printed, in an editor that follows the file.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { runFiles } from '../shared/run-folder.ts';
import { chooseRun } from './choose-run.ts';
import { outputMissing } from './errors.ts';
import type { RunIndex } from './run-index.ts';

export async function openOutput(index: RunIndex, clicked?: unknown): Promise<void> {
  const runId = await chooseRun(index, clicked, vscode.l10n.t('Run whose output to open'));
  if (runId === undefined) return;
  const path = join((await index.detail(runId)).folder, runFiles.output);
  if (!(await stat(path).catch(() => undefined))) throw outputMissing(path);
  await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: true });
}
