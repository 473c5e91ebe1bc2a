// Makes .reference/venv: a Python with the packages of test/reference/requirements.txt, for `npm run bench -- NAME --peer` and for the scripts
// that write the tests' golden files. Does only what is missing. IPUW_REFERENCE_PYTHON names an existing interpreter instead.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../src/shared/errors.ts';
import { referenceVenv, venvPython } from './bench/reference.ts';
import { ask, findProgram, run, step } from './setup/process.mjs';

const requirements = join(import.meta.dirname, '..', 'test', 'reference', 'requirements.txt');
const stamp = join(referenceVenv, '.requirements');

/** Prints the packages that are compared with, so that a chosen interpreter is checked as well. */
const describePackages = `
import accelerate, numpy, safetensors, tokenizers, torch, transformers
modules = accelerate, numpy, safetensors, tokenizers, torch, transformers
print(", ".join(f"{module.__name__} {module.__version__}" for module in modules))
`;

async function main(): Promise<void> {
  const chosen = process.env['IPUW_REFERENCE_PYTHON'];
  const python = chosen === undefined || chosen === '' ? await install() : chosen;
  const packages = await ask(python, ['-c', describePackages]);
  if (packages === null) throw packagesMissing(python);
  console.log(`${python}: ${packages}`);
}

/** The virtual environment's interpreter, installed if it is not from these very requirements. */
async function install(): Promise<string> {
  const python = venvPython(referenceVenv);
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  const base = await findPython();
  await step(`virtual environment with ${base}`, async () => {
    if ((await run(base, ['-m', 'venv', '--clear', referenceVenv])) !== 0) throw venvFailed(base);
  });
  await step('PyTorch and its companions (several GB on Linux)', async () => {
    const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--quiet', '-r', requirements];
    if ((await run(python, args)) !== 0) throw pipFailed();
  });
  writeFileSync(stamp, wanted);
  return python;
}

/** The first Python that is recent enough. A name alone says little: version managers put programs there that only say what is missing. */
async function findPython(): Promise<string> {
  const names = ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'];
  for (const name of names) {
    const found = findProgram([name]);
    if (found === null) continue;
    if ((await ask(found, ['-c', 'import sys; print(sys.version_info >= (3, 11))'])) === 'True') return found;
  }
  throw pythonMissing(names);
}

const otherPython =
  'or set IPUW_REFERENCE_PYTHON to an interpreter that has the packages of test/reference/requirements.txt';

function pythonMissing(names: readonly string[]): AppError {
  const message = `There is no Python 3.11 or later on the PATH as ${names.join(', ')}.`;
  return new AppError('python-missing', message, `Install Python 3.11 or later, ${otherPython}.`);
}

function venvFailed(python: string): AppError {
  const hint = `On Debian and Ubuntu: apt-get install python3-venv; ${otherPython}.`;
  return new AppError('venv-failed', `${python} cannot make a virtual environment; its own words are above.`, hint);
}

function pipFailed(): AppError {
  const hint = `It needs the network and about 7 GB of disk; ${otherPython}.`;
  return new AppError('pip-failed', 'pip could not install the packages; its own words are above.', hint);
}

function packagesMissing(python: string): AppError {
  const hint = 'Install test/reference/requirements.txt with its pip, or unset IPUW_REFERENCE_PYTHON.';
  return new AppError('packages-missing', `${python} does not run, or lacks packages of the reference.`, hint);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n  → ${error.hint}\n`);
  process.exitCode = 1;
}
