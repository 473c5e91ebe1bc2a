// What a file in a workspace is, by its name and its first bytes: data of which task, a vocabulary, an experiment. Reads little
// and never throws: what cannot be read is nothing.

import { open, readFile } from 'node:fs/promises';
import type { DataFormat } from '../config/language/surroundings.ts';
import type { Experiment } from '../config/fields.ts';
import { readTolerantTree } from '../config/json-tree.ts';

type Task = Experiment['task'];

const headBytes = 8 * 1024;
/** A Parquet file names its columns at its end. */
const tailBytes = 64 * 1024;
const largestVocabularyBytes = 4 * 2 ** 20;
const largestExperimentBytes = 2 ** 20;

const formats: Readonly<Record<string, DataFormat>> = {
  '.json': 'JSON',
  '.jsonl': 'JSON Lines',
  '.ndjson': 'JSON Lines',
  '.csv': 'CSV',
  '.tsv': 'TSV',
  '.parquet': 'Parquet',
  '.txt': 'text',
  '.conll': 'CoNLL',
  '.iob': 'CoNLL',
  '.iob2': 'CoNLL',
};

/** Files that are text or JSON and nobody's data. */
const others =
  /^(?:package(?:-lock)?|tsconfig.*|jsconfig.*|config|tokenizer.*|special_tokens_map|ipu_config|trainer_state|checkpoint|added_tokens|generation_config|all_results|(?:train|eval)_results)\.json$|^(?:requirements.*|license.*|licence.*|readme.*|notice.*|changelog.*|cmakelists|robots)\.txt$|\.ipu\.json$/i;

/** The form that the name stands for; undefined for a file that is no data. */
export function formatOf(name: string): DataFormat | undefined {
  if (others.test(name)) return undefined;
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : formats[name.slice(dot).toLowerCase()];
}

/** The start of a file, or with `fromEnd` its end, as text; empty if it cannot be read. */
async function peek(path: string, bytes: number, fromEnd: boolean): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return '';
    const position = fromEnd ? Math.max(0, stats.size - bytes) : 0;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(bytes, stats.size)), 0, undefined, position);
    return buffer.toString(fromEnd ? 'latin1' : 'utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await file.close().catch(() => undefined);
  }
}

/** The tasks whose data the file looks like; undefined if it is no data that we know. */
export async function tasksOf(path: string, format: DataFormat): Promise<Task[] | undefined> {
  const text = await peek(path, format === 'Parquet' ? tailBytes : headBytes, format === 'Parquet');
  if (text === '') return undefined;
  if (format === 'text' || format === 'CoNLL') return [isTagged(text) ? 'token-classification' : 'pretraining'];
  const names = namesIn(text, format);
  const tasks = rowTasks.filter(({ needs }) => needs.every((any) => any.some((name) => names.has(name))));
  if (tasks.length > 0) return tasks.map(({ task }) => task);
  // Tables have no other use here; JSON has many.
  return format === 'JSON' ? undefined : [];
}

/** For each task, columns that its rows have: of each list, one. */
const rowTasks: readonly { task: Task; needs: readonly (readonly string[])[] }[] = [
  {
    task: 'question-answering',
    needs: [
      ['question', 'qas', 'paragraphs'],
      ['context', 'paragraphs'],
    ],
  },
  { task: 'multiple-choice', needs: [['ending0'], ['ending1'], ['sent1', 'sent2', 'startphrase']] },
  { task: 'token-classification', needs: [['tokens'], ['ner_tags', 'tags', 'pos_tags', 'chunk_tags']] },
  {
    task: 'sequence-classification',
    needs: [
      ['label', 'labels'],
      ['sentence', 'sentence1', 'text', 'question1', 'premise', 'question'],
    ],
  },
];

function namesIn(text: string, format: DataFormat): Set<string> {
  if (format === 'CSV' || format === 'TSV') {
    const [line = ''] = text.split(/\r\n|\r|\n/, 1);
    return new Set(line.split(format === 'CSV' ? ',' : '\t').map((name) => name.trim().replace(/^"(.*)"$/, '$1')));
  }
  const pattern = format === 'Parquet' ? /[a-z][a-z_0-9]{2,40}/g : /"(\w{1,40})"\s*:/g;
  return new Set(Array.from(text.matchAll(pattern), (match) => match[1] ?? match[0]));
}

/** Lines of several columns whose last one is a tag. */
function isTagged(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/).slice(0, 200);
  const tagged = lines.filter((line) => /^\S+(?:[ \t]\S+)*[ \t](?:O|[BIES]-\S+)$/.test(line)).length;
  return tagged > 0 && tagged >= lines.filter((line) => line.trim() !== '').length / 2;
}

/** How many tokens the vocabulary has; undefined if the file is none. */
export async function countTokens(path: string, sizeBytes: number): Promise<number | undefined> {
  if (sizeBytes > largestVocabularyBytes) return undefined;
  if (!/^\[(?:UNK|CLS|SEP)\]\r?$/m.test(await peek(path, 64 * 1024, false))) return undefined;
  const text = await readFile(path, 'utf8').catch(() => '');
  return text === '' ? undefined : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** What an experiment file says that it is for; empty if it says nothing. */
export async function descriptionOf(path: string, sizeBytes: number): Promise<string> {
  if (sizeBytes > largestExperimentBytes) return '';
  const { root } = readTolerantTree(await readFile(path, 'utf8').catch(() => ''));
  const properties = root?.type === 'object' ? (root.children ?? []) : [];
  const value: unknown = properties.find(({ children }) => children?.[0]?.value === 'description')?.children?.[1]
    ?.value;
  return typeof value === 'string' ? value.slice(0, 300) : '';
}
