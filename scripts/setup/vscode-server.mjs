// Puts a real VS Code, as server and web page, into .cache/: the one inside the npm package code-server, without its wrapper.
// It runs on the project's own Node 24. Nothing is compiled and nothing comes from outside the npm registry.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand, projectRoot, run, SetupError, step } from './process.mjs';

const VERSION = '4.139.1'; // VS Code 1.139.1
const INTEGRITY = 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==';
const RECIPE = 1; // one more whenever this file makes something else of the same version

// What a test editor never loads. github-authentication must stay: the workbench waits for it.
const UNUSED = [
  ...['copilot', 'github', 'mermaid-markdown-features', 'microsoft-authentication', 'tunnel-forwarding'].map(
    (name) => `extensions/${name}`,
  ),
  ...['ms-vscode.js-debug', 'ms-vscode.js-debug-companion', 'ms-vscode.vscode-js-profile-table'].map(
    (name) => `extensions/${name}`,
  ),
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
];

/** The folder of the VS Code server, installed if need be. */
export async function setUpVscodeServer() {
  const folder = join(projectRoot, '.cache', `vscode-server-${VERSION}-${RECIPE}`);
  if (existsSync(folder)) return folder;
  if (process.platform === 'win32') {
    throw new SetupError(
      'the VS Code server is not set up on Windows',
      'run the end-to-end tests on Linux or macOS, or in WSL',
    );
  }
  await step(`VS Code server (code-server ${VERSION})`, async () => {
    const work = `${folder}.part`;
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    await unpack(work, `code-server@${VERSION}`, INTEGRITY, 2, ['package/lib/vscode']);
    const server = join(work, 'vscode');
    await installModules(server);
    await installWatcher(server);
    copyFileSync(new URL('vscode-log.cjs', import.meta.url), join(server, 'node_modules/@vscode/spdlog/index.js'));
    slim(server);
    renameSync(server, folder);
    rmSync(work, { recursive: true });
  });
  return folder;
}

/** The modules of the shrinkwrap, which pins each by its checksum. Their install scripts would compile, so none is run. */
async function installModules(server) {
  // Not `npm ci`: the published shrinkwrap does not pass its check for complete optional packages.
  await npm(server, [
    'install',
    '--omit=dev',
    '--omit=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
}

/** The file watcher's binary, a package of its own for each platform, which counts as optional. */
async function installWatcher(server) {
  const platform = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`;
  const name = `@parcel/watcher-${platform}`;
  const entry = JSON.parse(readFileSync(join(server, 'npm-shrinkwrap.json'), 'utf8')).packages[`node_modules/${name}`];
  if (!entry)
    throw new SetupError(
      `the VS Code server has no file watcher for ${platform}`,
      'run the end-to-end tests on Linux or macOS',
    );
  const target = join(server, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  await unpack(target, `${name}@${entry.version}`, entry.integrity, 1, ['package']);
}

function slim(server) {
  for (const path of UNUSED) rmSync(join(server, path), { recursive: true, force: true });
  const tools = join(server, 'node_modules/@vscode/ripgrep-universal/bin');
  for (const name of readdirSync(tools)) {
    if (name !== `${process.platform}-${process.arch}`) rmSync(join(tools, name), { recursive: true });
  }
}

/** Fetches a package by npm's own client, checks it against its pinned checksum and unpacks a part of it. */
async function unpack(folder, spec, integrity, strip, paths) {
  await npm(folder, ['pack', '--silent', '--ignore-scripts', spec], ['ignore', 'ignore', 2]);
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (!name) throw new SetupError(`npm pack ${spec} left no archive`, 'remove .cache and try again');
  const archive = join(folder, name);
  const actual = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (actual !== integrity) {
    rmSync(archive);
    throw new SetupError(
      `${spec} is not the package it should be: ${actual}`,
      'the registry or a proxy changed it: do not use it',
    );
  }
  const code = await run('tar', ['-xzf', archive, '-C', folder, `--strip-components=${strip}`, ...paths]);
  if (code !== 0) throw new SetupError(`tar could not unpack ${spec} (${code})`, 'it takes 400 MB of free disk');
  rmSync(archive);
}

async function npm(cwd, args, stdio = ['ignore', 2, 2]) {
  const [file, ...lead] = npmCommand();
  const code = await run(file, [...lead, ...args], { cwd, stdio });
  if (code !== 0)
    throw new SetupError(
      `npm ${args.join(' ')} failed (${code})`,
      'check the network and `npm config get registry`, then try again',
    );
}
