// What can be wrong with a call of `ipuw`, each with its remedy.

import { nearestName } from '../shared/nearest.ts';
import { AppError } from '../shared/errors.ts';
import type { RunExit } from '../runner/runner.ts';
import type { Command } from './command.ts';

const usageCode = 'wrong-usage';

/** Whether the call itself was wrong, not what it asked for. */
export function isUsageError(error: AppError): boolean {
  return error.code === usageCode;
}

function usageError(message: string, hint: string): AppError {
  return new AppError(usageCode, message, hint);
}

function didYouMean(name: string, candidates: Iterable<string>, otherwise: string): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? otherwise : `Did you mean ${nearest}?`;
}

/** No command of that name. */
export function unknownCommand(name: string, commands: Iterable<string>): AppError {
  const hint = didYouMean(name, commands, 'Run `ipuw --help` for all commands.');
  return usageError(`There is no command "${name}".`, hint);
}

/** No option of that name. */
export function unknownOption({ name, options }: Command, option: string): AppError {
  const known = [...Object.keys(options), 'help'].map((each) => `--${each}`);
  const hint = didYouMean(option, known, `Run \`ipuw ${name} --help\` for its options.`);
  return usageError(`\`ipuw ${name}\` has no option ${option}.`, hint);
}

/** An option without its value, or a switch with one. */
export function optionValueMissing(option: string, value: string | undefined): AppError {
  return value === undefined
    ? usageError(`The option --${option} takes no value.`, `Write just --${option}.`)
    : usageError(`The option --${option} needs a value.`, `Write --${option} ${value}.`);
}

/** Something the command needs was not given. */
export function argumentMissing(command: string, argument: string): AppError {
  return usageError(`\`ipuw ${command}\` needs ${argument}.`, `Run \`ipuw ${command} --help\` for an explanation.`);
}

/** More arguments than the command takes. */
export function tooManyArguments({ name, options, optionalArgument }: Command, argument: string): AppError {
  const takesLists = Object.values(options).some(({ value }) => value === 'LIST');
  const hint =
    takesLists && /^-?[\d.]+$/.test(argument)
      ? 'Write a list with commas between its entries: 3,3,3,3.'
      : optionalArgument === 'FILE'
        ? 'Give one file; put a path with spaces in quotes.'
        : 'Put a path with spaces in quotes.';
  return usageError(`\`ipuw ${name}\` does not know what to do with "${argument}".`, hint);
}

/** The value of an option is not a number. */
export function notADecimal(option: string, text: string): AppError {
  return usageError(`--${option} is "${text}".`, `Give a number, such as --${option}=-1.5.`);
}

/** The value of an option is not a whole number in its range. */
export function notANumber(option: string, text: string, min: number): AppError {
  return usageError(`--${option} is "${text}".`, `Give a whole number of at least ${min}.`);
}

/** The value of an option is a number outside its range. */
export function notInRange(option: string, text: string, min: number, isOpen: boolean): AppError {
  return usageError(`--${option} is "${text}".`, `Give a number ${isOpen ? 'above' : 'of at least'} ${min}.`);
}

/** The value of an option is none of those it can have. */
export function notAChoice(option: string, text: string, choices: readonly string[]): AppError {
  const hint = didYouMean(text, choices, `Give one of ${choices.join(', ')}.`);
  return usageError(`--${option} is "${text}".`, hint);
}

/** The value of an option is no list of what it lists; `wanted` says what one looks like. */
export function notAList(option: string, text: string, wanted: string): AppError {
  return usageError(`--${option} is "${text}".`, `Give ${wanted}.`);
}

/** Two options that say the opposite. */
export function optionsOppose(one: string, other: string): AppError {
  return usageError(`--${one} and --${other} say the opposite.`, 'Give one of them.');
}

/** `--model` names no model whose geometry is known. */
export function modelUnknown(name: string, known: readonly string[]): AppError {
  const otherwise = `Give one of ${known.join(', ')}, with or without its owner; or plan an experiment file that names a folder or says the geometry.`;
  return usageError(`--model is "${name}", whose geometry is not known.`, didYouMean(name, known, otherwise));
}

