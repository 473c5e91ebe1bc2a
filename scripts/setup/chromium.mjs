// Finds a Chromium for the end-to-end tests, or installs Debian's. Downloads no browser build of its own.
import { existsSync } from 'node:fs';
import { ask, findProgram, run, SetupError, step } from './process.mjs';

const CANDIDATES = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};
const DEBIAN_PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-liberation'];

/** The path of a Chromium that starts. */
export async function setUpChromium() {
  const chosen = process.env.CHROMIUM;
  if (chosen && !existsSync(chosen))
    throw new SetupError(`CHROMIUM names no file: ${chosen}`, 'set it to the path of a Chromium or Chrome');
  const found = chosen ?? findProgram(CANDIDATES[process.platform] ?? []) ?? (await installFromDebian());
  // A browser on Windows that is asked for its version opens a window instead.
  if (process.platform !== 'win32' && !(await ask(found, ['--version']))) {
    throw new SetupError(`this Chromium does not start: ${found}`, 'set CHROMIUM to the path of one that does');
  }
  return found;
}

async function installFromDebian() {
  const remedy = 'install Chromium or Chrome, or set CHROMIUM to the path of one';
  if (process.platform !== 'linux' || !findProgram(['apt-get']))
    throw new SetupError('the tests need Chromium, and there is none', remedy);
  if (process.getuid() !== 0) {
    throw new SetupError(
      'the tests need Chromium, and only root can install it',
      `sudo apt-get install ${DEBIAN_PACKAGES.join(' ')}; or ${remedy}`,
    );
  }
  await step(`apt-get install ${DEBIAN_PACKAGES.join(' ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['-qq', 'update'],
      ['-qq', 'install', '-y', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...DEBIAN_PACKAGES],
    ]) {
      const code = await run('apt-get', args, { env });
      if (code !== 0)
        throw new SetupError(
          `apt-get ${args.join(' ')} failed (${code}); see above`,
          'check the network, then try again',
        );
    }
  });
  const installed = findProgram(CANDIDATES.linux);
  if (!installed) throw new SetupError('apt-get installed no Chromium', remedy);
  return installed;
}
