// The arguments of the scripts that an experiment file has a field for, derived from the fields: names are the same. How
// texts of a command line become values of fields, and back.

import { checkValue } from '../check-value.ts';
import type { Field } from '../field.ts';
import { droppedArguments, sectionFields } from '../fields.ts';

/** An argument with a field of its own. */
export interface ScriptArgument {
  readonly name: string;
  readonly section: 'model' | 'data' | 'training' | 'ipu_config';
  readonly field: Field;
}

/** Of these sections only some fields are arguments: the rest is config.json's and IPUConfig's. */
const argumentsOf: Partial<Record<ScriptArgument['section'], readonly string[]>> = {
  model: ['model_name_or_path', 'model_revision'],
  ipu_config: ['ipu_config_name', 'pod_type', 'n_ipu'],
};
/** Fields of the other sections that are the workbench's own. */
const ownFields: readonly string[] = ['max_predictions_per_seq', 'eval_on_train', 'execution_provider'];

const sections = ['model', 'data', 'training', 'ipu_config'] as const;

/** Every argument that has a field, by its name, in the order in which a command is written. */
export const scriptArguments: ReadonlyMap<string, ScriptArgument> = new Map(
  sections.flatMap((section) =>
    Object.entries<Field>(sectionFields[section])
      .filter(([name]) => argumentsOf[section]?.includes(name) ?? !ownFields.includes(name))
      .map(([name, field]) => [name, { name, section, field }] as const),
  ),
);

/** Arguments that say nothing about an experiment: what takes their place. */
export const droppedOnImport: Readonly<Record<string, string>> = {
  output_dir: droppedArguments.output_dir,
  overwrite_output_dir: droppedArguments.overwrite_output_dir,
  overwrite_cache: droppedArguments.overwrite_cache,
  resume_from_checkpoint: droppedArguments.resume_from_checkpoint,
  logging_dir: 'Leave it out: metrics are in the run’s own folder.',
};

/** Arguments whose values are secrets, which have no place in a file. */
export function isSecret(name: string): boolean {
  return /(^|_)(token|api_key|password|secret)$/i.test(name) && name !== 'use_auth_token';
}

/** The value of a field that the words behind a flag stand for; undefined if the field cannot hold them. */
export function readFlagValue(name: string, field: Field, words: readonly string[]): unknown {
  const value = valueOfWords(field, words);
  return value === undefined || checkValue(name, field, value) ? undefined : value;
}

function valueOfWords(field: Field, words: readonly string[]): unknown {
  const [word] = words;
  if (field.type === 'boolean') return words.length <= 1 ? flagWord(word) : undefined;
  if (word === undefined || words.length > 1) return undefined;
  if (field.type === 'integer') return /^\s*[+-]?\d+\s*$/.test(word) ? Number(word) : undefined;
  if (field.type === 'number')
    return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(word) ? Number(word) : undefined;
  return field.type === 'string' || field.type === 'choice' ? word : undefined;
}

// Source: huggingface/transformers src/transformers/hf_argparser.py, `string_to_bool`.
function flagWord(word: string | undefined): boolean | undefined {
  if (word === undefined || /^(yes|true|t|y|1)$/i.test(word)) return true;
  return /^(no|false|f|n|0)$/i.test(word) ? false : undefined;
}

/** The words of a flag with this value; true is the flag alone. */
export function writeFlag(name: string, value: unknown): readonly string[] {
  if (value === true) return [`--${name}`];
  if (value === false) return [`--${name}`, 'False'];
  return flagWords(name, [writeNumber(value)]);
}

/** A value as one writes it: 9e-5, and not 0.00009. */
export function writeNumber(value: unknown): string {
  return typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

/** A flag and what stands behind it. What begins with a hyphen is tied to the flag, as it would be taken for another one. */
export function flagWords(name: string, values: readonly string[]): readonly string[] {
  const [first] = values;
  const isOption = (text: string): boolean => text.startsWith('-') && !/^-(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return values.length === 1 && first !== undefined && isOption(first)
    ? [`--${name}=${first}`]
    : [`--${name}`, ...values];
}