/** A plan needs an experiment file or a model. */
export function nothingToPlan(): AppError {
  return usageError(
    '`ipuw plan` needs an experiment file or --model.',
    'Write `ipuw plan FILE`, or `ipuw plan --model bert-base-uncased --layers-per-ipu 0,4,4,4`.',
  );
}

/** The workspace has no run. */
export function noRuns(workspaceFolder: string): AppError {
  return new AppError(
    'no-runs',
    `There are no runs in ${workspaceFolder}.`,
    'Start one with `ipuw train FILE`, or name another folder with --workspace.',
  );
}

/** A file lies where the folder of the runs would be. */
export function workbenchFolderInTheWay(path: string): AppError {
  return new AppError(
    'workbench-folder-in-the-way',
    `${path} is a file; runs are kept in a folder of that name.`,
    'Move the file away, or name another folder with --workspace.',
  );
}

/** Not one prediction is for a question of the dataset. */
export function nothingToScore(predictionsFile: string, datasetFile: string, predictions: number): AppError {
  return new AppError(
    'nothing-to-score',
    `${predictionsFile} has ${predictions} predictions, none of them for a question in ${datasetFile}.`,
    'Give the dataset that these predictions were made for.',
  );
}

/** A comparison needs two runs. */
export function nothingToCompare(runId: string, workspaceRuns: number): AppError {
  return new AppError(
    'nothing-to-compare',
    `There is only ${runId} to compare, and nothing to compare it with.`,
    workspaceRuns < 2
      ? 'It is the only run here: train another one with `ipuw train FILE`.'
      : 'Name another run besides: `ipuw runs` lists them.',
  );
}

/** More runs than fit side by side. */
export function tooManyToCompare(runs: number, max: number): AppError {
  return new AppError(
    'too-many-to-compare',
    `These are ${runs} runs; at most ${max} are compared at once.`,
    'Name fewer runs.',
  );
}

/** No run of the workspace ended early; or `ofSweep` did, which is not chosen unasked. */
export function nothingToResume(workspaceRuns: number, ofSweep: string | undefined): AppError {
  const code = 'nothing-to-resume';
  if (ofSweep !== undefined) {
    const hint = `To go on with one of them by itself, name it: \`ipuw resume ${ofSweep}\`.`;
    return new AppError(code, 'Only runs of sweeps ended early here, and their sweeps are done with them.', hint);
  }
  const runs = workspaceRuns === 1 ? 'The only run' : `None of the ${workspaceRuns} runs`;
  return new AppError(
    code,
    `${runs} here ${workspaceRuns === 1 ? 'did not end early' : 'ended early'}, so there is nothing to resume.`,
    'Run `ipuw runs` for all runs; start a new one with `ipuw train FILE`.',
  );
}

/** The run that would be resumed is left over from a sweep. */
export function runOfSweep(runId: string, sweepId: string): AppError {
  return new AppError(
    'run-of-sweep',
    `The newest run that can go on, ${runId}, is one of the sweep ${sweepId}.`,
    `Go on with the whole sweep: \`ipuw sweep --resume ${sweepId}\`. For this run alone: \`ipuw resume ${runId}\`.`,
  );
}

/** There is no sweep to choose from. */
export function noSweeps(): AppError {
  return new AppError(
    'no-sweeps',
    'There are no sweeps yet.',
    'Launch one with `ipuw sweep FILE`; FILE is an experiment file with a section `sweep`, which says what to vary.',
  );
}

/** No run whose id is or begins with what was given. */
export function runUnknown(wanted: string, runIds: readonly string[]): AppError {
  const hint = didYouMean(wanted, runIds, 'Run `ipuw runs` for all runs; `last` is the newest.');
  return new AppError('run-unknown', `There is no run "${wanted}".`, hint);
}

/** Several runs begin with what was given. */
export function runAmbiguous(wanted: string, runIds: readonly string[]): AppError {
  const shown = runIds.slice(0, 5).join(', ') + (runIds.length > 5 ? ', …' : '');
  return new AppError('run-ambiguous', `"${wanted}" means ${runIds.length} of them: ${shown}.`, 'Give more of the id.');
}

