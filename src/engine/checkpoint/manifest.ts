// checkpoint.json: what makes a folder of weights a checkpoint that a run can go on from. It is written last, names every file with its
// size and SHA-256, says whose checkpoint it is and what it was trained on; so a part, a damaged or a foreign one is never taken for whole.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { executionProviders, type ExecutionProvider } from '../../shared/execution-provider.ts';
import { systemCode } from '../../system/errors.ts';

/** Its name in the folder. */
export const manifestFile = 'checkpoint.json';
const format = 1;

/** A file as it was written. */
export interface FileDigest {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Whose checkpoint it is, and what decided its numbers. */
export interface Provenance {
  readonly runId: string;
  readonly step: number;
  /** Execution provider: another one gives other last digits. */
  readonly provider: ExecutionProvider;
  /** Fields of the experiment, by path, that decide how training goes on. */
  readonly experiment: Readonly<Record<string, unknown>>;
  /** SHA-256 of the data files, by the field that names each. */
  readonly data: Readonly<Record<string, string>>;
}

export interface Manifest extends Provenance {
  readonly files: readonly FileDigest[];
}

/** The text of a checkpoint.json. */
export function renderManifest(manifest: Manifest): string {
  return JSON.stringify({ format, ...manifest }, null, 2) + '\n';
}

/** Reads a file through for its size and hash. */
export async function digestFile(folder: string, name: string): Promise<FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(join(folder, name), { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Uint8Array);
    bytes += (chunk as Uint8Array).length;
  }
  return { name, bytes, sha256: hash.digest('hex') };
}

/** The manifest of a checkpoint whose every file is as it was written; or the reason, as the end of a sentence, why it is not. */
export async function verifyCheckpoint(folder: string): Promise<Manifest | string> {
  const manifest = await readManifest(folder);
  if (typeof manifest === 'string') return manifest;
  for (const expected of manifest.files) {
    const fault = await findFault(folder, expected);
    if (fault !== undefined) return `${expected.name} ${fault}`;
  }
  return manifest;
}

async function readManifest(folder: string): Promise<Manifest | string> {
  try {
    const json: unknown = JSON.parse(await readFile(join(folder, manifestFile), 'utf8'));
    return isManifest(json) ? json : `its ${manifestFile} is not one that this version reads`;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return `it has no ${manifestFile}, so it is not complete`;
    return `its ${manifestFile} cannot be read (${(error as Error).message})`;
  }
}

async function findFault(folder: string, expected: FileDigest): Promise<string | undefined> {
  const found = await lstat(join(folder, expected.name)).catch(() => null);
  if (found === null) return 'is missing';
  if (!found.isFile()) return 'is not a plain file';
  if (found.size !== expected.bytes) return `has ${found.size} bytes instead of ${expected.bytes}`;
  try {
    const { sha256 } = await digestFile(folder, expected.name);
    return sha256 === expected.sha256 ? undefined : 'is not as it was written';
  } catch (error) {
    return `cannot be read (${(error as Error).message})`;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || value['format'] !== format) return false;
  const { runId, step, provider, experiment, data, files } = value;
  return (
    typeof runId === 'string' &&
    Number.isSafeInteger(step) &&
    executionProviders.includes(provider as ExecutionProvider) &&
    isRecord(experiment) &&
    isRecord(data) &&
    Object.values(data).every((hash) => typeof hash === 'string') &&
    Array.isArray(files) &&
    files.every(isDigest)
  );
}

function isDigest(value: unknown): value is FileDigest {
  if (!isRecord(value)) return false;
  const { name, bytes, sha256 } = value;
  // A name that leads out of the folder would make other files part of the checkpoint.
  return (
    typeof name === 'string' && /^\w[\w.-]*$/.test(name) && Number.isSafeInteger(bytes) && typeof sha256 === 'string'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
