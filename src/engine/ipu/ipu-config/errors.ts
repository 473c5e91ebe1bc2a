// Expected failures with an ipu_config.json and its overrides, each named after its fact. The messages say what
// optimum-graphcore would raise.

import { AppError } from '../../../shared/errors.ts';

/** Text of whatever kind, short enough to be shown. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value))
    return value.length > 16 ? `a list of ${value.length}` : `[${value.map(showEntry).join(', ')}]`;
  return showEntry(value);
}

function showEntry(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 20)) : String(value);
}

/** The file is not JSON. */
export function ipuConfigNotJson(path: string, reason: string): AppError {
  return new AppError(
    'ipu-config-not-json',
    `${path} is not JSON: ${reason}.`,
    'Take the file from where the configuration came from; optimum-graphcore takes no comments in it.',
  );
}

/** The JSON is no object. */
export function ipuConfigNotAnObject(json: unknown): AppError {
  return new AppError(
    'ipu-config-not-an-object',
    `An ipu_config.json holds one object in braces, but this is ${show(json)}.`,
    'Take the file from where the configuration came from.',
  );
}

/** A pod dictionary without a default, and nobody said which machine. */
export function podTypeMissing(field: string): AppError {
  return new AppError(
    'pod-type-missing',
    `\`${field}\` has a value for each machine, but no machine is named and there is no "default" (RuntimeError: No POD type was specified and no default value was provided).`,
    'Name the machine, such as pod16.',
  );
}

/** A machine that the version does not know. */
export function podTypeUnknown(podType: string, known: readonly string[]): AppError {
  return new AppError(
    'pod-type-unknown',
    `${show(podType)} is no machine that this version knows (ValueError).`,
    `Write one of ${known.join(', ')}.`,
  );
}

/** A pod dictionary without the machine. */
export function podKeyMissing(field: string, podType: string, keys: readonly string[]): AppError {
  return new AppError(
    'pod-key-missing',
    `\`${field}\` has no value for ${podType} (KeyError).`,
    keys.length > 0
      ? `It has one for ${keys
          .slice(0, 8)
          .map((key) => key.slice(0, 20))
          .join(', ')}.`
      : 'Write a number.',
  );
}

/** A pod dictionary with a key that is no machine. */
export function podKeyUnknown(field: string, key: string, known: readonly string[]): AppError {
  return new AppError(
    'pod-key-unknown',
    `\`${field}\` is an object with the key ${show(key)}, which is no machine.`,
    `Write a value, or one for each of ${known.join(', ')} and "default".`,
  );
}

/** A part of the overrides that is not `name=value`. */
export function overrideMalformed(part: string): AppError {
  return new AppError(
    'override-malformed',
    `${show(part)} is not name=value (ValueError).`,
    'Write name=value,name=value; a list is written [0.1 0.2], with spaces, because a comma ends the pair.',
  );
}

/** An override of an entry that the configuration does not have. */
export function overrideUnknown(name: string): AppError {
  return new AppError(
    'override-unknown',
    `${show(name)} is no entry of the configuration (ValueError: Key ${name.slice(0, 60)} isn't in the original config dict).`,
    'Check the name; entries that the version does not have cannot be overridden.',
  );
}

/** An override of an entry that has no value now, or an object. */
export function overrideImpossible(name: string): AppError {
  return new AppError(
    'override-impossible',
    `\`${name}\` has no value now, and only a number, a list, a text or a true or false can be overridden (ValueError).`,
    'Write it into ipu_config.json instead.',
  );
}

/** An override whose value is not of the current value's type. */
export function overrideWrongType(name: string, text: string, wanted: string): AppError {
  return new AppError(
    'override-wrong-type',
    `\`${name}\` must be ${wanted} as it is now, but is overridden by ${show(text)} (ValueError).`,
    `Write ${wanted}, or change the entry in ipu_config.json.`,
  );
}

/** An override that the entry's own rule refuses. */
export function overrideRefused(reason: string, hint: string): AppError {
  return new AppError('override-refused', reason, hint);
}

/** The older version has no wildcard, and the model's layers are not known. */
export function layersNotKnown(): AppError {
  return new AppError(
    'layers-not-known',
    'Up to version 0.5 there is no −1 in `layers_per_ipu`, and how many layers it stands for depends on the model.',
    'Say how many layers the model has.',
  );
}
