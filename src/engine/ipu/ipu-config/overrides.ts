// `--ipu_config_overrides name=value,name=value`: its syntax, and what it can change.
// Source: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py `update_from_string`, after transformers
// configuration_utils.py. The types are those of the current values.

import { checkConfigValue, wantedWords, wrongValue } from './check.ts';
import { crossCheck, type IpuConfigFinding } from './cross-check.ts';
import {
  overrideImpossible,
  overrideMalformed,
  overrideRefused,
  overrideUnknown,
  overrideWrongType,
} from './errors.ts';
import type { IpuConfigFamily } from './family.ts';
import type { IpuConfigValues } from './layouts.ts';
import { type ConfigValue, ipuConfigField } from './table.ts';

/** Names and the texts that are to become their values. */
export type Overrides = ReadonlyMap<string, string>;

/** Reads `name=value,name=value`; the last of two with the same name counts. Throws an AppError for a part that is not of that form. */
export function parseOverrides(text: string): Overrides {
  const overrides = new Map<string, string>();
  if (text === '') return overrides;
  for (const part of text.split(',')) {
    const [name, value, ...rest] = part.split('=');
    if (name === undefined || value === undefined || rest.length > 0) throw overrideMalformed(part);
    overrides.set(name, value);
  }
  return overrides;
}

/**
 * The values with the overrides in place. Throws an AppError where optimum-graphcore raises; what it does not check again,
 * the rules across entries, is in the findings.
 */
export function applyOverrides(
  values: IpuConfigValues,
  overrides: Overrides,
  family: IpuConfigFamily,
): { readonly values: IpuConfigValues; readonly findings: readonly IpuConfigFinding[] } {
  const changed = { ...values };
  for (const [name, text] of overrides) changed[name] = overridden(name, text, changed, family);
  const findings = crossCheck(changed, family).map((finding) => ({
    ...finding,
    message: `${finding.message} It is not checked again after overrides.`,
  }));
  return { values: changed, findings };
}

function overridden(name: string, text: string, values: IpuConfigValues, family: IpuConfigFamily): ConfigValue {
  const field = ipuConfigField(name);
  const current = Object.hasOwn(values, name) ? values[name] : undefined;
  if (!field || current === undefined) throw overrideUnknown(name);
  const value = parseAs(name, current, text, field.kind === 'proportion');
  // The setters check one value at a time, and only since v0.6.1.
  const checked = checkConfigValue(field, value, family);
  if ('wanted' in checked)
    throw overrideRefused(wrongValue(name, value, checked.wanted), `Write ${wantedWords(field.kind)}.`);
  return checked.value;
}

function parseAs(name: string, current: ConfigValue, text: string, isFraction: boolean): ConfigValue {
  if (typeof current === 'boolean') return parseFlag(name, text);
  if (typeof current === 'string') return text;
  if (Array.isArray(current)) return parseList(name, text);
  if (typeof current !== 'number') throw overrideImpossible(name);
  const pattern = isFraction ? /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i : /^\s*[+-]?\d+\s*$/;
  if (!pattern.test(text)) throw overrideWrongType(name, text, isFraction ? 'a number' : 'a whole number');
  return Number(text);
}

function parseFlag(name: string, text: string): boolean {
  const word = text.toLowerCase();
  if (['true', '1', 'y', 'yes'].includes(word)) return true;
  if (['false', '0', 'n', 'no'].includes(word)) return false;
  throw overrideWrongType(name, text, 'true or false (true, 1, y, yes, false, 0, n, no)');
}

function parseList(name: string, text: string): readonly number[] {
  const inside = /^\s*\[([^[\]]*)\]\s*$/.exec(text)?.[1]?.trim();
  const entries = inside?.split(/\s+/) ?? [];
  const numbers = entries.map(Number);
  if (!inside || entries.length > 1024 || numbers.some((number) => !Number.isFinite(number)))
    throw overrideWrongType(name, text, 'a list in brackets with spaces between, such as [0.1 0.2]');
  return numbers;
}
