// `--ipu_config_overrides` → fields of `ipu_config`, and back. What optimum-graphcore would refuse is said and read all the
// same; what no field can hold stays as it is written.

import { applyOverrides, parseOverrides } from '../../engine/ipu/ipu-config/overrides.ts';
import { readIpuConfig } from '../../engine/ipu/ipu-config/read.ts';
import type { IpuConfigValues } from '../../engine/ipu/ipu-config/layouts.ts';
import { hasField, ipuConfigField } from '../../engine/ipu/ipu-config/table.ts';
import { AppError } from '../../shared/errors.ts';
import { checkValue } from '../check-value.ts';
import type { Field } from '../field.ts';
import { ipuConfigFields } from '../ipu-fields.ts';

/** What stands in `ipu_config`, by field. */
export type IpuValues = Readonly<Record<string, unknown>>;

/** The version of optimum-graphcore whose rules are followed; experiment files follow the same. */
const family = '0.6.1';

export interface ReadOverrides {
  readonly values: IpuValues;
  /** Pairs that no field can hold, as they are written. */
  readonly rest: readonly string[];
  /** What optimum-graphcore would say to it. */
  readonly refusals: readonly { readonly name: string; readonly message: string }[];
}

/** The live values of a configuration of which the file says this much; the types of overrides are theirs. */
export function liveValues(config: IpuValues): IpuConfigValues {
  const entries = Object.entries(config).filter(([name, value]) => isEntry(name) && value !== null);
  return readIpuConfig(Object.fromEntries(entries), family).values;
}

/** Entries of an IPUConfig, and not arguments beside it. */
export function isEntry(name: string): boolean {
  const field = ipuConfigField(name);
  return field !== undefined && hasField(field, family);
}

/** Reads overrides of the configuration `base`; null: what they override is not known. */
export function readOverrides(text: string, base: IpuValues | null): ReadOverrides {
  const values: Record<string, unknown> = {};
  const rest: string[] = [];
  const refusals: ReadOverrides['refusals'][number][] = [];
  const live = liveValues(base ?? {});
  for (const [name, pair] of splitPairs(text, refusals)) {
    const field = Object.hasOwn(ipuConfigFields, name)
      ? (ipuConfigFields[name as keyof typeof ipuConfigFields] as Field)
      : undefined;
    const tried = attempt(() => applyOverrides(live, new Map([[name, pair]]), family).values[name]);
    if (base !== null && tried instanceof AppError) refusals.push({ name, message: tried.message });
    const value = tried instanceof AppError ? field && readLoosely(field, pair) : tried;
    if (field && isEntry(name) && value !== undefined && !checkValue(name, field, value)) values[name] = value;
    else rest.push(`${name}=${pair}`);
  }
  return { values, rest, refusals };
}

function splitPairs(text: string, refusals: { name: string; message: string }[]): Iterable<readonly [string, string]> {
  const parsed = attempt(() => parseOverrides(text));
  if (!(parsed instanceof AppError)) return parsed;
  refusals.push({ name: 'ipu_config_overrides', message: parsed.message });
  // Commas between brackets are meant as those of a list.
  return (text.match(/(?:\[[^\]]{0,1000}\]|[^,])+/g) ?? []).map((part) => {
    const equals = part.indexOf('=');
    return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
  });
}

function attempt<T>(work: () => T): T | AppError {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}

/** By the field's type, where the current value's is not known or another one. */
function readLoosely(field: Field, text: string): unknown {
  const list = /^\s*\[([^[\]]*)\]\s*$/.exec(text)?.[1]?.trim();
  if (field.type === 'numbers' && list) return list.split(/[\s,]+/).map(Number);
  if (field.type === 'numbers' || field.type === 'number' || field.type === 'integer')
    return /\d/.test(text) ? Number(text) : undefined;
  if (field.type !== 'boolean') return text;
  return /^(true|1|y|yes)$/i.test(text) ? true : /^(false|0|n|no)$/i.test(text) ? false : undefined;
}

/** A pair of the overrides, or why there can be none; `base` null: what is overridden is not known. */
export function writeOverride(
  name: string,
  value: unknown,
  base: IpuValues | null,
): { pair: string } | { why: string } {
  if (value === null) return { why: 'an override cannot take a value away (None)' };
  const text = Array.isArray(value) ? `[${value.join(' ')}]` : String(value);
  if (/[,=]/.test(text)) return { why: 'an override can hold neither a comma nor an equals sign' };
  const tried = attempt(() => applyOverrides(liveValues(base ?? {}), new Map([[name, text]]), family).values[name]);
  if (!(tried instanceof AppError)) {
    const arrives = JSON.stringify(tried) === JSON.stringify(value);
    return arrives ? { pair: `${name}=${text}` } : { why: `it would arrive as ${JSON.stringify(tried)}` };
  }
  const isReadBack = JSON.stringify(readOverrides(`${name}=${text}`, null).values[name]) === JSON.stringify(value);
  return base === null && isReadBack ? { pair: `${name}=${text}` } : { why: tried.message };
}
