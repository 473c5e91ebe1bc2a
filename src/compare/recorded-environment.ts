// A run's environment.json as other versions may have written it: what is not there or is of another kind counts as not recorded.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles } from '../shared/run-folder.ts';

const maxBytes = 16 * 1024 * 1024;

/** Fields by their names, of any kind. */
export type Values = Readonly<Record<string, unknown>>;

/** What the run in this folder was made with; empty if the file is not there, cannot be read, or is too large to be one. */
export async function readRecordedEnvironment(runFolder: string): Promise<Values> {
  const path = join(runFolder, runFiles.environment);
  try {
    const found = await stat(path);
    // Reading a pipe would wait for ever.
    if (!found.isFile() || found.size > maxBytes) return {};
    return valuesOf(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}

/** The fields of an object; none of anything else. */
export function valuesOf(value: unknown): Values {
  return typeof value === 'object' && value !== null ? (value as Values) : {};
}

/** The text; undefined for the empty one and for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
