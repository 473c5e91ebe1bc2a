// Reads the files of a run folder: the new part of its journal and its experiment. Links are not followed, nothing but
// plain files is opened, and no more than a chunk is in memory at a time. It writes nothing.

import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { journalStart, JournalReader, type BadLine, type ReaderPosition } from '../shared/journal/reader.ts';
import type { JournalEvent } from '../shared/journal/event.ts';
import type { ImportSource, SweepPlace } from '../shared/messages/runs.ts';
import { runFiles } from '../shared/run-folder.ts';
import { isRunId } from '../shared/run-id.ts';
import { runFileNotReadable } from './errors.ts';

/** Small enough for a short transaction, large enough for thousands of events. */
const chunkBytes = 256 * 1024;
const tailBytes = 64;
const maxExperimentBytes = 1024 * 1024;
const maxNameLength = 200;
const maxPathLength = 4096;

/** The next piece of a journal. */
export interface JournalPiece {
  readonly events: readonly JournalEvent[];
  readonly badLines: readonly BadLine[];
  /** Behind the last line of this piece. */
  readonly position: ReaderPosition;
  /** The journal's bytes just before `position`. */
  readonly tail: Uint8Array;
  /** True if what was read before is no longer there: this piece is the journal's first. */
  readonly replaced: boolean;
  /** True if there is more to read at once. */
  readonly more: boolean;
}

/** Run ids of a runs folder, oldest first; none if it does not exist. Links and other names are passed over. */
export function listRunFolders(runsFolder: string): string[] {
  try {
    const entries = readdirSync(runsFolder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && isRunId(entry.name)).map((entry) => entry.name).sort(); // prettier-ignore
  } catch (cause) {
    if (isAbsent(cause)) return [];
    throw runFileNotReadable(runsFolder, cause);
  }
}

/** True for a real run folder, false for none, a link or a broken name. */
export function isRunFolder(runsFolder: string, runId: string): boolean {
  return isRunId(runId) && lstatSync(join(runsFolder, runId), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** When a run folder was made, in milliseconds since 1970: as its name says, because a copied folder is younger than its run. */
export function createdAt(runsFolder: string, runId: string): number {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(runId) ?? [];
  const time = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  return Number.isNaN(time) ? Math.floor(lstatSync(join(runsFolder, runId)).mtimeMs) : time;
}

/** The size of a journal that does not exist. */
export const noJournal = -1;

/** Size of a run's journal in bytes, or `noJournal`: cheap enough to ask several times a second. */
export function journalSize(runFolder: string): number {
  return lstatSync(join(runFolder, runFiles.journal), { throwIfNoEntry: false })?.size ?? noJournal;
}

/** Reads on from a position; null if the journal does not exist (yet). */
export function readJournal(runFolder: string, position: ReaderPosition, tail: Uint8Array): JournalPiece | null {
  return readPlainFile(join(runFolder, runFiles.journal), (fd, sizeBytes) => {
    const intact = sizeBytes >= position.byteOffset && equal(readTail(fd, position.byteOffset), tail);
    const piece = readPiece(fd, intact ? position : journalStart);
    return { ...piece, tail: readTail(fd, piece.position.byteOffset), replaced: !intact };
  });
}

/** What is read of a run's experiment.json. */
export interface ExperimentFile {
  readonly text: string;
  readonly name: string | null;
  readonly group: string | null;
}

/** The text of a run's experiment.json, and the name and group in it; null while it is absent, unfinished or too large to be one. */
export function readExperiment(runFolder: string): ExperimentFile | null {
  const found = readJsonFile(join(runFolder, runFiles.experiment), maxExperimentBytes);
  if (found === null) return null;
  const { name, group } = asFields(found.value);
  return { text: found.text, name: asLabel(name), group: asLabel(group) };
}

/** The run's place in the sweep that it was made for; null if it was launched by itself. */
export function readSweepPlace(runFolder: string): SweepPlace | null {
  const { sweepId, name, index, label } = asFields(
    readJsonFile(join(runFolder, runFiles.sweep), maxExperimentBytes)?.value,
  );
  if (!isRunId(sweepId) || !Number.isSafeInteger(index)) return null;
  return { sweepId, name: asLabel(name) ?? sweepId, index: index as number, label: asLabel(label) ?? '' };
}

/** The experiment file that the run was launched from, as its environment.json has it; null if it does not say. */
export function readSource(runFolder: string): string | null {
  const found = readJsonFile(join(runFolder, runFiles.environment), maxExperimentBytes);
  const { source } = asFields(found?.value);
  return typeof source === 'string' && source !== '' && source.length <= maxPathLength ? source : null;
}

const importSources = ['model-card', 'tensorboard', 'trainer-state'] as const satisfies readonly ImportSource[];
/** `source` is the first field of imported.json, which may go on with megabytes. */
const importedStart = /^\s*\{\s*"source"\s*:\s*"([a-z-]+)"/;

/** What an imported run was read from; null for a run of ours. */
export function readImportSource(runFolder: string): ImportSource | null {
  const bytes = readPlainFile(join(runFolder, runFiles.imported), (fd) => readAt(fd, 0, 1024));
  if (bytes === null) return null;
  const source = importedStart.exec(new TextDecoder().decode(bytes))?.[1];
  return importSources.find((known) => known === source) ?? null;
}

/** The bytes of a plain file; null if there is none. */
export function readWholeFile(path: string, maxBytes: number): Uint8Array | 'too-large' | null {
  return readPlainFile(path, (fd, sizeBytes) => (sizeBytes > maxBytes ? 'too-large' : readAt(fd, 0, sizeBytes)));
}

function readJsonFile(path: string, maxBytes: number): { readonly text: string; readonly value: unknown } | null {
  const bytes = readWholeFile(path, maxBytes);
  if (bytes === null || bytes === 'too-large') return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

function asFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asLabel(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, maxNameLength) : null;
}

/** At least one line, if the file holds one. */
function readPiece(fd: number, from: ReaderPosition): Omit<JournalPiece, 'tail' | 'replaced'> {
  const reader = new JournalReader(from);
  for (let offset = from.byteOffset; ; offset += chunkBytes) {
    const chunk = readAt(fd, offset, chunkBytes);
    const { events, badLines } = reader.push(chunk);
    const more = chunk.length === chunkBytes;
    const { position } = reader;
    if (!more || position.byteOffset > from.byteOffset) return { events, badLines, position, more };
  }
}

function readTail(fd: number, end: number): Uint8Array {
  const start = Math.max(0, end - tailBytes);
  return readAt(fd, start, end - start);
}

function readAt(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(fd, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function readPlainFile<T>(path: string, read: (fd: number, sizeBytes: number) => T): T | null {
  let fd: number;
  try {
    // Without O_NONBLOCK a named pipe in the journal's place would be waited for.
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    if (isAbsent(cause)) return null;
    throw runFileNotReadable(path, cause);
  }
  try {
    const stat = fstatSync(fd);
    return stat.isFile() ? read(fd, stat.size) : null;
  } catch (cause) {
    throw isSystemError(cause) ? runFileNotReadable(path, cause) : cause;
  } finally {
    closeSync(fd);
  }
}

/** Absent, or a link where a plain file should be. */
function isAbsent(thrown: unknown): boolean {
  const code = thrown instanceof Error ? (thrown as { code?: unknown }).code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}

function isSystemError(thrown: unknown): boolean {
  return thrown instanceof Error && 'syscall' in thrown;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
