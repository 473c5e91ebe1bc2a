// `ipuw sweep FILE`: launches all runs that an experiment file with a sweep stands for, and follows them to their end. The queue does not
// depend on this program: it goes on when the terminal is closed.

import { loadSweep, type LoadedSweep } from '../../config/load-sweep.ts';
import { launchSweep, resumeSweep, type LaunchedSweep, type SweepProgram } from '../../runner/sweep/launch.ts';
import { sweepFolderOf } from '../../runner/sweep/sweep-folder.ts';
import { jsonOption, workspaceOption, type Command, type Input } from '../command.ts';
import { fileOrResume, noSweeps, optionsOppose } from '../errors.ts';
import { followSweep } from '../follow-sweep.ts';
import { findSweep } from '../find-run.ts';
import { note, oneLine, print, printJson } from '../output.ts';
import { programs } from '../programs.ts';
import { withStore } from '../session.ts';
import { renderSweepRuns } from '../sweep-table.ts';
import { findWorkspaceOf, findWorkspaceToRead, hasWorkbenchFolder } from '../workspace.ts';
import { prepareWorkbenchFolder } from '../../runner/run-folder.ts';

/** Launches a sweep, or goes on with one. */
export const sweepCommand: Command = {
  name: 'sweep',
  summary:
    'Run all experiments of a file with a `sweep`, so many at a time as its `concurrency` says; Ctrl-C stops them with checkpoints.',
  arguments: [],
  optionalArgument: 'FILE',
  options: {
    'dry-run': { doc: 'Only print the table of the runs; nothing is launched or written.' },
    detach: { doc: 'Return as soon as the queue has started; `ipuw runs` shows how it goes on.' },
    resume: {
      value: 'SWEEP',
      doc: 'Instead of FILE: go on with a sweep that was stopped or whose queue was killed. SWEEP is its id, the beginning of its id, or `last`. Runs that have completed or failed are not repeated.',
    },
    ...jsonOption,
    ...workspaceOption,
  },
  async run(input) {
    const wanted = input.text('resume');
    const file = input.optionalArgument();
    if ((file === undefined) === (wanted === undefined)) throw fileOrResume();
    if (file === undefined) return resume(wanted!, input);
    if (input.isSet('dry-run') && input.isSet('detach')) throw optionsOppose('dry-run', 'detach');
    const sweep = await load(file);
    if (!input.isSet('json')) print(renderSweepRuns(sweep.runs));
    if (!input.isSet('dry-run')) return launch(sweep, await findWorkspaceOf(file, input.text('workspace')), input);
    const runs = sweep.runs.map(({ label, experiment }) => ({ label, experiment }));
    if (input.isSet('json')) printJson({ name: sweep.name, concurrency: sweep.concurrency, runs });
    return 0;
  },
};

function load(file: string): Promise<LoadedSweep> {
  return loadSweep(file, (warnings) => {
    for (const { line, column, message, hint } of warnings)
      note(`${file}:${line}:${column}: ${oneLine(message)} ${hint}`);
  });
}

async function launch(sweep: LoadedSweep, workspaceFolder: string, input: Input): Promise<number> {
  await prepareWorkbenchFolder(workspaceFolder);
  return launchAndFollow(workspaceFolder, input, () => launchSweep({ ...sweep, workspaceFolder, program: program() }));
}

async function resume(wanted: string, input: Input): Promise<number> {
  const workspace = await findWorkspaceToRead(input.text('workspace'));
  if (!(await hasWorkbenchFolder(workspace))) throw noSweeps();
  return launchAndFollow(workspace, input, async (runs) =>
    resumeSweep(sweepFolderOf(workspace, findSweep(wanted, runs).sweepId), program()),
  );
}

type Launcher = (runs: Parameters<typeof findSweep>[1]) => Promise<LaunchedSweep>;

async function launchAndFollow(workspace: string, input: Input, start: Launcher): Promise<number> {
  return withStore(workspace, async (store) => {
    const launched = await start(await store.request('runs/list', {}));
    if (!input.isSet('detach')) return followSweep(store, launched, input.isSet('json'));
    const { sweepId, folder, runIds } = launched;
    if (input.isSet('json')) printJson({ sweepId, folder, runIds });
    else print(`Sweep ${sweepId} goes on by itself: \`ipuw runs\` shows it, \`ipuw stop ${sweepId}\` stops it.`);
    return 0;
  });
}

function program(): SweepProgram {
  return { node: process.execPath, engineScript: programs.engine, sweepScript: programs.sweep };
}
