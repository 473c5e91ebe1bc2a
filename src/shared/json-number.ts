// Numbers that JSON cannot hold: NaN and the infinities become the strings "NaN", "Infinity" and "-Infinity", and minus
// zero keeps its sign. Everything of ours that writes measured values as JSON writes them this way.

const special: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

interface RawJson {
  rawJSON(text: string): unknown;
}

/** `JSON.stringify` for values that may hold special numbers. */
export function stringifyWithNumbers(value: unknown, space?: number): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'number' ? toJsonNumber(item) : item), space);
}

/** The number that a JSON value stands for, or undefined if it stands for none. */
export function parseJsonNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : special.get(value);
}

function toJsonNumber(value: number): unknown {
  if (Object.is(value, -0)) return (JSON as unknown as RawJson).rawJSON('-0');
  return Number.isFinite(value) ? value : String(value);
}
