// Whether the files an experiment names are there, and what to do if not. Looks, never reads contents.

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import type { Experiment } from './fields.ts';
import { nearestName } from '../shared/nearest.ts';
import type { FieldPath, Finding } from './rules.ts';

/** What lies at a path. */
export type PathKind = 'file' | 'folder' | 'other' | 'missing';

/** What lies at the path; a path that may not be looked at counts as missing. */
export async function kindOfPath(path: string): Promise<PathKind> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
  } catch {
    return 'missing';
  }
}

/** The data files and the vocabulary that a resolved experiment needs and that are not there. */
export async function checkNamedFiles(experiment: Experiment, folder: string): Promise<Finding[]> {
  const { training, data, model } = experiment;
  const needed: [path: FieldPath, what: string, file: string | null, isNeeded: boolean][] = [
    ['model.vocab_file', 'vocabulary', model.vocab_file, true],
    ['data.train_file', 'training dataset', data.train_file, training.do_train || training.eval_on_train],
    ['data.validation_file', 'evaluation dataset', data.validation_file, training.do_eval],
  ];
  const findings = needed.map(async ([path, what, file, isNeeded]) =>
    isNeeded && file !== null ? checkFile(path, what, file, folder) : undefined,
  );
  return (await Promise.all(findings)).filter((finding) => finding !== undefined);
}

async function checkFile(at: FieldPath, what: string, file: string, folder: string): Promise<Finding | undefined> {
  const kind = await kindOfPath(file);
  if (kind === 'file') return undefined;
  const field = at.slice(at.indexOf('.') + 1);
  const fault =
    kind === 'missing'
      ? { message: `The ${what} ${file} does not exist.`, hint: await fileRemedy(field, file, folder) }
      : { message: `The ${what} ${file} is not a file.`, hint: `Name a file in \`${field}\`.` };
  return { severity: 'error', code: `${field.replaceAll('_', '-')}-missing`, ...fault, at: [at] };
}

async function fileRemedy(field: string, file: string, folder: string): Promise<string> {
  const nearest = await nearestEntry(file);
  if (nearest) return `Did you mean ${JSON.stringify(written(nearest, folder))}?`;
  const place = (await kindOfPath(dirname(file))) === 'folder' ? '' : `, in the folder ${dirname(file)}`;
  return `Put the file there${place}, or correct \`${field}\`; paths count from the experiment file’s folder.`;
}

/** The entry of the path's folder whose name is closest to the path's last part. */
export async function nearestEntry(path: string): Promise<string | undefined> {
  const folder = dirname(path);
  const entries = await readdir(folder).catch(() => []);
  const nearest = nearestName(basename(path), entries);
  return nearest === undefined ? undefined : join(folder, nearest);
}

/** A path as one writes it in an experiment file that lies in `folder`: relative where that is shorter to say. */
export function written(path: string, folder: string): string {
  const short = relative(folder, path);
  return (isAbsolute(short) || short.startsWith('..') ? path : short).replaceAll('\\', '/');
}
