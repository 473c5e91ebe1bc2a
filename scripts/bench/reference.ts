// Where the Python with the reference's packages is.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../src/shared/errors.ts';

/** The virtual environment that `npm run reference` makes. */
export const referenceVenv = join(import.meta.dirname, '..', '..', '.reference', 'venv');

/** The interpreter inside a virtual environment. */
export function venvPython(venv: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
}

/** IPUW_REFERENCE_PYTHON, or our virtual environment's interpreter. Throws an AppError if there is none. */
export function findReferencePython(chosen: string | undefined): string {
  const path = chosen !== undefined && chosen !== '' ? chosen : venvPython(referenceVenv);
  if (!existsSync(path)) throw referenceMissing(path);
  return path;
}

function referenceMissing(path: string): AppError {
  return new AppError(
    'reference-missing',
    `There is no Python with PyTorch at ${path}.`,
    'Run `npm run reference` to make one, or set IPUW_REFERENCE_PYTHON to an interpreter that has the packages of test/reference/requirements.txt.',
  );
}
