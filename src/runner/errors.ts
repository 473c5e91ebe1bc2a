// What can go wrong when a run is launched or stopped, each with its remedy.

import { AppError } from '../shared/errors.ts';
import type { ProcessIdentity } from '../shared/messages/runs.ts';
import type { RunExit } from './runner.ts';

/** The program that runs experiments is not where it should be. */
export function programMissing(path: string): AppError {
  return new AppError(
    'program-missing',
    `The training program ${path} does not exist.`,
    'Reinstall IPU Workbench; in its source folder, run `npm run build`.',
  );
}

/** The process that answers questions has ended before it answered. */
export function answererEnded(reason: string): AppError {
  return new AppError(
    'answerer-ended',
    `The program that answers questions ended: ${reason}.`,
    'Ask again. If it goes on ending, there may be too little memory for this model.',
  );
}

/** The workspace folder is not there, or is not a folder. */
export function workspaceMissing(path: string): AppError {
  return new AppError(
    'workspace-missing',
    `The workspace folder ${path} does not exist or is not a folder.`,
    'Create it, or name another one.',
  );
}

/** Less free space than the checkpoints of the run will take. */
export function diskTooFull(folder: string, freeBytes: number, neededBytes: number): AppError {
  return new AppError(
    'disk-too-full',
    `Not enough free disk space at ${folder}: ${megabytes(freeBytes)} MB free, about ${megabytes(neededBytes)} MB needed for checkpoints.`,
    `Free at least ${megabytes(neededBytes - freeBytes)} MB on that disk, or launch from a workspace on another one.`,
  );
}

/** The system refused to start the process. */
export function spawnFailed(program: string, reason: string): AppError {
  return new AppError(
    'spawn-failed',
    `Cannot start ${program}: ${reason}.`,
    'Check that the program exists and may be executed.',
  );
}

/** The process ended before it had journalled anything. */
export function endedBeforeStart(exit: RunExit, outputTail: string): AppError {
  const how = exit.signal === null ? `with exit code ${exit.exitCode ?? 'unknown'}` : `by ${exit.signal}`;
  const said = outputTail === '' ? ' It printed nothing.' : ` Its last output was:\n${outputTail}`;
  return new AppError(
    'run-ended-before-start',
    `The training program ended ${how} before it began to train.${said}`,
    'The full output is in output.log in the run folder.',
  );
}

/** A file of the run folder does not say what it should. */
export function runNotReadable(path: string, reason: string): AppError {
  return new AppError(
    'run-not-readable',
    `The run cannot be resumed, because ${path} cannot be read: ${reason}`,
    'Launch the experiment again from its file.',
  );
}

/** The process that should go on with a run ended before it did. */
export function resumeFailed(runId: string, exit: RunExit, output: string): AppError {
  const how = exit.signal === null ? `with exit code ${exit.exitCode ?? 'unknown'}` : `by ${exit.signal}`;
  const said = output === '' ? ' It printed nothing.' : ` It said:\n${output}`;
  return new AppError(
    'resume-failed',
    `Run ${runId} was not resumed: the training program ended ${how}.${said}`,
    'The run is as it was. The full output is in output.log in the run folder.',
  );
}

/** The run is on another machine, where processes cannot be ended from here. */
export function runOnOtherHost(runId: string, host: string): AppError {
  return new AppError(
    'run-on-other-host',
    `Run ${runId} runs on ${host}; its process cannot be ended from this machine.`,
    `Stop it without force (it looks for the request in its run folder), or run \`ipuw stop --force\` on ${host}.`,
  );
}

/** Nothing proves that the process with the run's pid is the run's. */
export function processUnknown(runId: string, pid: number): AppError {
  return new AppError(
    'run-process-unknown',
    `Run ${runId} has pid ${pid}, but whether that process is still the run's cannot be told on this system; nothing was ended.`,
    'Stop the run without force, or end the process yourself.',
  );
}

/** The process has not said yet who it is. */
export function processNotKnownYet(runId: string): AppError {
  return new AppError(
    'run-process-not-known-yet',
    `Run ${runId} has not reported its process yet, so there is nothing to end.`,
    'It was asked to stop and will as soon as it starts; try again in a few seconds.',
  );
}

/** The process is still there although the system was told to end it. */
export function processSurvived(runId: string, pid: number): AppError {
  return new AppError(
    'run-process-survived',
    `The process ${pid} of run ${runId} is still there after it was told to end.`,
    'It may be waiting for a disk or a device; look at it with your system’s process list.',
  );
}

/** The run was read from files of others: there is nothing that could go on. */
export function runImported(runId: string): AppError {
  return new AppError(
    'run-imported',
    `Run ${runId} was imported: it has no checkpoints of ours to go on from.`,
    'Launch its experiment as a new run, or import the files again when they have grown.',
  );
}

/** The run waits in the queue of a sweep. */
export function runWaiting(runId: string, sweepId: string): AppError {
  return new AppError(
    'run-waiting',
    `Run ${runId} waits in the queue of the sweep ${sweepId}, which starts it when its turn comes.`,
    `If that queue is gone, go on with the sweep: \`ipuw sweep --resume ${sweepId}\`.`,
  );
}

/** There is no sweep of that id. */
export function sweepUnknown(sweepId: string): AppError {
  return new AppError(
    'sweep-unknown',
    `There is no sweep ${sweepId}.`,
    'Run `ipuw runs` for all runs and sweeps; its folder in .ipu/sweeps may have been deleted.',
  );
}

/** A sweep's description does not say what it should. */
export function sweepNotReadable(path: string, reason: string): AppError {
  return new AppError(
    'sweep-not-readable',
    `The sweep’s description ${path} cannot be read: ${reason}.`,
    'Launch the sweep again from its experiment file.',
  );
}

/** A process works on the sweep's queue. */
export function sweepStillActive(sweepId: string, { pid, host }: Pick<ProcessIdentity, 'pid' | 'host'>): AppError {
  return new AppError(
    'sweep-still-active',
    `The sweep ${sweepId} is still being worked on, by process ${pid} on ${host}.`,
    'Wait for its end, or stop it first.',
  );
}

/** All runs of the sweep have completed or failed, or are another machine's. */
export function nothingLeftInSweep(sweepId: string, count: number): AppError {
  return new AppError(
    'nothing-left-in-sweep',
    `None of the ${count} runs of the sweep ${sweepId} is left to be done.`,
    'Runs that failed go on by themselves: `ipuw resume RUN`, after what failed was mended.',
  );
}

/** The process that should work off a sweep's queue ended before it began. */
export function queueNotStarted(sweepId: string, exit: RunExit, output: string): AppError {
  const how = exit.signal === null ? `with exit code ${exit.exitCode ?? 'unknown'}` : `by ${exit.signal}`;
  const said = output === '' ? ' It printed nothing.' : ` It said:\n${output}`;
  return new AppError(
    'queue-not-started',
    `The queue of the sweep ${sweepId} was not started: its program ended ${how}.${said}`,
    `Mend what it says, then go on: \`ipuw sweep --resume ${sweepId}\`.`,
  );
}

function megabytes(bytes: number): string {
  return Math.max(1, Math.ceil(bytes / 1e6)).toLocaleString('en-US');
}
