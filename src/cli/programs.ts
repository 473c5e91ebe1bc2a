// Where the package and its programs are: beside this file's bundle in dist/, or the sources when run from those.

import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const isBundled = !here.endsWith('.ts');

/** The package's folder: it holds samples/ and package.json. */
export const packageRoot = findPackageRoot(dirname(here));

/** The programs that this one starts. */
export const programs = {
  engine: locate('engine.js', 'engine/main.ts'),
  store: locate('store.js', 'store/server.ts'),
  sweep: locate('sweep.js', 'runner/sweep/main.ts'),
};

function locate(bundle: string, source: string): string {
  return isBundled ? join(packageRoot, 'dist', bundle) : join(packageRoot, 'src', source);
}

/** What to type to call this program again: npm, which `npm start` and `npx` are of, knows it where no PATH leads to it. */
export function calledAs(): string {
  return process.env['npm_lifecycle_event'] === undefined ? 'ipuw' : 'npx ipuw';
}

/** The version in package.json. */
export async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return version;
}

function findPackageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json')) || folder === dirname(folder)) return folder;
  return findPackageRoot(dirname(folder));
}
