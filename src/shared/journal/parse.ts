// unknown → journal event. Fields that this version does not know are dropped; an event of a kind that it does not know is
// named as such, because a newer writer may say more. Order and checksums are the reader's business, not known here.

import { parseErrorShape } from '../errors.ts';
import { parseJsonNumber } from '../json-number.ts';
import { isActive, isEndState, isRunState } from '../run-state.ts';
import { logLevels, phases, type EventBody, type IpuSample, type JournalEvent } from './event.ts';

/** An event; or one of a kind that only newer versions know; or the reason why it is neither. */
export type ParsedEvent =
  { readonly event: JournalEvent } | { readonly newerKind: string; readonly n: number } | { readonly reason: string };

type Fields = Readonly<Partial<Record<string, unknown>>>;

/** Thrown inside this file only: the first thing that is wrong with an event. */
class WrongShape extends Error {}

/** Parses one journal object. */
export function parseEvent(value: unknown): ParsedEvent {
  try {
    const fields = asFields(value, 'the event');
    const n = asCount(fields['n'], 'n');
    const time = asFinite(fields['time'], 'time');
    const kind = asText(fields['kind'], 'kind');
    if (!Object.hasOwn(bodies, kind)) return { newerKind: kind, n };
    return { event: { n, time, ...bodies[kind as EventBody['kind']](fields) } };
  } catch (thrown) {
    if (thrown instanceof WrongShape) return { reason: thrown.message };
    throw thrown;
  }
}

const bodies: { readonly [K in EventBody['kind']]: (fields: Fields) => Extract<EventBody, { kind: K }> } = {
  hello: (f) => ({
    kind: 'hello',
    protocol: asCount(f['protocol'], 'protocol'),
    runId: asText(f['runId'], 'runId'),
    pid: asCount(f['pid'], 'pid'),
    bootId: asText(f['bootId'], 'bootId'),
    processStart: asText(f['processStart'], 'processStart'),
    host: asText(f['host'], 'host'),
  }),
  state: (f) => {
    const state = f['state'];
    if (!isRunState(state) || !isActive(state))
      throw new WrongShape(`state is ${show(state)}, not that of an active run`);
    return { kind: 'state', state: state as 'queued' | 'starting' | 'running' | 'stopping' };
  },
  metrics: (f) => ({ kind: 'metrics', step: asCount(f['step'], 'step'), values: asValues(f['values']) }),
  progress: (f) => ({
    kind: 'progress',
    phase: asOneOf(f['phase'], phases, 'phase'),
    done: asFinite(f['done'], 'done'),
    total: asFinite(f['total'], 'total'),
    ...optionalNumber(f, 'perSecond'),
    ...optionalNumber(f, 'remainingMs'),
  }),
  ipu: (f) => ({
    kind: 'ipu',
    step: asCount(f['step'], 'step'),
    source: asOneOf(f['source'], ['model', 'device'] as const, 'source'),
    devices: asArray(f['devices'], 'devices').map(parseSample),
  }),
  host: (f) => ({
    kind: 'host',
    step: asCount(f['step'], 'step'),
    cpu: asNumber(f['cpu'], 'cpu'),
    ...optionalNumber(f, 'ownCpu'),
    memoryBytes: asNumber(f['memoryBytes'], 'memoryBytes'),
    ...optionalNumber(f, 'availableBytes'),
    loaderWait: asNumber(f['loaderWait'], 'loaderWait'),
  }),
  checkpoint: (f) => ({ kind: 'checkpoint', step: asCount(f['step'], 'step'), path: asInnerPath(f['path']) }),
  result: (f) => ({ kind: 'result', values: asValues(f['values']) }),
  log: (f) => ({
    kind: 'log',
    level: asOneOf(f['level'], logLevels, 'level'),
    message: asText(f['message'], 'message'),
  }),
  heartbeat: () => ({ kind: 'heartbeat' }),
  end: (f) => {
    const state = f['state'];
    if (!isEndState(state)) throw new WrongShape(`state is ${show(state)}, not an end state`);
    if (f['error'] === undefined) return { kind: 'end', state };
    const error = parseErrorShape(f['error']);
    if (!error) throw new WrongShape('error has no code, message or hint');
    return { kind: 'end', state, error };
  },
};

function parseSample(value: unknown): IpuSample {
  const f = asFields(value, 'a device');
  return {
    index: asCount(f['index'], 'index'),
    utilisation: asNumber(f['utilisation'], 'utilisation'),
    ...optionalNumber(f, 'memoryBytes'),
    ...optionalNumber(f, 'powerWatts'),
  };
}

function asFields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WrongShape(`${what} is not an object`);
  // Own fields only: `{}` must not have a `constructor`.
  return Object.assign(Object.create(null) as Fields, value);
}

function asValues(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WrongShape('values is not an object');
  // fromEntries makes own properties of any name, `__proto__` included.
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, asNumber(item, `values[${show(name)}]`)]),
  );
}

function asNumber(value: unknown, what: string): number {
  const number = parseJsonNumber(value);
  if (number === undefined) throw new WrongShape(`${what} is ${show(value)}, not a number`);
  return number;
}

function asFinite(value: unknown, what: string): number {
  const number = asNumber(value, what);
  if (!Number.isFinite(number)) throw new WrongShape(`${what} is ${number}`);
  return number;
}

function asCount(value: unknown, what: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new WrongShape(`${what} is ${show(value)}, not a count`);
}

function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new WrongShape(`${what} is ${show(value)}, not text`);
  return value;
}

function asOneOf<T extends string>(value: unknown, allowed: readonly T[], what: string): T {
  if (!allowed.includes(value as T))
    throw new WrongShape(`${what} is ${show(value)}, not one of ${allowed.join(', ')}`);
  return value as T;
}

function asArray(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new WrongShape(`${what} is not a list`);
  return value;
}

/** A journal may come from anywhere, and its paths are opened later: none may lead out of the run folder. */
function asInnerPath(value: unknown): string {
  const path = asText(value, 'path');
  const leaves = path === '' || /^[/\\]|^[A-Za-z]:|\0/.test(path) || path.split(/[/\\]/).includes('..');
  if (leaves) throw new WrongShape(`path ${show(path)} does not lie inside the run folder`);
  return path;
}

function optionalNumber<K extends string>(fields: Fields, key: K): { readonly [P in K]?: number } {
  const value = fields[key];
  return value === undefined ? {} : ({ [key]: asNumber(value, key) } as { readonly [P in K]?: number });
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
