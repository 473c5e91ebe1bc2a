// How set-up says what it does, fails, and starts other programs. No dependencies: it runs before there are any, on any Node from 18.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Node 24 that the npm package `node` brings; everything of ours runs on it. */
export const projectNode = join(
  projectRoot,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** A failure that the user can mend: what went wrong, and what to do. */
export class SetupError extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/** Runs one step of set-up and says how long it took. */
export async function step(title, work) {
  process.stderr.write(`set-up: ${title} …\n`);
  const start = performance.now();
  const result = await work();
  process.stderr.write(`set-up: ${title}: done in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  return result;
}

/** Runs a program to its end; its output goes to our standard error. Resolves with its exit code. */
export function run(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: projectRoot, stdio: ['ignore', 2, 2], ...options });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}

/** Runs a program and resolves with what it printed, or null where it is missing or fails. */
export function ask(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'ignore'], ...options });
    let text = '';
    child.stdout.on('data', (bytes) => (text += bytes));
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code === 0 ? text.trim() : null));
  });
}

/** The first of these files or commands that exists, commands being looked up on the PATH. */
export function findProgram(candidates) {
  const folders = (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':');
  for (const candidate of candidates) {
    const paths = /[\\/]/.test(candidate)
      ? [candidate]
      : folders.filter(Boolean).map((folder) => join(folder, candidate));
    const found = paths.find((path) => existsSync(path));
    if (found) return found;
  }
  return null;
}

/** npm as a program and its leading arguments: never through a shell, also where npm is a script (Windows). */
export function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /\.c?js$/.test(script) && existsSync(script)) return [process.execPath, script];
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  if (process.platform === 'win32' && existsSync(beside)) return [process.execPath, beside];
  const npm = findProgram(['npm']);
  if (!npm) throw new SetupError('npm is not on the PATH', 'install Node.js together with npm, then try again');
  return [npm];
}
