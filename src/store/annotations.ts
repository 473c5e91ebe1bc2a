// annotations.json of a run folder: what the user says of the run, by our menus or by hand. Its text is taken apart here and
// changed here; who writes it, and when it is read, is not known here.

import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { AnnotationChange, Annotations } from '../shared/messages/runs.ts';
import { runFiles } from '../shared/run-folder.ts';
import { annotationsBroken } from './errors.ts';
import { readWholeFile } from './run-files.ts';

/** More than a user writes about one run. */
const maxAnnotationsBytes = 1024 * 1024;
/** How much of a file written by hand is shown. */
const maxNameLength = 200;
const maxTagLength = 100;
const maxTags = 100;

/** The file as it is: with fields that this version does not know, which are kept. */
export type AnnotationsFile = Readonly<Record<string, unknown>>;

/** Tells one content of the file from another without reading it; null if there is none. */
export function annotationsStamp(runFolder: string): string | null {
  const found = lstatSync(pathIn(runFolder), { throwIfNoEntry: false });
  // Not the time of its content: that stays as it is when only the right to read it is given back.
  return found ? `${found.size}-${found.ctimeMs}-${found.ino}` : null;
}

/** The file's content; empty if there is none. Throws an AppError if it is not what it must be. */
export function readAnnotationsFile(runFolder: string): AnnotationsFile {
  const path = pathIn(runFolder);
  const bytes = readWholeFile(path, maxAnnotationsBytes);
  if (bytes === null) return {};
  if (bytes === 'too-large') throw annotationsBroken(path, `it is larger than ${maxAnnotationsBytes} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw annotationsBroken(path, cause instanceof Error ? cause.message : String(cause));
  }
  const fault = faultOf(value);
  if (fault !== undefined) throw annotationsBroken(path, fault);
  return value as AnnotationsFile;
}

/** What of the file a list shows; undefined if it says nothing. */
export function annotationsOf(file: AnnotationsFile): Annotations | undefined {
  const name = textIn(file, 'name')?.trim().slice(0, maxNameLength);
  const tags = cleanTags(tagsIn(file));
  const notes = textIn(file, 'notes');
  const shown: Annotations = {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(notes === undefined || notes === '' ? {} : { notes }),
    ...(file['starred'] === true ? { starred: true } : {}),
    ...(file['archived'] === true ? { archived: true } : {}),
  };
  return Object.keys(shown).length === 0 ? undefined : shown;
}

/** The file's next content. What the change does not name stays as it is. */
export function changeAnnotations(file: AnnotationsFile, change: AnnotationChange): AnnotationsFile {
  const next = new Map(Object.entries(file));
  const set = (key: string, value: unknown): void => void (value === null ? next.delete(key) : next.set(key, value));
  if (change.name !== undefined) set('name', change.name?.trim() || null);
  if (change.notes !== undefined) set('notes', change.notes || null);
  if (change.starred !== undefined) set('starred', change.starred || null);
  if (change.archived !== undefined) set('archived', change.archived || null);
  if (change.addTags !== undefined || change.removeTags !== undefined) {
    const removed = new Set(change.removeTags?.map((tag) => tag.trim()));
    const kept = tagsIn(file).filter((tag) => !removed.has(tag.trim()));
    const tags = [...new Set([...kept, ...cleanTags(change.addTags ?? [])])];
    set('tags', tags.length === 0 ? null : tags);
  }
  return Object.fromEntries(next);
}

function pathIn(runFolder: string): string {
  return join(runFolder, runFiles.annotations);
}

/** What is wrong with the fields that are known. */
function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not an object';
  const file = value as AnnotationsFile;
  const is = (key: string, type: 'string' | 'boolean'): boolean =>
    !Object.hasOwn(file, key) || typeof file[key] === type;
  if (!is('name', 'string')) return 'name is not a text';
  if (!is('notes', 'string')) return 'notes is not a text';
  if (!is('starred', 'boolean')) return 'starred is not true or false';
  if (!is('archived', 'boolean')) return 'archived is not true or false';
  const tags = Object.hasOwn(file, 'tags') ? file['tags'] : [];
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')
    ? undefined
    : 'tags is not a list of texts';
}

function textIn(file: AnnotationsFile, key: string): string | undefined {
  return Object.hasOwn(file, key) ? (file[key] as string) : undefined;
}

function tagsIn(file: AnnotationsFile): readonly string[] {
  return Object.hasOwn(file, 'tags') ? (file['tags'] as readonly string[]) : [];
}

function cleanTags(tags: readonly string[]): string[] {
  const clean = tags.map((tag) => tag.trim().slice(0, maxTagLength)).filter((tag) => tag !== '');
  return [...new Set(clean)].slice(0, maxTags);
}
