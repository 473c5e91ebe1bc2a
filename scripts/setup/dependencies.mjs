// Brings node_modules in line with package-lock.json, by `npm ci`, and only when it is not. Needs no compiler.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, npmCommand, projectNode, projectRoot, run, SetupError, step } from './process.mjs';

const OLDEST_NPM = 9;

/** Installs the dependencies unless they are there already. */
export async function setUpDependencies() {
  const missing = findDifference();
  if (!missing && (await ask(projectNode, ['--version']))) return;
  const npm = await checkedNpm();
  // No install script runs but the one that puts Node 24 in its place. npm from 11 would read that from allowScripts in package.json;
  // older ones would compile SQLite and download a CUDA build.
  await step(`npm ci (${missing ?? 'Node 24 does not run'})`, async () => {
    await runNpm(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    await runNpm(npm, ['rebuild', 'node', '--loglevel=error']);
  });
  if (!(await ask(projectNode, ['--version']))) {
    throw new SetupError(
      `the Node 24 that npm installed does not run: ${projectNode}`,
      'install scripts may be switched off: `npm config get ignore-scripts` must say false; remove node_modules and try again',
    );
  }
}

async function runNpm([file, ...lead], args) {
  const code = await run(file, [...lead, ...args]);
  if (code === 0) return;
  throw new SetupError(
    `npm ${args[0]} failed (${code}); its own words are above`,
    'it needs the npm registry and about 1 GB of free disk: check the network and `npm config get registry`, then try again',
  );
}

async function checkedNpm() {
  const npm = npmCommand();
  const [file, ...lead] = npm;
  const version = await ask(file, [...lead, '--version']);
  if (!version)
    throw new SetupError(`npm does not run: ${npm.join(' ')}`, 'install Node.js together with npm, then try again');
  if (Number.parseInt(version, 10) < OLDEST_NPM) {
    throw new SetupError(
      `npm ${version} is too old`,
      `npm ${OLDEST_NPM} or later is needed: npm install --global npm@latest`,
    );
  }
  return npm;
}

/** What differs between package-lock.json and the record npm keeps inside node_modules; null when nothing does. */
function findDifference() {
  const record = join(projectRoot, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'nothing is installed yet';
  const wanted = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || (entry.optional && !installed[path])) continue;
    if (installed[path]?.integrity !== entry.integrity) return `${path} is not the locked one`;
  }
  return null;
}
