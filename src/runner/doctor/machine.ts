// The machine itself: the program that runs ours, memory and processors, and the disks that runs go to.

import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { arch, availableParallelism, platform, totalmem } from 'node:os';
import { basename, dirname } from 'node:path';
import { availableMemoryBytes } from '../../system/available-memory.ts';
import type { Check, DoctorFolder, Finding, Surroundings } from './check.ts';

const oldestNodeMajor = 22;
const gigabyte = 1e9;
/** Fine-tuning BERT-base takes about this much at the least. */
const fewMemoryBytes = 2 * gigabyte;
/** Two checkpoints of BERT-base with the state of the optimizer. */
const fewDiskBytes = 3 * gigabyte;
const noDiskBytes = 0.1 * gigabyte;

/** The host and its Node.js. */
export function judgeHost({ host, nodeVersion }: Pick<Surroundings, 'host' | 'nodeVersion'>): Finding {
  const finding = `${host}, Node.js ${nodeVersion} on ${platform()} ${arch()}.`;
  if (Number.parseInt(nodeVersion, 10) >= oldestNodeMajor) return { state: 'ok', finding, remedy: '' };
  const remedy = `Node.js ${oldestNodeMajor} or newer is needed: update VS Code, or install a current Node.js from https://nodejs.org.`;
  return { state: 'error', finding, remedy };
}

/** Memory and processors, as this process sees them. */
export function judgeMemory(totalBytes: number, availableBytes: number, cores: number): Finding {
  const finding = `${formatBytes(availableBytes)} of ${formatBytes(totalBytes)} available, ${cores} ${cores === 1 ? 'core' : 'cores'}.`;
  if (availableBytes >= fewMemoryBytes) return { state: 'ok', finding, remedy: '' };
  const remedy =
    'Enough for the sample, not for fine-tuning BERT-base: close other programs, or use `recompute_checkpoint_every_layer` and small batches. A run says what it needs before it begins.';
  return { state: 'warning', finding, remedy };
}

/** The memory check. */
export async function examineMemory(): Promise<readonly Finding[]> {
  return [judgeMemory(totalmem(), availableMemoryBytes(), availableParallelism())];
}

/** Free space below a folder, and whether it can be written to. */
export function judgeDisk(folder: string, freeBytes: number, writable: boolean): Finding {
  const finding = `${formatBytes(freeBytes)} free for runs in ${folder}.`;
  if (!writable) {
    const remedy = 'Runs need a folder that can be written to: change its permissions, or open another one.';
    return { state: 'error', finding: `${folder} cannot be written to.`, remedy };
  }
  if (freeBytes >= fewDiskBytes) return { state: 'ok', finding, remedy: '' };
  const remedy =
    'Delete old runs in .ipu/runs, or keep fewer checkpoints (`save_total_limit`): one of BERT-base takes 1.3 GB.';
  return { state: freeBytes < noDiskBytes ? 'error' : 'warning', finding, remedy };
}

/** The disk checks, one for each folder. */
export async function examineDisks({ folders }: Surroundings): Promise<readonly Check[]> {
  if (folders.length === 0) {
    const finding = 'No folder is open.';
    return [
      { id: 'disk', title: 'Disk', state: 'not-needed', finding, remedy: 'Open the folder that is to hold your runs.' },
    ];
  }
  return Promise.all(
    folders.map(async (each) => ({ ...name('disk', 'Disk', each, folders), ...(await examineDisk(each)) })),
  );
}

async function examineDisk({ folder, runsFolder }: DoctorFolder): Promise<Finding> {
  const existing = await nearestExisting(runsFolder);
  const disk = await statfs(existing, { bigint: true });
  const writable = await access(existing, constants.W_OK).then(
    () => true,
    () => false,
  );
  return judgeDisk(folder, Number(disk.bavail * disk.bsize), writable);
}

/** The path itself, or the nearest folder above it that exists. */
export async function nearestExisting(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() || dirname(path) === path ? path : nearestExisting(dirname(path));
}

/** Id and title of a check of one folder; the folder is named where there are several. */
export function name(
  id: string,
  title: string,
  { folder }: DoctorFolder,
  all: readonly DoctorFolder[],
): { readonly id: string; readonly title: string } {
  return all.length === 1 ? { id, title } : { id: `${id}:${folder}`, title: `${title}, ${basename(folder)}` };
}

/** `1.3 GB`, `250 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= gigabyte) return `${(bytes / gigabyte).toFixed(bytes >= 100 * gigabyte ? 0 : 1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
