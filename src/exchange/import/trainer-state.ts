// A folder that transformers' Trainer has written → a run: the log of trainer_state.json as curves, *_results.json as results, and what
// training_args.json, config.json or the model card beside it say of the recipe.

import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Experiment, sectionFields } from '../../config/fields.ts';
import { checkValue } from '../../config/check-value.ts';
import { type Notice, Notices } from '../../config/import/notices.ts';
import type { Field } from '../../config/field.ts';
import type { EventBody } from '../../shared/journal/event.ts';
import { parseJsonNumber } from '../../shared/json-number.ts';
import { trainerStateBroken } from '../errors.ts';
import { experimentOfArguments, experimentOfText, type FoundExperiment } from './experiment.ts';
import { findImported, hashFiles, type ImportedRun, type ImportRecord } from './imported-file.ts';
import { isObject, type JsonObject, readJsonObject } from './json-file.ts';
import { writeImportedRun } from './run-writer.ts';

/** The file by which such a folder is known. */
export const trainerStateFile = 'trainer_state.json';

const source = 'trainer-state';
const resultFiles = ['train_results.json', 'eval_results.json', 'all_results.json'];
const argumentFiles = ['training_args.json', 'args.json'];
const configFile = 'config.json';
const cardFile = 'README.md';

/** What imported.json holds of such a folder. */
interface StateRecord extends ImportRecord {
  readonly bestMetric: unknown;
  readonly bestCheckpoint: unknown;
  /** Folders `checkpoint-N` that lay beside the file, by name. */
  readonly checkpoints: readonly string[];
}

/** Imports the folder of this trainer_state.json (absolute path) as a run. Rejects with an AppError if it has no log. */
export async function importTrainerState(file: string, runs: string): Promise<ImportedRun> {
  const folder = dirname(file);
  const state = await readJsonObject(file);
  if (state === undefined) throw trainerStateBroken(file, 'it is no JSON object');
  if (!Array.isArray(state['log_history'])) throw trainerStateBroken(file, 'it has no list `log_history`');
  const name = nameOf(folder);
  const sha256 = await hashFiles(await existing(folder, [trainerStateFile, ...resultFiles, ...argumentFiles, configFile])); // prettier-ignore
  const known = await findImported(runs, source, sha256);
  if (known !== undefined)
    return { runId: known, folder: join(runs, known), name, source, file, isNew: false, notices: [] };
  const notices = new Notices();
  const found = await findExperiment(folder, state);
  for (const each of found.notices) notices.add(each.kind, each.name, each.message);
  const experiment = { ...(await withModel(found.experiment, folder)), name };
  const bodies = [...logEvents(state['log_history'], notices), ...(await resultEvents(folder, notices))];
  const isDone = isCompleted(state, bodies);
  notices.add('remark', 'time', `${trainerStateFile} says no times: all events have that of the file.`);
  const checkpoints = (await readdir(folder)).filter((each) => /^checkpoint-\d+$/.test(each));
  noteCheckpoints(state, checkpoints, folder, notices);
  const time = (await stat(file)).mtimeMs;
  const record: StateRecord = {
    ...{ source, file, sha256, importedAt: Date.now(), notices: notices.all },
    bestMetric: state['best_metric'] ?? null,
    bestCheckpoint: state['best_model_checkpoint'] ?? null,
    checkpoints,
  };
  const written = await writeImportedRun(runs, { experiment, environment: null, startedAt: time }, async (journal) => {
    for (const body of [...bodies, ...logLines(notices.all)]) journal.write(body, time);
    journal.write({ kind: 'end', state: isDone ? 'completed' : 'stopped' }, time);
    return { record };
  });
  return { runId: written.runId, folder: written.folder, name, source, file, isNew: true, notices: notices.all };
}

/** A checkpoint is known by the folder that it lies in. */
function nameOf(folder: string): string {
  return basename(/^checkpoint-\d+$/.test(basename(folder)) ? dirname(folder) : folder);
}

async function existing(folder: string, names: readonly string[]): Promise<string[]> {
  const there = new Set(await readdir(folder));
  return names.filter((name) => there.has(name)).map((name) => join(folder, name));
}

/** The recipe: of the arguments' file, else of the model card, else the little that the state knows. */
async function findExperiment(folder: string, state: JsonObject): Promise<FoundExperiment> {
  const { log_history: _, ...rest } = state;
  const known = { num_train_epochs: rest['num_train_epochs'], logging_steps: rest['logging_steps'], save_steps: rest['save_steps'], per_device_train_batch_size: rest['train_batch_size'] }; // prettier-ignore
  for (const name of argumentFiles) {
    const values = await readJsonObject(join(folder, name));
    if (values) return experimentOfArguments({ ...known, ...values }, folder, name);
  }
  const card = await readFile(join(folder, cardFile), 'utf8').catch(() => undefined);
  const ofCard = card === undefined ? undefined : await experimentOfText(card, folder, cardFile).catch(() => undefined);
  if (ofCard?.isSaid) return ofCard;
  return experimentOfArguments(known, folder, trainerStateFile);
}

