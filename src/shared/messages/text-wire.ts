// Messages as text, for a carrier that has only JSON (VS Code's webviews): NaN, infinities and minus zero survive the trip.

import type { Wire } from './contract.ts';

/** Key of the object that stands for a number JSON cannot hold. No message of ours uses it. */
const key = '#number';

/** The message as text. */
export function encodeWire(message: Wire): string {
  // Writing each value through a function takes twice as long, and a list of ten thousand runs would hold up the extension host.
  if (!hasUnwritable(message)) return JSON.stringify(message);
  return JSON.stringify(message, (_key, value: unknown) =>
    typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)) ? { [key]: name(value) } : value,
  );
}

function hasUnwritable(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value) || Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasUnwritable);
  // A list of the values would have to be made for each of thousands of objects.
  for (const name in value) if (hasUnwritable((value as Record<string, unknown>)[name])) return true;
  return false;
}

/** What the text stands for; undefined if it is none of ours. */
export function decodeWire(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    // Looking at each value takes many times as long as parsing, and curves have hundreds of thousands of them.
    if (!text.includes(`"${key}"`)) return JSON.parse(text);
    return JSON.parse(text, (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null || !(key in value)) return value;
      return Number(value[key]);
    });
  } catch {
    return undefined;
  }
}

function name(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
