// Runs an experiment with the engine that comes with the workbench, as a process of its own on this machine.

import { join } from 'node:path';
import { runFiles } from '../../shared/run-folder.ts';
import { programMissing } from '../errors.ts';
import { isFile } from '../run-folder.ts';
import type { Runner } from '../runner.ts';
import type { RunCommand } from '../process.ts';
import { startInFolder, startRun } from '../start-run.ts';

/** Where the engine is and which Node.js runs it (VS Code's own program will do). */
export interface EngineProgram {
  readonly node: string;
  readonly engineScript: string;
}

/** The runner for `runner: "embedded"`. */
export function createEmbeddedRunner(program: EngineProgram): Runner {
  return {
    kind: 'embedded',
    canLaunch: async () => ((await isFile(program.engineScript)) ? null : programMissing(program.engineScript)),
    launch: (request) => startRun(request, program.engineScript, (folder) => engineCommand(program, folder)),
    start: (folder, request) => startInFolder(folder, request, program.engineScript, engineCommand(program, folder)),
    resumeCommand: (folder) => engineCommand(program, folder, '--resume'),
  };
}

/** The engine's command line for a run folder. */
function engineCommand(
  { node, engineScript }: EngineProgram,
  folder: string,
  ...options: readonly string[]
): RunCommand {
  return {
    program: node,
    args: [engineScript, 'train', join(folder, runFiles.experiment), '--run', folder, ...options],
    env: { ELECTRON_RUN_AS_NODE: '1' },
  };
}
