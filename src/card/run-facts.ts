// What is known of a run of the embedded engine → the facts of its card. Pure: files and journal are read elsewhere. Paths of the
// machine do not go into a card; of data and models it names the last part.

import type { Experiment } from '../config/fields.ts';
import { exportCommand } from '../config/import/export.ts';
import { type Notice, Notices } from '../config/import/notices.ts';
import { AppError } from '../shared/errors.ts';
import type { RunState } from '../shared/run-state.ts';
import type { CardData, CardEntry, CardFacts, CardMetadata, CardName, CardResult } from './facts.ts';
import { listHyperparameters } from './hyperparameters.ts';
import { isHubId } from './names.ts';
import { hubScores, hubTasks } from './scores.ts';
import { lastPart, valuesToSay, withoutFolders } from './values-to-say.ts';

/** What a card follows from. */
export interface RunRecord {
  readonly experiment: Experiment;
  readonly state: RunState;
  /** Weight updates done. */
  readonly step: number;
  readonly results: Readonly<Record<string, number>>;
  /** As environment.json has them; empty where it is not known. */
  readonly versions: readonly CardEntry[];
  /** Processor and system, such as `2 × AMD EPYC, linux x64`; null where it is not known. */
  readonly machine: string | null;
  /** Mean modelled utilisation of each IPU, 0 to 1; empty if none was modelled. */
  readonly modelledUtilisation: readonly number[];
}

/** The facts of the run's card, and what its command cannot say. */
export function cardFactsOf(run: RunRecord): { readonly facts: CardFacts; readonly notices: readonly Notice[] } {
  const { experiment, state, step, machine, versions } = run;
  const { data, training, description } = experiment;
  const notices = new Notices();
  const isFinished = state === 'completed';
  const dataset = datasetOf(experiment);
  const command = commandOf(experiment, notices);
  const facts: CardFacts = {
    metadata: metadataOf(run, isFinished),
    title: nameOf(experiment),
    description: description.trim() === '' ? [] : [description],
    baseModel: modelOf(experiment),
    trainedOnData: training.do_train ? dataset : null,
    data: dataOf(data, training.do_train),
    machine: machine === null ? null : { device: `${machine}, no IPU`, library: 'IPU Workbench', libraryUrl: null },
    unfinished: isFinished ? null : { state, step },
    command: command.text,
    notInCommand: command.unsaid,
    hyperparameters: listHyperparameters(experiment),
    ipuConfig: ipuConfigOf(experiment),
    modelled: run.modelledUtilisation.map((share, index) => ({
      name: `Mean utilisation of IPU ${index}`,
      text: `${(share * 100).toFixed(1)} %`,
    })),
    results: isFinished && Object.keys(run.results).length > 0 ? run.results : null,
    versions,
  };
  return { facts, notices: notices.all };
}

function metadataOf({ experiment, results }: RunRecord, isFinished: boolean): CardMetadata {
  const { data, task } = experiment;
  const model = modelOf(experiment);
  const scores = isFinished ? hubScores(results) : [];
  const entry: CardResult = {
    task: hubTasks[task],
    dataset: { ...evaluatedOn(experiment), split: 'validation' },
    metrics: scores,
  };
  return {
    license: null,
    tags: ['ipu-workbench', 'bert'],
    datasets: data.dataset_name !== null && isHubId(data.dataset_name) ? [data.dataset_name] : [],
    baseModels: model?.onHub ? [model.name] : [],
    pipelineTag: hubTasks[task].type,
    metrics: [...new Set(scores.map(({ type }) => type))],
    modelIndex: { name: nameOf(experiment), results: scores.length > 0 ? [entry] : [] },
    other: { library_name: 'transformers' },
  };
}

function nameOf({ name }: Experiment): string {
  return name === '' ? 'unnamed' : name;
}

/** A part of the validation data is not the dataset: its name says so. */
function evaluatedOn(experiment: Experiment): { readonly name: string; readonly type: string } {
  const { dataset_name: name, validation_file: file, max_eval_samples: most } = experiment.data;
  const shown = name ?? lastPart(file ?? '');
  const type = name !== null && isHubId(name) ? name : loaderOf(file ?? '');
  return { name: `${shown === '' ? 'unnamed' : shown}${most === null ? '' : ` (first ${most} examples)`}`, type };
}

/** How `datasets.load_dataset` would load such a file. */
function loaderOf(file: string): string {
  const [, ending = ''] = /\.(\w+)$/.exec(file.toLowerCase()) ?? [];
  if (ending === 'csv' || ending === 'tsv') return 'csv';
  if (ending === 'parquet') return 'parquet';
  return ending === 'json' || ending === 'jsonl' ? 'json' : 'text';
}

function modelOf({ model }: Experiment): CardName | null {
  const name = model.model_name_or_path;
  if (name === null || name === '') return null;
  return isHubId(name) ? { name, onHub: true } : { name: lastPart(name), onHub: false };
}

function datasetOf({ data }: Experiment): string | null {
  const name = data.dataset_name ?? lastPart(data.train_file ?? '');
  return name === '' ? null : name;
}

function dataOf(data: Experiment['data'], isTrained: boolean): readonly CardData[] {
  const { dataset_name: name, train_file: train, validation_file: validation } = data;
  const file = (path: string | null, use: 'training' | 'evaluation'): CardData[] =>
    path === null || lastPart(path) === '' ? [] : [{ name: lastPart(path), onHub: false, use }];
  const dataset: CardData[] = name === null || name === '' ? [] : [{ name, onHub: isHubId(name), use: null }];
  return [...dataset, ...(isTrained ? file(train, 'training') : []), ...file(validation, 'evaluation')];
}

function ipuConfigOf({ ipu_config: ipu }: Experiment): Readonly<Record<string, unknown>> {
  const given = Object.entries(ipu).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, withoutFolders(value)]));
}

interface Command {
  readonly text: string | null;
  readonly unsaid: readonly CardEntry[];
}

function commandOf(experiment: Experiment, notices: Notices): Command {
  try {
    const values = valuesToSay(experiment);
    const { text, notices: told } = exportCommand(values);
    const dropped = told.filter(({ kind }) => kind === 'dropped');
    for (const { kind, name, message } of told) if (kind !== 'dropped') notices.add(kind, name, message);
    return { text, unsaid: dropped.map(({ name }) => ({ name, text: JSON.stringify(valueAt(experiment, name)) })) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    notices.add('dropped', 'command', error.message);
    return { text: null, unsaid: [] };
  }
}

/** The value of a field or of an argument of the user's own, as it may be shown. */
function valueAt(experiment: Experiment, name: string): unknown {
  const [first = '', field] = name.split('.');
  const own = entry(field === undefined ? experiment : entry(experiment, first), field ?? first);
  return withoutFolders(own ?? entry(experiment.extra_args, name)) ?? null;
}

function entry(values: unknown, name: string): unknown {
  const isThere = typeof values === 'object' && values !== null && Object.hasOwn(values, name);
  return isThere ? (values as Readonly<Record<string, unknown>>)[name] : undefined;
}
