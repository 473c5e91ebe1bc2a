// What the table of runs may ask, parsed: a change says of runs what can be said of them, and nothing else.

import type { Parsers } from '../../../shared/messages/channel.ts';
import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import type { AnnotationChange } from '../../../shared/messages/runs.ts';
import type { TableMessages } from '../../../shared/messages/table.ts';
import { isViewName, parseSavedView, type SavedView } from '../../../shared/table-view.ts';
import { parseNothing, parseRunIds, parseSwitch } from './runs.ts';

/** Bounds of one message. */
const most = { paths: 200, tags: 100, tagLength: 100, nameLength: 500, notesLength: 100_000 } as const;

export const tableParsers: Parsers<TableMessages> = {
  'runs/annotate': (params) => ({ ...parseRunIds(params), change: parseChange(fieldsOf(params)['change']) }),
  'runs/delete': parseRunIds,
  'runs/fields': (params) => ({ paths: parseTexts('paths', fieldsOf(params)['paths'], most.paths) }),
  'fields/list': parseNothing,
  'views/list': parseNothing,
  'views/save': parseView,
  'views/delete': parseViewName,
};

function parseChange(value: unknown): AnnotationChange {
  const { name, notes, starred, archived, addTags, removeTags } = fieldsOf(value);
  return {
    ...(name !== undefined && { name: parseNullable('name', name, most.nameLength) }),
    ...(notes !== undefined && { notes: parseNullable('notes', notes, most.notesLength) }),
    ...(starred !== undefined && { starred: parseSwitch('starred', starred) }),
    ...(archived !== undefined && { archived: parseSwitch('archived', archived) }),
    ...(addTags !== undefined && { addTags: parseTexts('addTags', addTags, most.tags) }),
    ...(removeTags !== undefined && { removeTags: parseTexts('removeTags', removeTags, most.tags) }),
  };
}

function parseNullable(what: string, value: unknown, length: number): string | null {
  if (value === null || (typeof value === 'string' && value.length <= length)) return value;
  throw new TypeError(`${what} is neither a text of at most ${length} characters nor null.`);
}

function parseTexts(what: string, value: unknown, limit: number): string[] {
  const isShort = (one: unknown): boolean => typeof one === 'string' && one !== '' && one.length <= most.tagLength * 2;
  if (!Array.isArray(value) || value.length > limit || !value.every(isShort)) {
    throw new TypeError(`${what} is not a list of at most ${limit} short texts.`);
  }
  return value;
}

function parseView(params: unknown): SavedView {
  const view = parseSavedView(params);
  if (!view) throw new TypeError('it is not a view with a name.');
  return view;
}

function parseViewName(params: unknown): { name: string } {
  const { name } = fieldsOf(params);
  if (!isViewName(name)) throw new TypeError('name is not the name of a view.');
  return { name };
}
