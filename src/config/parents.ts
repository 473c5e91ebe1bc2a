// Reads the experiment files that others extend, each only once as long as it does not change: editing a file reads its parents
// at every key.

import { readFile, stat } from 'node:fs/promises';
import type { ParentReader } from './extends.ts';
import { kindOfPath, nearestEntry, written } from './files.ts';
import { type ParsedExperiment, parseExperiment } from './parse.ts';
import type { Fault } from './problem.ts';

// What parse.ts takes for an experiment file, at four bytes a character.
const largestBytes = 4_000_000;

const mostRemembered = 64;

interface Remembered {
  readonly version: string;
  readonly parsed: ParsedExperiment;
}

const remembered = new Map<string, Remembered>();

/** Reads parents from the disk. */
export const parentsOnDisk: ParentReader = {
  read: readParent,
  isFolder: async (path) => (await kindOfPath(path)) === 'folder',
};

async function readParent(file: string, folder: string): Promise<ParsedExperiment | Fault> {
  try {
    const stats = await stat(file);
    // A pipe would be waited for.
    if (!stats.isFile()) return unreadable(file, stats.isDirectory() ? 'it is a folder' : 'it is not a file');
    if (stats.size > largestBytes) return unreadable(file, `it has ${Math.ceil(stats.size / 1e6)} MB`);
    const version = `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
    const known = remembered.get(file);
    if (known?.version === version) return known.parsed;
    const parsed = parseExperiment(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file)));
    remember(file, { version, parsed });
    return parsed;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return missing(file, folder);
    if (code === 'ENAMETOOLONG') return unreadable(`${file.slice(0, 100)}…`, 'its name is too long');
    if (code === 'ELOOP') return unreadable(file, 'it is a link that leads to itself');
    if (code === 'EACCES' || code === 'EPERM') return unreadable(file, 'you may not read it');
    return unreadable(file, thrown instanceof TypeError ? 'it is not text in UTF-8' : (thrown as Error).message);
  }
}

function remember(file: string, entry: Remembered): void {
  remembered.delete(file);
  remembered.set(file, entry);
  const [oldest] = remembered.keys();
  if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
}

async function missing(file: string, folder: string): Promise<Fault> {
  const nearest = await nearestEntry(file);
  const hint = nearest
    ? `Did you mean ${JSON.stringify(written(nearest, folder))}?`
    : 'Correct the path in `extends`; it counts from the folder of the file that has it.';
  return { code: 'extends-missing', message: `The experiment file ${file} does not exist.`, hint };
}

function unreadable(file: string, reason: string): Fault {
  const message = `The experiment file ${file} cannot be extended: ${reason}.`;
  return {
    code: 'extends-unreadable',
    message,
    hint: 'Name an experiment file, which is text in UTF-8 of a few kilobytes.',
  };
}
