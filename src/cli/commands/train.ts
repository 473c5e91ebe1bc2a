// `ipuw train FILE`: launches an experiment and follows it to its end. The run does not depend on this program: it goes on
// when the terminal is closed.

import { join } from 'node:path';
import { loadExperiment } from '../../config/load.ts';
import { isSweep } from '../../config/sweep.ts';
import { launchRun } from '../../runner/launch.ts';
import { readOutputTail } from '../../runner/output-tail.ts';
import { prepareWorkbenchFolder } from '../../runner/run-folder.ts';
import type { LaunchedRun } from '../../runner/runner.ts';
import { reconcile, stopRun } from '../../runner/supervisor.ts';
import type { RunDetail } from '../../shared/messages/runs.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { isActive } from '../../shared/run-state.ts';
import { describeScores, formatDuration, stateLabels } from '../../shared/run-text.ts';
import type { StoreClient } from '../../store/client.ts';
import { jsonOption, workspaceOption, type Command } from '../command.ts';
import { runLost } from '../errors.ts';
import { runAsJson } from '../describe-run.ts';
import { watchInterrupts } from '../interrupts.ts';
import { note, oneLine, print, printJson, renderPairs, showError } from '../output.ts';
import { ProgressDisplay } from '../progress-display.ts';
import { renderRunLine } from '../progress-line.ts';
import { calledAs, programs } from '../programs.ts';
import { withStore } from '../session.ts';
import { findWorkspaceOf } from '../workspace.ts';

/** Exit code of a program that was interrupted. */
const interruptedCode = 130;

/** Trains an experiment. */
export const trainCommand: Command = {
  name: 'train',
  summary: 'Run an experiment file (*.ipu.json) and show its progress; Ctrl-C stops it with a checkpoint.',
  arguments: ['FILE'],
  options: { ...jsonOption, ...workspaceOption },
  async run(input) {
    const file = input.argument('FILE');
    const experiment = await loadExperiment(file, (warnings) => {
      for (const { line, column, message, hint } of warnings)
        note(`${file}:${line}:${column}: ${oneLine(message)} ${hint}`);
    });
    if (isSweep(experiment))
      note(`${file} describes a sweep; this trains its base alone. For all its runs: ipuw sweep ${file}`);
    const workspaceFolder = await findWorkspaceOf(file, input.text('workspace'));
    const program = { node: process.execPath, engineScript: programs.engine };
    return trainAndFollow({ experiment, workspaceFolder, source: file, program }, input.isSet('json'));
  },
};

/** Launches the run, follows it, says how it came out, and gives the exit code. */
export async function trainAndFollow(request: Parameters<typeof launchRun>[0], asJson: boolean): Promise<number> {
  await prepareWorkbenchFolder(request.workspaceFolder);
  return withStore(request.workspaceFolder, async (store) => followToEnd(store, await launchRun(request), asJson));
}

/** Follows a run whose process has just started, says how it came out, and gives the exit code. */
export async function followToEnd(store: StoreClient, launched: LaunchedRun, asJson: boolean): Promise<number> {
  const { run, interrupted } = await follow(store, launched);
  if (run && asJson) printJson(runAsJson(run));
  else if (run) print(renderEnd(run));
  return report(run, launched, interrupted);
}

/** Shows the run until it has ended. */
async function follow(store: StoreClient, launched: LaunchedRun) {
  const { runId, folder } = launched;
  note(`Run ${runId}`);
  const display = new ProgressDisplay(process.stderr);
  const stopListening = store.onChanged((runs) => {
    const run = runs.find((each) => each.runId === runId);
    // How it ended is said at the end, once.
    if (!run || !isActive(run.state)) return;
    const phase = `${run.state} ${run.progress?.phase ?? ''}`;
    display.update(phase, (columns, bar) => renderRunLine(run, columns, bar));
  });
  const storeFailed = Promise.withResolvers<never>();
  const stopWatching = store.onExit((error) => {
    note(`The run goes on without this program; its output is in ${join(folder, runFiles.output)}.`);
    storeFailed.reject(error);
  });
  const interrupts = watchInterrupts(
    (options) => stopRun(folder, options),
    'the run',
    (text) => display.note(text),
  );
  try {
    await Promise.race([launched.exited, storeFailed.promise]);
    await store.request('runs/ingest', { runId });
    // A process that died without a word: its run is lost.
    await reconcile(store);
    return { run: await store.request('runs/get', { runId }), interrupted: interrupts.count > 0 };
  } finally {
    interrupts.dispose();
    stopWatching();
    stopListening();
    display.finish();
  }
}

/** How the run came out, with the figures that count. */
function renderEnd(run: RunDetail): string {
  const { results } = run;
  const figures = (kind: 'eval' | 'train'): string => describeScores(results, kind, 2).join('  ');
  const pairs: [string, string][] = [
    ['Held-out data', figures('eval')],
    ['Training data', figures('train')],
    ['Checkpoint', run.checkpoints.at(-1)?.path ?? ''],
    ['Run folder', run.folder],
    ['Details', `${calledAs()} show ${run.runId}`],
  ];
  const head = `${stateLabels[run.state]} after ${formatDuration(run.workedMs ?? 0)}, ${run.step} weight updates`;
  return `${head}\n${renderPairs(pairs.filter(([, value]) => value !== ''))}`;
}

/** Says why a run did not complete, and gives the exit code. */
async function report(run: RunDetail | null, launched: LaunchedRun, interrupted: boolean): Promise<number> {
  if (run?.state === 'completed') return 0;
  const exit = await launched.exited;
  const lost = run?.state === 'lost';
  const error = lost ? exit.error : (run?.error ?? exit.error);
  if (error) showError(error);
  if (interrupted && run?.state !== 'failed') return interruptedCode;
  // The launcher knows more than the store: how the process ended.
  if (!error && lost) {
    showError(runLost(exit, run.checkpoints.at(-1)?.path));
    await showOutput(launched);
  }
  return 1;
}

async function showOutput({ folder }: LaunchedRun): Promise<void> {
  const tail = await readOutputTail(join(folder, runFiles.output), 2048);
  if (tail !== '') note(`Its last output was:\n${tail}`);
}
