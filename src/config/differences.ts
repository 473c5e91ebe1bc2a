// The fields in which resolved experiments differ, two or many of them: what a comparison of runs shows first. Pure.

import { isDeepStrictEqual } from 'node:util';
import { type Experiment, rootFields, sectionFields } from './fields.ts';

/** A field that is not the same in all. */
export interface FieldDifference {
  /** Such as `training.learning_rate`. */
  readonly path: string;
  /** Its value in each experiment, in their order. */
  readonly values: readonly unknown[];
}

type Values = Readonly<Record<string, unknown>>;

/** The fields that differ between any of the experiments, in the order of fields.ts. */
export function listDifferences(experiments: readonly Experiment[]): FieldDifference[] {
  const sections = Object.entries(sectionFields).flatMap(([section, fields]) =>
    differing(
      fields,
      experiments.map((experiment) => experiment[section as keyof typeof sectionFields]),
      `${section}.`,
    ),
  );
  return [...differing(rootFields, experiments, ''), ...sections];
}

function differing(fields: object, all: readonly Values[], prefix: string): FieldDifference[] {
  return Object.keys(fields).flatMap((name) => {
    const values = all.map((each) => each[name]);
    const isSame = values.every((value) => isDeepStrictEqual(value, values[0]));
    return isSame ? [] : [{ path: `${prefix}${name}`, values }];
  });
}
