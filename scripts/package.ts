// Packs the extension for this machine's platform: ipu-workbench-<version>-<platform>.vsix. Builds nothing: dist/ must be there.
import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');

/** The platform as VS Code names it. */
const target = `${process.platform}-${process.arch}`;

/** Of the native modules only what runs on that platform: the packages carry all platforms, 360 MB unpacked. */
const nativeFiles = [
  'onnxruntime-node/package.json',
  'onnxruntime-node/dist/*.js',
  `onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/*`,
  'onnxruntime-common/package.json',
  'onnxruntime-common/dist/cjs/**/*.js',
  'onnxruntime-common/dist/cjs/package.json',
  'better-sqlite3/package.json',
  'better-sqlite3/LICENSE',
  'better-sqlite3/lib/**/*.js',
  `better-sqlite3/prebuilds/${target}.node`,
];

/** Packs the extension and resolves with the path of the .vsix file. */
export async function packageExtension(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { name: string; version: string };
  const vsix = join(root, `${manifest.name}-${manifest.version}-${target}.vsix`);
  const ignoreFile = join(root, '.cache', 'vscodeignore');
  const lines = nativeFiles.map((file) => `!node_modules/${file}\n`).join('');
  await mkdir(join(root, '.cache'), { recursive: true });
  await writeFile(ignoreFile, (await readFile(join(root, '.vscodeignore'), 'utf8')) + lines);
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['--target', target, '--ignoreFile', ignoreFile, '--out', vsix];
  // There is no public repository to rewrite the README's links to: its pictures are in the package.
  const readme = ['--allow-missing-repository', '--no-rewrite-relative-links'];
  await promisify(execFile)(process.execPath, [vsce, 'package', ...options, ...readme], { cwd: root });
  return vsix;
}

if (import.meta.main) {
  const start = performance.now();
  const vsix = await packageExtension();
  const { size } = await stat(vsix);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${vsix} (${(size / 1e6).toFixed(1)} MB, ${seconds} s)`);
}
