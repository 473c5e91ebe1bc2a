// Which files make up a model folder, wherever it lies: beside the experiment or in the Hugging Face Hub's local cache.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kindOfPath } from './files.ts';

/** Files that may hold the weights, alone or as an index of others, in the order in which transformers looks for them. */
export const weightForms = [
  'model.safetensors',
  'model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
] as const;

/** What a model folder lacks, as one says it; empty if it is complete. */
export async function missingModelFiles(folder: string, needsVocabulary: boolean): Promise<string[]> {
  const needed = ['config.json', ...(needsVocabulary ? ['vocab.txt'] : [])];
  const weights = await weightFilesIn(folder);
  const checked = [...needed, ...weights];
  const kinds = await Promise.all(checked.map((file) => kindOfPath(join(folder, file))));
  const missing = checked.filter((_, index) => kinds[index] !== 'file');
  return weights.length > 0 ? missing : [...missing, weightForms[0]];
}

/** The files that hold a folder's weights: one, or an index and those that it names, there or not. Empty if there are none. */
export async function weightFilesIn(folder: string): Promise<string[]> {
  for (const form of weightForms) {
    if ((await kindOfPath(join(folder, form))) !== 'file') continue;
    if (!form.endsWith('.json')) return [form];
    return [form, ...shardsOf(await readFile(join(folder, form), 'utf8').catch(() => ''))];
  }
  return [];
}

/** The files that an index distributes the weights over; none that would lie outside its folder, and none of a broken index. */
export function shardsOf(indexText: string): string[] {
  try {
    const { weight_map: map } = JSON.parse(indexText) as { weight_map?: unknown };
    const files: unknown[] = typeof map === 'object' && map !== null ? Object.values(map) : [];
    return [...new Set(files)].filter((file) => typeof file === 'string').filter(isPlainFileName);
  } catch {
    return [];
  }
}

/** A name that cannot lead out of its folder, on any system. */
export function isPlainFileName(name: string): boolean {
  return /^\w[\w.-]{0,200}$/.test(name);
}
