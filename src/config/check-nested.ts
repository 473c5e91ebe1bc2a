// Whether a value is one that a field of several values can hold: texts, arguments of a command line, parameters of a sweep.
// Whether a sweep's fields are there and can hold its values is a rule across fields (sweep-rules.ts).

import type { ValueFault } from './check-value.ts';
import { sweepScales, type TextsField } from './field.ts';
import { show, wrongType } from './value-words.ts';

/** The longest list behind a flag, and the most values of a parameter; a file has no room for more. */
const mostEntries = 10_000;

/** The fault of a text or a list of texts, none of them empty. */
export function checkTexts(name: string, field: TextsField, value: unknown): ValueFault | undefined {
  if (typeof value === 'string') return checkEntry(name, value);
  if (!Array.isArray(value)) return wrongType(name, 'a text or a list of texts', value);
  if (value.length > field.maxItems) {
    const message = `\`${name}\` has ${value.length} entries.`;
    return { code: 'value-out-of-range', message, hint: `Write at most ${field.maxItems}.` };
  }
  for (const [index, entry] of value.entries()) {
    const fault = checkEntry(`${name}[${index}]`, entry);
    if (fault) return { ...fault, within: [index] };
  }
  return undefined;
}

function checkEntry(name: string, value: unknown): ValueFault | undefined {
  if (typeof value !== 'string') return wrongType(name, 'a text', value);
  if (value.trim() === '')
    return { code: 'value-empty', message: `\`${name}\` is empty.`, hint: 'Write a text, or leave it out.' };
  if (!value.includes('\0')) return undefined;
  const message = `\`${name}\` has a NUL character in it, which no path can have.`;
  return { code: 'value-not-a-path', message, hint: 'Remove the character.' };
}

/** The fault of arguments: an object of plain values and lists of them. */
export function checkArguments(name: string, value: unknown): ValueFault | undefined {
  if (!isObject(value)) return wrongType(name, 'an object in braces', value);
  for (const [flag, argument] of Object.entries(value)) {
    const path = `${name}.${flag}`;
    if (!/^[A-Za-z_][\w.-]*$/.test(flag)) return { ...flagBroken(name, flag), within: [flag] };
    if (argument === null || isPlain(argument)) continue;
    if (!Array.isArray(argument)) return { ...wrongType(path, plainWords, argument), within: [flag] };
    const index = argument.findIndex((entry) => !isPlain(entry));
    if (index >= 0) return { ...wrongType(`${path}[${index}]`, 'a text, a number, true or false', argument[index]), within: [flag, index] }; // prettier-ignore
  }
  return undefined;
}

const plainWords = 'a text, a number, true, false, null or a list of them';

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function flagBroken(name: string, flag: string): ValueFault {
  const message = `${show(flag)} in \`${name}\` cannot be an argument’s name.`;
  return { code: 'value-not-a-flag', message, hint: 'Write the name alone, without hyphens before it: letters, digits, _ and -.' }; // prettier-ignore
}

/** The fault of a sweep's parameters: for each a list of values, or two ends. */
export function checkParameters(name: string, value: unknown): ValueFault | undefined {
  if (!isObject(value)) return wrongType(name, 'an object in braces', value);
  for (const [field, parameter] of Object.entries(value)) {
    const fault = checkParameter(`${name}.${field}`, parameter);
    if (fault) return { ...fault, within: [field, ...(fault.within ?? [])] };
  }
  return undefined;
}

function checkParameter(name: string, value: unknown): ValueFault | undefined {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.length <= mostEntries) return undefined;
    const message = `\`${name}\` has ${value.length} values.`;
    return { code: 'value-empty', message, hint: `Write 1 to ${mostEntries} values to try, such as [1e-5, 3e-5].` };
  }
  if (!isObject(value)) return wrongType(name, 'a list of values or { "min": …, "max": … }', value);
  return checkRange(name, value);
}

function checkRange(name: string, range: Readonly<Record<string, unknown>>): ValueFault | undefined {
  const { min, max, scale = 'linear' } = range;
  const other = Object.keys(range).find((key) => !['min', 'max', 'scale'].includes(key));
  const hint = 'Write { "min": 1e-5, "max": 1e-4, "scale": "log" }.';
  if (other !== undefined)
    return { code: 'unknown-name', message: `${show(other)} in \`${name}\` is not known.`, hint, within: [other] };
  if (!isFinite(min)) return { ...wrongType(`${name}.min`, 'a number', min), within: ['min'] };
  if (!isFinite(max)) return { ...wrongType(`${name}.max`, 'a number', max), within: ['max'] };
  if (!sweepScales.includes(scale as 'log'))
    return { ...wrongType(`${name}.scale`, '"linear" or "log"', scale), within: ['scale'] };
  if (min > max)
    return {
      code: 'value-out-of-range',
      message: `\`${name}\` has a \`min\` above its \`max\`.`,
      hint,
      within: ['min'],
    };
  if (scale === 'log' && min <= 0) {
    const message = `\`${name}\` is spread by logarithms, but its \`min\` is ${min}.`;
    return {
      code: 'value-out-of-range',
      message,
      hint: 'Write a `min` above 0, or "scale": "linear".',
      within: ['min'],
    };
  }
  return undefined;
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
