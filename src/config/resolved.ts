// Reads a run folder's experiment.json: an experiment with all defaults written out. Pure; imported by the engine.

import { checkValue } from './check-value.ts';
import { resolvedExperimentBroken } from './errors.ts';
import type { Field } from './field.ts';
import { type Experiment, type PartialExperiment, rootFields, sectionFields } from './fields.ts';
import { settleExperiment } from './settle.ts';

/**
 * The experiment that `json` holds. A field that an older version did not write gets its default, one that a newer
 * version wrote is passed over. Throws an AppError if a value is not one its field can hold.
 */
export function parseResolvedExperiment(json: unknown): Experiment {
  const root = asRecord('The file', json);
  const values: Record<string, unknown> = readFields(rootFields, root, '');
  for (const [section, fields] of Object.entries(sectionFields)) {
    if (Object.hasOwn(root, section))
      values[section] = readFields(fields, asRecord(section, root[section]), `${section}.`);
  }
  return settleExperiment(values as PartialExperiment);
}

function asRecord(what: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw resolvedExperimentBroken(`${what} is not an object.`);
}

function readFields(
  fields: Readonly<Record<string, Field>>,
  values: Readonly<Record<string, unknown>>,
  prefix: string,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(values, name)) continue;
    const fault = checkValue(`${prefix}${name}`, field, values[name]);
    if (fault) throw resolvedExperimentBroken(fault.message);
    read[name] = values[name];
  }
  return read;
}
