// Offsets in this project are counted in code points, as Python counts them; JavaScript counts UTF-16 units. The two differ
// only in texts with surrogate pairs, so every function here first looks for those.

const surrogate = /[\ud800-\udfff]/;

/** True if units and code points may be counted differently in `text`. */
export function hasSurrogates(text: string): boolean {
  return surrogate.test(text);
}

/** Number of code points of `text`. */
export function codePointLength(text: string): number {
  if (!hasSurrogates(text)) return text.length;
  let length = 0;
  for (let unit = 0; unit < text.length; unit += unitsAt(text, unit)) length += 1;
  return length;
}

/** The code points `start` to `end` of `text`; both are moved into the text. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  if (!hasSurrogates(text)) return text.slice(Math.max(start, 0), Math.max(end, 0));
  const startUnit = unitIndex(text, start);
  return text.slice(startUnit, unitIndex(text, end));
}

function unitIndex(text: string, codePoint: number): number {
  let unit = 0;
  for (let left = codePoint; left > 0 && unit < text.length; left -= 1) unit += unitsAt(text, unit);
  return unit;
}

function unitsAt(text: string, unit: number): number {
  return (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
}
