// Whether a value is one that an entry can hold. From v0.6.1 on IPUConfig checks it itself; before, a wrong value passes and
// fails later, if at all.
// Source: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py v0.6.1, `_check_attr_type` and the setters.

import { show } from './errors.ts';
import type { IpuConfigFamily } from './family.ts';
import type { ConfigKind, ConfigValue, IpuConfigField } from './table.ts';

/** A value that can be used, or why it cannot. */
export type Checked = { readonly value: ConfigValue } | { readonly wanted: string };

/** Values of `output_mode`. */
export const outputModes: readonly string[] = ['all', 'sum', 'final', 'default'];

/** More entries than any machine has IPUs. */
const longestList = 1024;

const words: Readonly<Record<ConfigKind, string>> = {
  count: 'a whole number from 1',
  factor: 'a whole number from 1',
  layers: 'a list of whole numbers from −1',
  splits: 'a list of whole numbers from 0',
  proportion: 'a number from 0, or a list of them',
  flag: 'true or false',
  text: 'a text',
  mode: outputModes.map((mode) => `"${mode}"`).join(' or '),
  seed: 'a whole number',
  kwargs: 'an object',
};

/** What a kind takes, in words. */
export function wantedWords(kind: ConfigKind): string {
  return words[kind];
}

/** `value` as the entry holds it in the family, or what it should have been. */
export function checkConfigValue(field: IpuConfigField, value: unknown, family: IpuConfigFamily): Checked {
  if (value === null) {
    if (field.defaults[family] === null) return { value };
    // v0.2.1 wrote null where there was no cache.
    if (field.kind === 'text' && family !== '0.6.1') return { value: '' };
  }
  return isOfKind(field.kind, value, family) ? { value: copy(value) } : { wanted: words[field.kind] };
}

function isOfKind(kind: ConfigKind, value: unknown, family: IpuConfigFamily): value is ConfigValue {
  switch (kind) {
    case 'count':
      return isWholeFrom(1, value);
    case 'factor':
      return isWholeFrom(family === '0.6.1' ? 1 : 0, value);
    case 'layers':
      return isListOf((each) => isWholeFrom(-1, each), value);
    case 'splits':
      return isListOf((each) => isWholeFrom(0, each), value);
    case 'proportion':
      return isShare(value) || isListOf(isShare, value);
    case 'flag':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'mode':
      return typeof value === 'string' && outputModes.includes(value);
    case 'seed':
      return isWholeFrom(Number.MIN_SAFE_INTEGER, value);
    case 'kwargs':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return kind satisfies never;
  }
}

function isWholeFrom(least: number, value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isListOf(test: (value: unknown) => boolean, value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.length <= longestList && value.every(test);
}

function copy(value: ConfigValue): ConfigValue {
  return Array.isArray(value) ? [...(value as readonly number[])] : value;
}

/** What is wrong, in one sentence. */
export function wrongValue(name: string, value: unknown, wanted: string): string {
  return `\`${name}\` must be ${wanted}, but is ${show(value)}.`;
}
