// What can be said of runs side by side without their predictions: every field of their experiments, and what they were made with. Pure.

import { isDeepStrictEqual } from 'node:util';
import { type Experiment, rootFields, sectionFields } from '../config/fields.ts';
import { showWritten } from '../config/language/effective.ts';
import { findSecrets } from '../config/language/secrets.ts';
import type { ComparedFact, ComparedField, FieldCell } from '../shared/messages/compare.ts';
import type { EnvironmentFacts } from './environment.ts';

/** All fields in the order of fields.ts; null stands for an experiment that cannot be read. */
export function listFields(experiments: readonly (Experiment | null)[]): ComparedField[] {
  const sections = Object.entries(sectionFields).flatMap(([section, fields]) =>
    Object.keys(fields).map((name) =>
      fieldOf(
        `${section}.${name}`,
        experiments.map((each) => each && valueIn(each[section as keyof typeof sectionFields], name)),
      ),
    ),
  );
  const root = Object.keys(rootFields).map((name) =>
    fieldOf(
      name,
      experiments.map((each) => each && valueIn(each, name)),
    ),
  );
  return [...root, ...sections];
}

/** Facts of what the runs were made with, in their order. */
export function listFacts(environments: readonly EnvironmentFacts[]): ComparedFact[] {
  const names = new Set(environments.flatMap((each) => Object.keys(each)));
  return [...names].map((name) => {
    const values = environments.map((each) => each[name] ?? null);
    return { name, values, differs: values.some((value) => value !== values[0]) };
  });
}

interface Found {
  readonly value: unknown;
}

function valueIn(values: object, name: string): Found {
  return { value: (values as Readonly<Record<string, unknown>>)[name] };
}

function fieldOf(path: string, found: readonly (Found | null)[]): ComparedField {
  const known = found.filter((each) => each !== null);
  const differs = known.some(({ value }) => !isDeepStrictEqual(value, known[0]!.value));
  return { path, differs, cells: found.map((each) => each && cellOf(path, each.value)) };
}

function cellOf(path: string, value: unknown): FieldCell {
  if (findSecrets(JSON.stringify({ [path]: value })).length > 0) return { text: '(looks like a secret)', value: null };
  const text = typeof value === 'string' && value !== '' ? value : showWritten(value);
  const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
  return { text, value: isScalar ? (value as string | number | boolean) : null };
}