/** The model's geometry, as far as config.json says it in our words. */
async function withModel(experiment: Experiment, folder: string): Promise<Experiment> {
  const config = await readJsonObject(join(folder, configFile));
  if (config?.['model_type'] !== 'bert') return experiment;
  const fields: Readonly<Record<string, Field>> = sectionFields.model;
  const given = Object.entries(fields).filter(
    ([name, field]) => Object.hasOwn(config, name) && checkValue(name, field, config[name]) === undefined,
  );
  const start = config['_name_or_path'];
  const named = experiment.model.model_name_or_path ?? (typeof start === 'string' && start !== '' ? start : null);
  const values = Object.fromEntries(given.map(([name]) => [name, config[name]]));
  return { ...experiment, model: { ...experiment.model, ...values, model_name_or_path: named } };
}

/** One event for each entry; what ends training is a result. */
function logEvents(history: readonly unknown[], notices: Notices): EventBody[] {
  let passedOver = 0;
  let backwards = 0;
  let last = 0;
  const events = history.flatMap((entry): EventBody[] => {
    const step = isObject(entry) ? entry['step'] : undefined;
    if (!isObject(entry) || !Number.isSafeInteger(step) || (step as number) < 0) {
      passedOver += 1;
      return [];
    }
    if ((step as number) < last) backwards += 1;
    last = step as number;
    const values = numbersOf(entry);
    const results = Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith('eval_') || name.startsWith('train_'))); // prettier-ignore
    const isEnd = Object.hasOwn(values, 'train_runtime');
    return [
      ...(isEnd ? [] : [{ kind: 'metrics', step: step as number, values } as const]),
      ...(Object.keys(results).length > 0 ? [{ kind: 'result', values: results } as const] : []),
    ];
  });
  if (passedOver > 0) notices.add('dropped', 'log_history', `Entries of the log without a step: ${passedOver}. They are left out.`); // prettier-ignore
  if (backwards > 0) notices.add('remark', 'step', `Steps go back ${backwards} times: of a step that comes twice, the last value counts.`); // prettier-ignore
  return events;
}

async function resultEvents(folder: string, notices: Notices): Promise<EventBody[]> {
  const events: EventBody[] = [];
  for (const name of resultFiles) {
    const values = await readJsonObject(join(folder, name));
    if (values) events.push({ kind: 'result', values: numbersOf(values) });
    else if ((await existing(folder, [name])).length > 0) notices.add('dropped', name, `${name} is no JSON object.`);
  }
  return events;
}

function numbersOf(entry: JsonObject): Record<string, number> {
  const numbers = Object.entries(entry).map(([name, value]) => [name, parseJsonNumber(value)] as const);
  return Object.fromEntries(numbers.filter((each): each is readonly [string, number] => each[0] !== 'step' && each[1] !== undefined)); // prettier-ignore
}

/** Training has said that it is done, or has done all its updates. */
function isCompleted(state: JsonObject, bodies: readonly EventBody[]): boolean {
  const [done, most] = [state['global_step'], state['max_steps']];
  const isThrough = typeof done === 'number' && typeof most === 'number' && most > 0 && done >= most;
  return isThrough || bodies.some((body) => body.kind === 'result' && Object.hasOwn(body.values, 'train_runtime'));
}

function noteCheckpoints(state: JsonObject, checkpoints: readonly string[], folder: string, notices: Notices): void {
  if (checkpoints.length > 0)
    notices.add('remark', 'checkpoints', `Checkpoints stay where they are, in ${folder}: ${checkpoints.slice(0, 5).join(', ')}${checkpoints.length > 5 ? ', …' : ''}.`); // prettier-ignore
  const best = parseJsonNumber(state['best_metric']);
  if (best !== undefined) notices.add('remark', 'best_metric', `The best metric was ${best}, of ${String(state['best_model_checkpoint'] ?? 'no checkpoint')}.`); // prettier-ignore
}

function logLines(notices: readonly Notice[]): EventBody[] {
  return notices.map(({ kind, message }) => ({ kind: 'log', level: kind === 'dropped' || kind === 'contradiction' ? 'warning' : 'info', message })); // prettier-ignore
}
