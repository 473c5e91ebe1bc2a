// Builds dist/ when a source changed since the last build, and makes `npx ipuw` work in a fresh clone.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { projectNode, projectRoot, run, SetupError, step } from './process.mjs';

const SOURCES = ['src', 'webview', 'scripts/build.ts', 'package.json', 'package-lock.json'];

/** Builds the programs unless dist/ is from these very sources. */
export async function setUpBuild() {
  const stamp = join(projectRoot, 'dist', '.sources');
  const now = hashOf(SOURCES);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== now) {
    await step('build', async () => {
      const code = await run(projectNode, ['scripts/build.ts']);
      if (code !== 0) throw new SetupError('the build failed; see above', 'mend the source it names, then try again');
    });
    writeFileSync(stamp, now);
  }
  linkCommandLine();
}

/** npm links a package's own commands only where it is installed as a dependency. */
function linkCommandLine() {
  const program = join(projectRoot, 'dist', 'cli.js');
  chmodSync(program, 0o755);
  const folder = join(projectRoot, 'node_modules', '.bin');
  if (process.platform === 'win32') {
    writeFileSync(join(folder, 'ipuw.cmd'), '@node "%~dp0\\..\\..\\dist\\cli.js" %*\r\n');
    return;
  }
  const link = join(folder, 'ipuw');
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
  symlinkSync(join('..', '..', 'dist', 'cli.js'), link);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesBelow))
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(projectRoot, path)))
      .update('\0');
  return hash.digest('hex');
}

function filesBelow(path) {
  const full = join(projectRoot, path);
  if (!existsSync(full)) return [];
  if (!lstatSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}
