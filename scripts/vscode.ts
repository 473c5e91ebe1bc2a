// `npm run vscode`: opens samples/ with the packaged extension in the desktop VS Code if there is one, otherwise in the VS Code server.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { packageExtension } from './package.ts';
import { installExtension, startServer } from './vscode-server.ts';

const root = join(import.meta.dirname, '..');
const samples = join(root, 'samples');
const place = join(root, '.cache', 'vscode');

// A fixed port where it is free: the browser remembers the window's layout by the address.
const PREFERRED_PORT = 8420;

function findDesktop(): string | undefined {
  if (process.platform === 'win32' || process.argv.includes('--server')) return undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'code')).find((path) => existsSync(path));
}

/** A desktop VS Code with settings and extensions of its own, so that the user's are left alone. */
async function openDesktop(code: string, vsix: string): Promise<void> {
  const own = ['--user-data-dir', join(place, 'user-data'), '--extensions-dir', join(place, 'extensions')];
  await promisify(execFile)(code, [...own, '--install-extension', vsix, '--force']);
  console.log(`opening ${samples} in ${code}`);
  const window = spawn(code, [...own, '--new-window', '--wait', samples], { stdio: 'inherit' });
  await once(window, 'close');
}

async function openServer(vsix: string): Promise<void> {
  await installExtension(place, vsix);
  const server = await startServer({ folder: place, port: PREFERRED_PORT });
  console.log(
    `\nVS Code with IPU Workbench: ${server.address(samples)}\nOpen the address in a browser. Ctrl-C ends it.`,
  );
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    setInterval(() => undefined, 1 << 30); // the signal alone does not keep us alive
  });
  await server.stop();
  process.exit(0);
}

console.log('packaging the extension …');
const vsix = await packageExtension();
const desktop = findDesktop();
await (desktop ? openDesktop(desktop, vsix) : openServer(vsix));
