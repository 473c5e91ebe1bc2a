// Whether a JSON value is one that a field can hold, and if not, what to write instead. One value at a time; rules
// across fields are in rules.ts.

import type { Field, NumberRule } from './field.ts';
import { checkArguments, checkParameters, checkTexts } from './check-nested.ts';
import { nearestName } from '../shared/nearest.ts';
import type { Fault } from './problem.ts';
import { show, wrongType } from './value-words.ts';

/** A fault of a value; `within` leads to the entry at fault, where the field is a list or an object. */
export interface ValueFault extends Fault {
  readonly within?: readonly (string | number)[];
}

/** The fault of `value` for the field called `name`, or undefined if the field can hold it. */
export function checkValue(name: string, field: Field, value: unknown): ValueFault | undefined {
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrongType(name, 'true or false', value);
    case 'choice':
      return checkChoice(name, field.values, value);
    case 'string':
      if (value === null && field.nullable) return undefined;
      return checkText(name, field.nullable, field.path !== undefined, value);
    case 'number':
    case 'integer':
      if (value === null && field.nullable) return undefined;
      return checkNumber(name, field.type === 'integer', field, value, field.nullable ? ' or null' : '');
    case 'numbers':
      if (value === null && field.nullable) return undefined;
      return checkNumbers(name, field, value);
    case 'texts':
      return checkTexts(name, field, value);
    case 'arguments':
      return checkArguments(name, value);
    case 'parameters':
      return checkParameters(name, value);
    default:
      return field satisfies never;
  }
}

function checkText(name: string, nullable: boolean, isPath: boolean, value: unknown): Fault | undefined {
  if (typeof value !== 'string') return wrongType(name, nullable ? 'a text or null' : 'a text', value);
  if (isPath && value.trim() === '') {
    const hint = nullable ? 'Write a path, or null for none.' : 'Write a path.';
    return { code: 'value-empty', message: `\`${name}\` is empty.`, hint };
  }
  if (isPath && value.includes('\0')) {
    const message = `\`${name}\` has a NUL character in it, which no path can have.`;
    return { code: 'value-not-a-path', message, hint: 'Remove the character.' };
  }
  return undefined;
}

function checkChoice(name: string, values: readonly string[], value: unknown): Fault | undefined {
  if (typeof value === 'string' && values.includes(value)) return undefined;
  const list = values.map((each) => JSON.stringify(each)).join(' or ');
  if (typeof value !== 'string') return wrongType(name, list, value);
  const nearest = nearestName(value, values);
  const message = `\`${name}\` must be ${list}, but is ${show(value)}.`;
  return { code: 'value-not-a-choice', message, hint: `Write ${nearest ? JSON.stringify(nearest) : list}.` };
}

function checkNumbers(
  name: string,
  field: Extract<Field, { type: 'numbers' }>,
  value: unknown,
): ValueFault | undefined {
  if (field.scalar && typeof value === 'number') return checkNumber(name, field.integer, field, value);
  const list = field.scalar ? 'a number or a list of numbers' : 'a list of whole numbers';
  const wanted = field.nullable ? `${list} or null` : list;
  if (!Array.isArray(value)) return wrongType(name, wanted, value);
  if (value.length === 0) {
    const hint = `Write one number for each IPU, such as ${JSON.stringify(field.example ?? field.default)}.`;
    return { code: 'value-empty', message: `\`${name}\` is an empty list.`, hint };
  }
  if (value.length > field.maxItems) {
    const message = `\`${name}\` has ${value.length} entries.`;
    return { code: 'value-out-of-range', message, hint: `Write at most ${field.maxItems}, one for each IPU.` };
  }
  for (const [index, entry] of value.entries()) {
    const fault = checkNumber(`${name}[${index}]`, field.integer, field, entry);
    if (fault) return { ...fault, within: [index] };
  }
  return undefined;
}

function checkNumber(
  name: string,
  integer: boolean,
  rule: NumberRule,
  value: unknown,
  alternative = '',
): Fault | undefined {
  const kind = integer ? 'a whole number' : 'a number';
  if (typeof value !== 'number') return wrongType(name, `${kind}${alternative}`, value);
  if (!Number.isFinite(value) || (integer && Math.abs(value) > Number.MAX_SAFE_INTEGER)) {
    const message = `\`${name}\` is too large a number to be stored.`;
    return { code: 'value-out-of-range', message, hint: `Write ${kind}${rangeWords(rule)}.` };
  }
  if (integer && !Number.isInteger(value)) {
    const message = `\`${name}\` must be a whole number, but is ${value}.`;
    return { code: 'value-not-whole', message, hint: `Write a whole number, such as ${Math.round(value)}.` };
  }
  if (isInRange(rule, value)) return undefined;
  const message = `\`${name}\` is ${value}, which is out of its range.`;
  return { code: 'value-out-of-range', message, hint: `Write ${kind}${rangeWords(rule)}.` };
}

function isInRange({ min, max, exclusiveMin }: NumberRule, value: number): boolean {
  if (min !== undefined && value < min) return false;
  if (max !== undefined && value > max) return false;
  return exclusiveMin === undefined || value > exclusiveMin;
}

/** The range in words, with a leading space: ` from 0 to 1`, ` above 0`; empty where there is none. */
export function rangeWords({ min, max, exclusiveMin }: NumberRule): string {
  const from = exclusiveMin !== undefined ? ` above ${exclusiveMin}` : min !== undefined ? ` from ${min}` : '';
  if (max !== undefined) return from ? `${from} to ${max}` : ` of at most ${max}`;
  return min !== undefined ? `${from} upwards` : from;
}
