// What the Plan page may ask for, parsed: it names fields of experiment files and values that they can hold. What leads to a
// path or a program is not for a page to write.

import { checkValue } from '../../config/check-value.ts';
import type { Field } from '../../config/field.ts';
import { rootFields, sectionFields, type SectionName } from '../../config/fields.ts';
import type { Parsers } from '../../shared/messages/channel.ts';
import { fieldsOf } from '../../shared/messages/fields-of.ts';
import type { PlanContract } from '../../shared/messages/plan.ts';
import type { FieldEdit } from '../../shared/plan.ts';

/** No remedy and no suggestion writes more. */
const mostEdits = 50;

/** Beyond the last line and column of any experiment file. */
const farthest = 10_000_000;

/** One parser for each message of the page; they throw with the reason. */
export const planParsers: Parsers<PlanContract> = {
  ready: () => ({}),
  'plan/suggest': () => ({}),
  'plan/apply': (params) => ({ edits: parseEdits(fieldsOf(params)['edits']) }),
  'plan/reveal': parsePlace,
};

function parseEdits(edits: unknown): FieldEdit[] {
  if (!Array.isArray(edits) || edits.length > mostEdits) throw new TypeError('edits is not a list of edits.');
  return edits.map(parseEdit);
}

function parseEdit(edit: unknown): FieldEdit {
  const { field: path, value } = fieldsOf(edit);
  const field = findField(path);
  if (!field) throw new TypeError(`${shown(path)} is no field of a section.`);
  if (field.type === 'string' && field.path !== undefined) throw new TypeError(`${shown(path)} holds a path.`);
  // Null takes the field out, whatever it holds.
  const fault = value === null ? undefined : checkValue(String(path), field, value);
  if (fault) throw new TypeError(fault.message);
  return { field: String(path), value };
}

function parsePlace(params: unknown): PlanContract['plan/reveal']['params'] {
  const { field, line, column } = fieldsOf(params);
  if (field === undefined) return { line: parsePosition(line), column: parsePosition(column) };
  const known = findField(field) !== undefined || Object.hasOwn({ ...rootFields, ...sectionFields }, String(field));
  if (typeof field !== 'string' || !known) throw new TypeError(`${shown(field)} is no field.`);
  return { field };
}

function findField(path: unknown): Field | undefined {
  if (typeof path !== 'string') return undefined;
  const [section = '', name = '', ...rest] = path.split('.');
  if (rest.length > 0 || !Object.hasOwn(sectionFields, section)) return undefined;
  const fields: Readonly<Record<string, Field>> = sectionFields[section as SectionName];
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function parsePosition(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= farthest) return value;
  throw new TypeError('a line or column is a whole number from 1.');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : `a ${typeof value}`;
}
