// Paths as an experiment file writes them: from its own folder on, with forward slashes.

import { dirname, isAbsolute, relative, resolve } from 'node:path';

/** The absolute path that `written` stands for in the file. */
export function resolvePath(file: string, written: string): string {
  return resolve(dirname(file), written);
}

/** The path as one writes it in the file; with `./` in front where it could be taken for a name on the Hub. */
export function writePath(file: string, path: string, { asFolder = false } = {}): string {
  const short = relative(dirname(file), path).replaceAll('\\', '/');
  // On another drive there is no way from here to there.
  if (isAbsolute(short)) return path.replaceAll('\\', '/');
  if (!asFolder || short.startsWith('../')) return short;
  return `./${short}`;
}

/** How far the path is from the file: folders up count double. */
export function distance(file: string, path: string): number {
  return relative(dirname(file), path)
    .split(/[\\/]/)
    .reduce((sum, part) => sum + (part === '..' ? 2 : 1), 0);
}
