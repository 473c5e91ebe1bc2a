// What a run was made with: versions, machine, git state. Written to environment.json for whoever wants to repeat the run.
// Environment variables are not recorded: they hold secrets.

import { readFile } from 'node:fs/promises';
import { arch, cpus, hostname, platform, release, totalmem, version } from 'node:os';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { LaunchRequest } from '../runner.ts';
import { readGitState, type GitState } from './git.ts';

/** The content of environment.json. */
export interface RunEnvironment {
  readonly versions: {
    readonly workbench: string | null;
    readonly node: string;
    readonly onnxruntime: string | null;
  };
  readonly system: {
    readonly platform: string;
    readonly release: string;
    readonly version: string;
    readonly arch: string;
    readonly host: string;
  };
  readonly cpu: { readonly model: string; readonly count: number };
  readonly memoryBytes: number;
  readonly git: GitState | null;
  /** The experiment file, relative to the workspace folder unless it lies outside; null if there was none. */
  readonly source: string | null;
}

/** Collects the environment of a run of the experiment file `source`; `script` is the program that runs it, beside which its packages are found. */
export async function collectEnvironment(
  script: string,
  { workspaceFolder, source }: Pick<LaunchRequest, 'workspaceFolder' | 'source'>,
): Promise<RunEnvironment> {
  const [workbench, onnxruntime, git] = await Promise.all([
    findVersion(script, 'package.json', 'ipu-workbench'),
    findVersion(script, 'node_modules/onnxruntime-node/package.json', 'onnxruntime-node'),
    readGitState(workspaceFolder),
  ]);
  const processors = cpus();
  return {
    versions: { workbench, node: process.versions.node, onnxruntime },
    system: { platform: platform(), release: release(), version: version(), arch: arch(), host: hostname() },
    cpu: { model: processors[0]?.model.trim() ?? '', count: processors.length },
    memoryBytes: totalmem(),
    git,
    source: source === undefined ? null : writtenIn(workspaceFolder, source),
  };
}

function writtenIn(workspaceFolder: string, file: string): string {
  const path = relative(workspaceFolder, file);
  const isInside = !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`);
  return isInside ? path.replaceAll(sep, '/') : file;
}

/** The version in the nearest package description of that name, in the script's folder or above; null if there is none. */
async function findVersion(script: string, relativePath: string, name: string): Promise<string | null> {
  for (let folder = dirname(script); ; folder = dirname(folder)) {
    const found = await readFile(join(folder, relativePath), 'utf8').catch(() => null);
    const parsed = found === null ? null : parsePackage(found);
    if (parsed?.name === name) return parsed.version;
    if (folder === dirname(folder)) return null;
  }
}

function parsePackage(text: string): { readonly name: string; readonly version: string } | null {
  try {
    const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown };
    return typeof name === 'string' && typeof version === 'string' ? { name, version } : null;
  } catch {
    return null;
  }
}
