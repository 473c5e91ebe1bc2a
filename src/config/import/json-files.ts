// JSON that says what a run was told to do: arguments as run_qa.py reads them (`args.json`), a dump of TrainingArguments, a
// trainer_state.json, an ipu_config.json, a notebook. Tells them apart by what is in them.

import { ipuConfigField } from '../../engine/ipu/ipu-config/table.ts';
import { sectionFields } from '../fields.ts';
import { scriptArguments } from './arguments.ts';
import type { Flag } from './flags.ts';
import { type Notices, showText } from './notices.ts';
import { isDefaultOf, otherArguments } from './other-arguments.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export type JsonKind = 'notebook' | 'experiment' | 'ipu-config' | 'trainer-state' | 'arguments' | 'results' | 'unknown';

/** What kind of file the JSON object comes from. */
export function kindOfJson(json: JsonObject): JsonKind {
  const names = Object.keys(json);
  if (Array.isArray(json['cells'])) return 'notebook';
  if (names.some((name) => Object.hasOwn(sectionFields, name) && isObject(json[name]))) return 'experiment';
  if (Array.isArray(json['log_history'])) return 'trainer-state';
  const isArgument = (name: string): boolean => scriptArguments.has(name) || Object.hasOwn(otherArguments, name);
  const isOwn = (name: string): boolean => ipuConfigField(name) !== undefined && !isArgument(name);
  if (names.some(isOwn) && !names.some((name) => ['output_dir', 'model_name_or_path'].includes(name)))
    return 'ipu-config';
  if (names.some(isArgument)) return 'arguments';
  return names.some((name) => /^(eval|train|predict)_|^epoch$/.test(name)) ? 'results' : 'unknown';
}

/** Arguments of a script, and not merely entries that an ipu_config.json has too. */
export function holdsArguments(json: JsonObject): boolean {
  const isOnlyArgument = (name: string): boolean => scriptArguments.has(name) && ipuConfigField(name) === undefined;
  return kindOfJson(json) === 'arguments' && Object.keys(json).some(isOnlyArgument);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that only a dump of TrainingArguments has, where every argument is written out. */
const dumpMarks = ['_n_gpu', 'local_rank', 'fp16_backend', 'past_index', 'logging_nan_inf_filter'];

/** The arguments as flags. Of a dump, what has its default or is not known to these scripts is left out. */
export function flagsOfJson(json: JsonObject, notices: Notices): Flag[] {
  const isDump = dumpMarks.filter((name) => Object.hasOwn(json, name)).length > 1;
  const passed: string[] = [];
  const flags = Object.entries(json).flatMap(([name, value]): Flag[] => {
    if (value === null || isDefaultOf(name, value)) return [];
    const isKnown = scriptArguments.has(name) || Object.hasOwn(otherArguments, name);
    if ((isDump && !isKnown) || isObject(value) || !/^[A-Za-z_][\w.-]*$/.test(name)) {
      passed.push(name);
      return [];
    }
    return [{ name, written: name, values: wordsOf(value), unfilled: [] }];
  });
  if (passed.length > 0)
    notices.add('dropped', passed.length === 1 ? passed[0]! : `${passed.length} arguments`, `Left out, as these scripts do not have them: ${passed.map((name) => name.slice(0, 40)).join(', ')}.`); // prettier-ignore
  return flags;
}

function wordsOf(value: unknown): readonly string[] {
  if (value === true) return [];
  if (value === false) return ['False'];
  if (Array.isArray(value)) return value.map(String);
  // Python's enumerations print as their class and name.
  const member = /^[A-Z]\w+\.([A-Z_]+)$/.exec(String(value))?.[1];
  return [member?.toLowerCase() ?? String(value)];
}

/** What a trainer_state.json knows of the arguments. */
export function flagsOfTrainerState(json: JsonObject, notices: Notices): Flag[] {
  const flag = (name: string, ...values: string[]): Flag => ({ name, written: name, values, unfilled: [] });
  const history = (json['log_history'] as readonly unknown[]).filter(isObject);
  const rates = history.map((entry) => entry['learning_rate']).filter((rate) => typeof rate === 'number');
  const has = (pattern: RegExp): boolean =>
    history.some((entry) => Object.keys(entry).some((key) => pattern.test(key)));
  if (rates.length > 0)
    notices.add('remark', 'learning_rate', `A trainer_state.json does not hold the learning rate that was asked for; the highest one in its log is ${rates.reduce((a, b) => Math.max(a, b))}.`); // prettier-ignore
  notices.add('remark', 'trainer_state', `A trainer_state.json knows little of what a run was told to do${best(json)}: compare with the command line.`); // prettier-ignore
  return [
    ...(has(/^(loss|train_loss)$/) ? [flag('do_train')] : []),
    ...(has(/^eval_/) ? [flag('do_eval')] : []),
    ...['num_train_epochs', 'logging_steps', 'save_steps'].flatMap((name) =>
      typeof json[name] === 'number' ? [flag(name, String(json[name]))] : [],
    ),
  ];
}

function best(json: JsonObject): string {
  const checkpoint = json['best_model_checkpoint'];
  return typeof checkpoint === 'string' ? ` (its best checkpoint was ${showText(checkpoint)})` : '';
}
