// Stub tools for a PATH of their own: shell scripts that behave as badly as programs can.

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Surroundings } from '../../../src/runner/doctor/check.ts';

/** A folder of stub tools. */
export interface Stubs {
  readonly folder: string;
  /** Writes a tool; it may be executed unless `mode` says otherwise. */
  write(name: string, script: string, mode?: number): Promise<string>;
  /** Surroundings whose PATH is this folder alone. */
  surroundings(changes?: Partial<Surroundings>): Surroundings;
  remove(): Promise<void>;
}

export const isPosix = process.platform !== 'win32';

export async function makeStubs(): Promise<Stubs> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-stubs-'));
  return {
    folder,
    async write(name, script, mode = 0o755) {
      const path = join(folder, name);
      await writeFile(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
      await chmod(path, mode);
      return path;
    },
    surroundings: (changes = {}) => ({
      host: 'a test',
      node: process.execPath,
      nodeVersion: process.versions.node,
      engineScript: join(folder, 'no-engine.js'),
      storeScript: join(folder, 'no-store.js'),
      folders: [],
      trusted: true,
      env: { PATH: folder },
      toolTimeoutMs: 30_000,
      engineTimeoutMs: 60_000,
      signal: new AbortController().signal,
      ...changes,
    }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
