// Two resolved experiments as texts that an editor can set side by side: the fields in the order of fields.ts, each on a line of
// its own. A field that is at its default in both is left out, so that what differs is not far to seek.

import type { Field } from '../field.ts';
import { type Experiment, rootFields, sectionFields } from '../fields.ts';
import { showWritten } from './effective.ts';

/** Both experiments as text: JSON, without comments. Lists of numbers are on one line. */
export function compareExperiments(before: Experiment, after: Experiment): readonly [before: string, after: string] {
  return [render(before, after), render(after, before)];
}

type Fields = Readonly<Record<string, Field>>;
type Values = Readonly<Record<string, unknown>>;

function render(shown: Experiment, other: Experiment): string {
  const root = linesOf(rootFields, shown, other, '  ');
  const sections = (Object.entries(sectionFields) as [keyof typeof sectionFields, Fields][]).flatMap(
    ([name, fields]) => {
      const lines = linesOf(fields, shown[name], other[name], '    ');
      return lines.length === 0 ? [] : [`  ${JSON.stringify(name)}: {\n${lines.join(',\n')}\n  }`];
    },
  );
  return `{\n${[...root, ...sections].join(',\n')}\n}\n`;
}

function linesOf(fields: Fields, shown: Values, other: Values, indent: string): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const isDefault = [shown, other].every((values) => sameValue(values[name], field.default));
    return isDefault ? [] : [`${indent}${JSON.stringify(name)}: ${showWritten(shown[name])}`];
  });
}

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