/** The process of a run that was followed ended without journalling an end. */
export function runLost({ exitCode, signal }: RunExit, lastCheckpoint: string | undefined): AppError {
  const how = signal === null ? `ended with exit code ${exitCode ?? 'unknown'}` : `was ended by ${signal}`;
  return new AppError(
    'run-lost',
    `The training program ${how} without saying why; the run is lost.`,
    lastCheckpoint === undefined
      ? 'If the machine ran out of memory, lower per_device_train_batch_size or max_seq_length and launch it again.'
      : `Run \`ipuw resume\` to go on from ${lastCheckpoint}. If the machine ran out of memory, lower per_device_train_batch_size or max_seq_length and launch it again.`,
  );
}

/** A file that the command needs is not there or cannot be read. */
export function fileUnreadable(what: string, path: string, reason: string, nearest: string | undefined): AppError {
  const hint = nearest === undefined ? 'Check the path.' : `Did you mean ${nearest}?`;
  return new AppError('file-unreadable', `The ${what} ${path} ${reason}.`, hint);
}

/** No vocabulary was named and none lies where one is looked for. */
export function vocabularyMissing(places: readonly string[]): AppError {
  return new AppError(
    'vocab-file-missing',
    `There is no vocabulary at ${places.join(', ')}.`,
    'Name a WordPiece vocabulary with --vocab FILE.',
  );
}

/** The folder given as a model is none. */
export function modelFolderMissing(path: string, nearest: string | undefined): AppError {
  return new AppError(
    'model-folder-missing',
    `The model folder ${path} does not exist or is not a folder.`,
    nearest === undefined
      ? 'Name a folder with config.json, model.safetensors and vocab.txt, such as a run’s checkpoint.'
      : `Did you mean ${nearest}?`,
  );
}

/** There is no such form to export to. */
export function unknownExport(form: string, forms: readonly string[]): AppError {
  const hint = didYouMean(form, forms, `Give one of ${forms.join(', ')}.`);
  return usageError(`Nothing can be exported as "${form}".`, hint);
}

/** An option of another form of export. */
export function optionNotForExport(option: string, form: string): AppError {
  return usageError(`\`ipuw export ${form}\` has no option --${option}.`, 'Leave it out.');
}

/** An option of the other kind of import. */
export function optionNotForImport(option: string): AppError {
  const hint = 'Leave it out; `ipuw import run PATH` makes runs, `ipuw import FILE` an experiment file.';
  return usageError(`This kind of import has no option --${option}.`, hint);
}

/** A file would be overwritten. */
export function outputExists(path: string): AppError {
  return new AppError(
    'output-exists',
    `${path} exists already.`,
    'Name another file with --output, or replace this one with --force.',
  );
}

/** `ipuw sweep` needs one of the two. */
export function fileOrResume(): AppError {
  return usageError(
    '`ipuw sweep` needs an experiment file, or --resume with a sweep, and not both.',
    'Write `ipuw sweep FILE`, or `ipuw sweep --resume SWEEP`.',
  );
}

/** The process that worked off a sweep ended before the sweep did. */
export function queueGone(sweepId: string, { exitCode, signal }: RunExit): AppError {
  const how = signal === null ? `ended with exit code ${exitCode ?? 'unknown'}` : `was ended by ${signal}`;
  return new AppError(
    'queue-gone',
    `The queue of the sweep ${how}; runs that were under way go on, no more are started.`,
    `Go on with it: \`ipuw sweep --resume ${sweepId}\`.`,
  );
}

/** No sweep whose id is or begins with what was given. */
export function sweepUnknown(wanted: string, sweepIds: readonly string[]): AppError {
  const hint = didYouMean(wanted, sweepIds, 'Run `ipuw runs` for all sweeps; `last` is the newest.');
  return new AppError('sweep-unknown', `There is no sweep "${wanted}".`, hint);
}

/** `ipuw ask` without a paragraph. */
export function contextMissing(): AppError {
  return usageError('`ipuw ask` needs a paragraph.', 'Give it with --context, or in a file with --context-file.');
}

/** The run has no checkpoint, or none of that weight update, or none any more. */
export function runHasNoModel(runId: string, step: number | undefined): AppError {
  const what = step === undefined ? 'no checkpoint' : `no checkpoint of step ${step}`;
  return new AppError(
    'run-has-no-model',
    `Run ${runId} has ${what} on disk.`,
    `Run \`ipuw show ${runId}\` for those it has; older ones are removed as training.save_total_limit says.`,
  );
}
