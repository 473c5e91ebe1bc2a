// `extra_args` of an experiment → the words of a command.

import type { Argument } from '../field.ts';
import { flagWords } from './arguments.ts';
import type { Notices } from './notices.ts';

type Extra = Readonly<Record<string, Argument>>;

/** The words of each flag; overrides of the file's own layout and kept ones become one flag. */
export function extraWords(extra: Extra, pairs: readonly string[], notices: Notices): (readonly string[])[] {
  const { ipu_config_overrides: kept = null, ...rest } = extra;
  const overrides = [...pairs, ...(kept === null ? [] : [String(kept)])];
  const own = overrides.length === 0 ? [] : [flagWords('ipu_config_overrides', [overrides.join(',')])];
  return [...own, ...Object.entries(rest).flatMap(([name, value]) => wordsOf(name, value, notices))];
}

function wordsOf(name: string, value: Argument, notices: Notices): (readonly string[])[] {
  if (value === null) return [];
  if (value === true) return [[`--${name}`]];
  if (!Array.isArray(value)) return [flagWords(name, [textOf(value as string | number | boolean)])];
  const texts = (value as readonly (string | number | boolean)[]).map(textOf);
  const hyphen = texts.length > 1 ? texts.find((text) => /^--[A-Za-z_]/.test(text)) : undefined;
  if (hyphen !== undefined)
    notices.add('remark', name, `${JSON.stringify(hyphen)} among the values of ${name} will be taken for a flag of its own.`); // prettier-ignore
  return [flagWords(name, texts)];
}

function textOf(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}
