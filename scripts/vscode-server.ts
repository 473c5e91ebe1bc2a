// Starts and ends the VS Code server that set-up installed, for `npm run vscode` and for the end-to-end tests.
// All it writes lies below one folder, whose path should be short: Unix sockets go there, and their paths end at 107 characters.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A running VS Code server. */
export interface VscodeServer {
  /** The address that opens this folder, with the token that keeps other users of the machine out. */
  address(folder: string): string;
  /** Ends the server and all below it. What an extension started in a process group of its own lives on. */
  stop(): Promise<void>;
}

/** Where the server keeps everything: settings, extensions, logs, its user's home. */
export interface ServerPlace {
  readonly folder: string;
  /** User settings; laid down at start if given. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly port?: number;
  /** Set in the server's processes besides what is passed on. */
  readonly environment?: Readonly<Record<string, string>>;
}

const UP_WITHIN_MS = 60_000;
const DOWN_WITHIN_MS = 5_000;

function serverScript(): string {
  const folder = process.env['VSCODE_SERVER'];
  if (!folder) throw new Error('VSCODE_SERVER is not set: start this by npm, which sets up the VS Code server first');
  return join(folder, 'out', 'server-main.js');
}

function folderArguments(folder: string): string[] {
  return ['user-data', 'server-data', 'extensions'].flatMap((name) => [`--${name}-dir`, join(folder, name)]);
}

/** The environment of the server: a home of its own, no galleries, and nothing of the tools that started us. */
function environment(folder: string): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|CODE_SERVER_|npm_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|ELECTRON_)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const home = join(folder, 'home');
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_RUNTIME_DIR: home,
    EXTENSIONS_GALLERY: '{}',
  };
}

async function makeFolders(folder: string): Promise<void> {
  for (const name of ['home', 'extensions', 'server-data', join('user-data', 'User')]) {
    await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
  }
}

/** Installs a packaged extension as a user would. The server must not be running. */
export async function installExtension(folder: string, vsix: string): Promise<void> {
  await makeFolders(folder);
  const args = [
    serverScript(),
    '--accept-server-license-terms',
    ...folderArguments(folder),
    '--install-extension',
    vsix,
    '--force',
  ];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env: environment(folder) });
  if (!stdout.includes('was successfully installed'))
    throw new Error(`the extension was not installed:\n${stdout}${stderr}`);
}

/** A port that is free now: the wanted one if possible. */
export async function freePort(wanted = 0): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(wanted, '127.0.0.1');
    await once(probe, 'listening');
  } catch (error) {
    if (wanted === 0) throw error;
    return freePort();
  }
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP socket has a port');
  return address.port;
}

/** Starts the server and resolves when it answers. */
export async function startServer({ folder, settings, port, environment: more }: ServerPlace): Promise<VscodeServer> {
  await makeFolders(folder);
  if (settings) await writeFile(join(folder, 'user-data', 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  const listen = await freePort(port);
  const token = randomBytes(16).toString('hex');
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const logFile = join(folder, 'server.log');
  const log = await open(logFile, 'w');
  const child = spawn(
    process.execPath,
    [
      ...[serverScript(), '--host', '127.0.0.1', '--port', String(listen), '--connection-token-file', tokenFile],
      ...['--accept-server-license-terms', '--telemetry-level', 'off', ...folderArguments(folder)],
    ],
    { stdio: ['ignore', log.fd, log.fd], detached: true, env: { ...environment(folder), ...more } },
  );
  await once(child, 'spawn');
  await log.close();

  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-child.pid!, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const killAtExit = (): void => signalGroup('SIGKILL');
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    signalGroup('SIGTERM');
    const deadline = Date.now() + DOWN_WITHIN_MS;
    while (isAlive() && Date.now() < deadline) await wait(50);
    signalGroup('SIGKILL');
    process.removeListener('exit', killAtExit);
  };

  const origin = `http://127.0.0.1:${listen}`;
  const deadline = Date.now() + UP_WITHIN_MS;
  while (!(await answers(origin))) {
    if (isAlive() && Date.now() < deadline) {
      await wait(50);
      continue;
    }
    await stop();
    throw new Error(`the VS Code server did not come up:\n${(await readFile(logFile, 'utf8')).slice(-3000)}`);
  }
  return { address: (path) => `${origin}/?tkn=${token}&folder=${encodeURI(path)}`, stop };
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/version`)).ok;
  } catch {
    return false;
  }
}
