// Numbers, lengths of time and dates as they are written in a filter.

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const special: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
};

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number; with `%` of a share (a fraction of 1) the hundredth part of it. Undefined if it is none. */
export function parseNumber(text: string, isShare = false): number | undefined {
  const lower = text.toLowerCase();
  if (Object.hasOwn(special, lower)) return special[lower];
  const digits = text.endsWith('%') ? text.slice(0, -1) : text;
  if (!numberPattern.test(digits)) return undefined;
  return text.endsWith('%') && isShare ? Number(digits) / 100 : Number(digits);
}

/** `1h30min` in milliseconds; undefined if it is no length of time. */
export function parseDuration(text: string): number | undefined {
  const parts = /^(\d+(\.\d+)?(ms|s|min|m|h|d|w))+$/i.test(text) ? text.match(/[\d.]+[a-z]+/gi) : null;
  return parts?.reduce((sum, part) => {
    const unit = part.replace(/^[\d.]+/, '').toLowerCase();
    return sum + Number.parseFloat(part) * (unitMs[unit] ?? 0);
  }, 0);
}

const datePattern = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?)?$/i;

/** The time that a date means, from its beginning to the beginning of the next, in the reader's time zone. */
export function parseTime(text: string, nowMs: number): { readonly fromMs: number; readonly toMs: number } | undefined {
  const word = text.toLowerCase();
  if (word === 'today' || word === 'yesterday') return dayOf(nowMs, word === 'today' ? 0 : -1);
  const parts = datePattern.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const given = parts.filter((part) => part !== undefined).length;
  const start = new Date(year, month - 1, day, hour, minute, second);
  if (start.getMonth() !== month - 1 || start.getDate() !== day || hour > 23 || minute > 59 || second > 59) return;
  const fromMs = start.getTime();
  if (given === 2) return { fromMs, toMs: new Date(year, month, 1).getTime() };
  if (given === 3) return { fromMs, toMs: new Date(year, month - 1, day + 1).getTime() };
  return { fromMs, toMs: fromMs + (given === 5 ? 60_000 : 1000) };
}

function dayOf(nowMs: number, days: number) {
  const now = new Date(nowMs);
  const start = (offset: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset).getTime();
  return { fromMs: start(days), toMs: start(days + 1) };
}
