// Data files and names of datasets, those that fit the task first.

import type { Experiment } from '../fields.ts';
import type { Draft } from './draft.ts';
import { distance, resolvePath, writePath } from './paths.ts';
import { sizeWords } from './render.ts';
import type { Suggestion } from './suggestion.ts';
import type { DataFile, Surroundings } from './surroundings.ts';

type Task = Experiment['task'];
type Part = 'train_file' | 'validation_file';

const partNames: Readonly<Record<Part, RegExp>> = {
  train_file: /train/i,
  validation_file: /dev|val|test|eval/i,
};
const otherPart: Readonly<Record<Part, Part>> = { train_file: 'validation_file', validation_file: 'train_file' };

const mostFiles = 40;

/** For `train_file` and `validation_file`: files of the task, whose names say the same, that are near. */
export function suggestDataFiles(part: Part) {
  return ({ experiment }: Draft, { file, dataFiles }: Surroundings): Suggestion[] => {
    const { task, data } = experiment;
    const other = data[otherPart[part]];
    const otherPath = other === null ? null : resolvePath(file, other);
    const rank = (each: DataFile): number =>
      100 * fit(each, task) +
      (partNames[part].test(each.path) ? 0 : partNames[otherPart[part]].test(each.path) ? 60 : 30) +
      (each.path === otherPath ? 50 : 0) +
      Math.min(20, distance(file, each.path));
    return dataFiles
      .map((each) => ({ each, rank: rank(each) }))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, mostFiles)
      .map(({ each }) => fileSuggestion(file, each, task));
  };
}

/** 0: data of the task; 1: it cannot be told; 2: of another task. */
function fit({ tasks }: DataFile, task: Task): number {
  return tasks.includes(task) ? 0 : tasks.length === 0 ? 1 : 2;
}

function fileSuggestion(file: string, { path, format, sizeBytes, tasks }: DataFile, task: Task): Suggestion {
  const found = tasks.map((each) => each.replaceAll('-', ' ')).join(' or ');
  const doubt =
    tasks.length === 0 || tasks.includes(task)
      ? ''
      : `\n\nThis does not look like data for ${task.replaceAll('-', ' ')}.`;
  return {
    value: writePath(file, path),
    kind: 'file',
    detail: [format, sizeWords(sizeBytes), ...(found ? [found] : [])].join(' · '),
    documentation: `A file in this workspace${found ? `, by its first rows data for ${found}` : ''}.\n\n\`${path}\`${doubt}`,
  };
}

/** Datasets that Hugging Face's examples and Graphcore's model cards use. */
const usualDatasets: Readonly<Record<Task, readonly [name: string, what: string][]>> = {
  'question-answering': [
    ['squad', 'SQuAD v1.1: 87,599 questions'],
    ['squad_v2', 'SQuAD v2.0: some questions have no answer'],
  ],
  'sequence-classification': [
    ['glue', 'nine tasks on texts and pairs of texts'],
    ['imdb', 'film reviews, good or bad'],
  ],
  'token-classification': [['conll2003', 'names of persons, places and organisations']],
  'multiple-choice': [['swag', 'the right ending of four']],
  pretraining: [
    ['wikitext', 'articles of Wikipedia'],
    ['bookcorpus', 'books'],
  ],
};

/** For `dataset_name`: the task's usual ones and what is in the Hub's cache. */
export function suggestDatasets({ experiment: { task } }: Draft, { cachedDatasets }: Surroundings): Suggestion[] {
  const tasks = [task, ...(Object.keys(usualDatasets) as Task[]).filter((each) => each !== task)];
  const usual = tasks.flatMap((each) => usualDatasets[each].map(([name, what]) => ({ name, what, task: each })));
  const record = 'The name is for the record: the embedded engine downloads no data.';
  const own = usual.map(({ name, what, task: of }) => ({
    value: name,
    kind: 'dataset' as const,
    detail: `${what} · ${of.replaceAll('-', ' ')}`,
    documentation: `The dataset ${name} on the Hugging Face Hub: ${what}. ${record}`,
  }));
  const cached = cachedDatasets.map((name) => ({
    value: name,
    kind: 'dataset' as const,
    detail: 'in the Hub’s cache',
    documentation: `In the Hugging Face Hub’s cache on this machine. ${record}`,
  }));
  return [...own, ...cached];
}
