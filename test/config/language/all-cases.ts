// All texts made by hand, those of the parser and those of the language features, in one form.

import { acrossFields } from '../across-fields-cases.ts';
import { syntax, values } from '../problem-cases.ts';
import type { LanguageCase } from './case.ts';
import { brokenTexts, wrongNames, wrongValues } from './cases.ts';
import { secrets, withoutEffect, wrongTogether } from './together-cases.ts';

/** Without `beside`, nothing is said of what else is wrong; without `fixed`, nothing of what the first fix makes. */
export type MarkedCase = Pick<LanguageCase, 'text' | 'code' | 'severity'> & Partial<LanguageCase>;

/** Every text made by hand. */
export const cases: readonly MarkedCase[] = [
  ...[...syntax, ...values, ...acrossFields].map(({ text, code, severity = 'error' }) => ({
    text,
    code,
    severity,
  })),
  ...brokenTexts,
  ...wrongNames,
  ...wrongValues,
  ...wrongTogether,
  ...withoutEffect,
  ...secrets,
];

/** The text without its marks, and the place that they mark. */
export function unmark(marked: string): { text: string; offset: number; length: number } {
  const offset = marked.indexOf('«');
  return { text: marked.replaceAll(/[«»]/g, ''), offset, length: marked.indexOf('»') - offset - 1 };
}
