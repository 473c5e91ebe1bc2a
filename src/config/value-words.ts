// What to say of a value that a field cannot hold: its wrong type, and the value itself in short.

import type { Fault } from './problem.ts';

/** The fault of a value that is not what is `wanted`. */
export function wrongType(name: string, wanted: string, value: unknown): Fault {
  const message = `\`${name}\` must be ${wanted}, but is ${show(value)}.`;
  return { code: 'value-wrong-type', message, hint: unquoted(wanted, value) ?? `Write ${wanted}.` };
}

// "5e-5" for 5e-5 and "true" for true are what people write most.
function unquoted(wanted: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const bare = value.trim().toLowerCase();
  const isNumber = wanted.includes('number') && bare !== '' && Number.isFinite(Number(bare));
  const isBoolean = wanted.includes('true') && (bare === 'true' || bare === 'false');
  return isNumber || isBoolean ? `Write it without quotation marks: ${bare}.` : undefined;
}

/** A value as the user may recognise it: short, on one line. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object in braces';
  if (typeof value !== 'string') return String(value);
  return `the text ${JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)}`;
}
