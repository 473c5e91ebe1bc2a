// A text with one diagnostic, between « and », and what its first fix makes of the text; and whole experiments with one section replaced.

import { experiment } from '../problem-cases.ts';

export interface LanguageCase {
  readonly text: string;
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** Part of the text after the first fix; null: there is no fix. */
  readonly fixed: string | null;
  /** Codes of what else is said of the text, in its order. */
  readonly beside: readonly string[];
}

/** A case, an error unless `severity` says otherwise. */
export function one(
  code: string,
  text: string,
  fixed: string | null,
  severity: LanguageCase['severity'] = 'error',
  beside: readonly string[] = [],
): LanguageCase {
  return { code, text, fixed, severity, beside };
}

/** An experiment whose section `training` is this. */
export const training = (fields: string): string => experiment({ training: fields });
/** An experiment whose section `ipu_config` is this. */
export const ipu = (fields: string): string => experiment({ ipu: fields });
/** An experiment with further fields in its section `model`. */
export const model = (fields: string): string => experiment({ model: `"vocab_file": "vocab.txt", ${fields}` });
/** An experiment with further fields in its section `data`. */
export const data = (fields: string): string =>
  experiment({ data: `"train_file": "train.json", "validation_file": "dev.json", ${fields}` });
/** An experiment with this at its top. */
export const root = (fields: string): string => experiment({ root: fields });
/** An experiment with this before everything else. */
export const whole = (fields: string): string => `{ ${fields},${experiment({}).slice(1)}`;
