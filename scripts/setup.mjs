// Everything a fresh clone needs, in one command, on any Node from 18 and with no dependencies. Does only what is missing.
//   node scripts/setup.mjs [--no-build] [--server] [--tests] [--then PROGRAM ARGUMENT…]
// --no-build leaves dist/ alone; --server adds the VS Code server; --tests adds that and Chromium; --then goes on to run a program on Node 24.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { setUpBuild } from './setup/build.mjs';
import { setUpChromium } from './setup/chromium.mjs';
import { setUpDependencies } from './setup/dependencies.mjs';
import { projectNode, projectRoot, SetupError } from './setup/process.mjs';
import { setUpVscodeServer } from './setup/vscode-server.mjs';

const KNOWN = new Set(['--no-build', '--server', '--tests']);

try {
  const { flags, program } = parse(process.argv.slice(2));
  const found = await setUp(flags);
  if (program.length > 0) await runProgram(program, found);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`set-up: ${error.message}\n  → ${error.hint}\n`);
  process.exitCode = 1;
}

function parse(args) {
  const then = args.indexOf('--then');
  const flags = new Set(then < 0 ? args : args.slice(0, then));
  for (const flag of flags)
    if (!KNOWN.has(flag))
      throw new SetupError(`no such option: ${flag}`, `there are ${[...KNOWN].join(', ')} and --then`);
  return { flags, program: then < 0 ? [] : args.slice(then + 1) };
}

/** Does the steps asked for; resolves with the places that the program to run is told in its environment. */
async function setUp(flags) {
  const found = {};
  await setUpDependencies();
  if (!flags.has('--no-build')) await setUpBuild();
  if (flags.has('--tests')) found.CHROMIUM = await setUpChromium();
  if (flags.has('--tests') || flags.has('--server')) found.VSCODE_SERVER = await setUpVscodeServer();
  return found;
}

/** Runs the program in our place: its exit code is ours, and it, not we, decides what Ctrl-C means. */
async function runProgram([program, ...args], found) {
  const bin = join(projectRoot, 'node_modules', '.bin');
  const env = { ...process.env, ...found, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(projectNode, [program, ...args], { cwd: projectRoot, env, stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child as well, and npm sends it to us once more: pass on only what the child cannot have got.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
