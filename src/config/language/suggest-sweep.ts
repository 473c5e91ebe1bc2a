// What a sweep may vary, and over which values: the fields of the sections that are not yet among its parameters, with values that
// one tries, or ends between which numbers are drawn.

import { type Field } from '../field.ts';
import { sectionFields } from '../fields.ts';
import type { Draft } from './draft.ts';
import { renderJson } from './render.ts';
import type { Suggestion } from './suggestion.ts';

/** Values that one tries of a field. */
const usualValues: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'training.learning_rate': [
    [3e-5, 6e-5, 9e-5],
    [2e-5, 3e-5, 5e-5],
  ],
  'training.warmup_ratio': [[0, 0.1, 0.2]],
  'training.weight_decay': [[0, 0.01]],
  'training.num_train_epochs': [[2, 3, 4]],
  'training.per_device_train_batch_size': [[1, 2, 4]],
  'training.gradient_accumulation_steps': [[8, 16, 32]],
  'training.max_grad_norm': [[0, 1]],
  'training.seed': [[42, 43, 44]],
  'data.max_seq_length': [[128, 256, 384]],
  'data.doc_stride': [[64, 128]],
  'model.hidden_dropout_prob': [[0, 0.1]],
  'model.attention_probs_dropout_prob': [[0, 0.1]],
};

/** Ends between which numbers are worth drawing. */
const usualRanges: Readonly<Record<string, { min: number; max: number; scale: 'linear' | 'log' }>> = {
  'training.learning_rate': { min: 1e-5, max: 1e-4, scale: 'log' },
  'training.warmup_ratio': { min: 0, max: 0.3, scale: 'linear' },
  'training.weight_decay': { min: 1e-4, max: 0.1, scale: 'log' },
  'model.hidden_dropout_prob': { min: 0, max: 0.3, scale: 'linear' },
};

/** Fields that no sweep varies: what names, describes or keeps. */
const neverVaried =
  /^(?:sweep|plan)\.|_samples$|_file$|^data\.dataset_name$|^training\.(?:do_|eval_on_|logging_|save_)|cache_dir$/;

type Values = readonly unknown[];

/** A field of a sweep: its place in the file, and what to try. */
export interface SweepKey {
  readonly path: string;
  readonly doc: string;
  readonly values: Values;
}

/** Fields that a sweep may vary and does not yet, those that are varied often first. */
export function sweepKeys(taken: readonly string[]): SweepKey[] {
  const all = Object.entries(sectionFields).flatMap(([section, fields]) =>
    Object.entries<Field>(fields).map(([name, field]) => ({ path: `${section}.${name}`, field })),
  );
  const usual = Object.keys(usualValues);
  const rank = (path: string): number => (usual.includes(path) ? usual.indexOf(path) : usual.length);
  return all
    .filter(({ path }) => !taken.includes(path) && !neverVaried.test(path))
    .sort((a, b) => rank(a.path) - rank(b.path))
    .map(({ path, field }) => ({ path, doc: field.doc, values: usualValues[path]?.[0] ?? valuesOf(field) }));
}

function valuesOf(field: Field): Values {
  if (field.type === 'boolean') return [false, true];
  if (field.type === 'choice') return field.values;
  return [field.example ?? field.default];
}

/** What a sweep may try of the field: lists, and where it draws at random, ends. */
export function suggestSweep(path: string, { values }: Draft): Suggestion[] {
  const field = fieldAt(path);
  if (!field) return [];
  const lists = usualValues[path] ?? [valuesOf(field)];
  const own = lists.map((list) => ({
    value: list,
    kind: 'value' as const,
    detail: `${list.length} ${list.length === 1 ? 'value' : 'values'} to try`,
    documentation: `Each run of the sweep takes one of them as \`${path}\`.\n\n${field.doc}`,
  }));
  const range = usualRanges[path];
  if (!range || values.sweep?.method !== 'random') return own;
  const drawn = {
    value: range,
    kind: 'value' as const,
    detail: `drawn from ${renderJson(range.min)} to ${renderJson(range.max)}`,
    documentation: `Each run of the sweep draws \`${path}\` from this range, evenly ${range.scale === 'log' ? 'in its logarithm' : 'in its figure'}.`,
  };
  return [drawn, ...own];
}

/** Single values of a list in a sweep that are not in it yet. */
export function suggestSweepValues(path: string, taken: readonly unknown[]): Suggestion[] {
  const field = fieldAt(path);
  if (!field) return [];
  const values = new Set([...(usualValues[path] ?? []).flat(), ...(usualValues[path] ? [] : valuesOf(field))]);
  return [...values]
    .filter((value) => !taken.includes(value) && value !== null)
    .map((value) => ({ value, kind: 'value', detail: '', documentation: `A value of \`${path}\`.\n\n${field.doc}` }));
}

function fieldAt(path: string): Field | undefined {
  const [section = '', name = ''] = path.split('.');
  const fields = Object.hasOwn(sectionFields, section)
    ? sectionFields[section as keyof typeof sectionFields]
    : undefined;
  return fields && Object.hasOwn(fields, name) ? (fields as Readonly<Record<string, Field>>)[name] : undefined;
}
