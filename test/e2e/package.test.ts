// What is in the package: all that the programs need on this platform, and nothing of the machine that packed it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { samples } from '../../src/views/samples/samples.ts';
import { installPackage, writeBriefExperiment } from './editor.ts';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

// VS Code downloads it as a whole: ONNX Runtime alone is 18 MB when packed, 46 MB on disk.
const MOST_BYTES = 64e6;

const ALLOWED = [
  /^package\.nls(\.\w+)?\.json$/,
  /^l10n\/bundle\.l10n(\.\w+)?\.json$/,
  /^(package\.json|README\.md|readme\.md|CHANGELOG\.md|changelog\.md|LICENSE\.txt|LICENSE|\.vsixmanifest)$/,
  /^(dist|media|schemas|docs\/images)\//,
  /^samples\/[^.]/,
  /^node_modules\/(better-sqlite3|onnxruntime-common|onnxruntime-node)\//,
];

describe('the package', { timeout: 5 * 60_000 }, () => {
  let folder: string;
  let extension: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ipu-'));
    extension = await installPackage(join(folder, 'vs'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function listFiles(): Promise<string[]> {
    const entries = await readdir(extension, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return files.map((file) => file.slice(extension.length + 1).replaceAll(sep, '/'));
  }

  test('holds what it should, for one platform', async () => {
    const files = await listFiles();
    assert.deepEqual(
      files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file))),
      [],
    );
    for (const needed of [
      'dist/extension.cjs',
      'dist/engine.js',
      'dist/store.js',
      'dist/cli.js',
      'dist/webview/dashboard.js',
      'dist/webview/compare.js',
      'dist/analysis.js',
      'package.nls.json',
      'l10n/bundle.l10n.de.json',
      ...samples.flatMap(({ experiment, data }) => [experiment, ...data]).map((file) => `samples/${file}`),
    ]) {
      assert.ok(files.includes(needed), needed);
    }
    const native = files.filter((file) => file.endsWith('.node'));
    assert.equal(native.length, 2, native.join());
    assert.deepEqual(
      files.filter((file) => file.endsWith('.map')),
      [],
      'no source maps',
    );
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(extension, file))).size));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
  });

  test('names no place on the machine that packed it', async () => {
    const own = (await listFiles()).filter((file) => /^(dist|schemas)\/|^package\.json$/.test(file));
    for (const file of own) {
      const text = await readFile(join(extension, file), 'latin1');
      assert.ok(!text.includes(`${root}${sep}`), `${file} contains ${root}`);
    }
  });

  test('trains and records a run with nothing else around it', async () => {
    const workspace = join(folder, 'samples');
    await cp(join(root, 'samples'), workspace, { recursive: true, filter: (path) => !path.includes(`${sep}.ipu`) });
    const file = await writeBriefExperiment(workspace);
    const cli = join(extension, 'dist', 'cli.js');
    await run(process.execPath, [cli, 'train', file], { cwd: workspace });
    const { stdout } = await run(process.execPath, [cli, 'runs', '--json'], { cwd: workspace });
    const runs: unknown = JSON.parse(stdout);
    assert.ok(Array.isArray(runs) && runs.length === 1, stdout);
    assert.equal((runs[0] as { state: string }).state, 'completed');
  });
});
