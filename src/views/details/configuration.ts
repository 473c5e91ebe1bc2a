// The resolved experiment of a run as a list of fields, with what each would be if nobody had set it. Pure.

import { isDeepStrictEqual } from 'node:util';
import {
  type Experiment,
  type PartialExperiment,
  rootFields,
  type SectionName,
  sectionFields,
} from '../../config/fields.ts';
import { ownFields } from '../../config/merge.ts';
import { parseResolvedExperiment } from '../../config/resolved.ts';
import { settleExperiment } from '../../config/settle.ts';
import { toErrorShape } from '../../shared/errors.ts';
import type { Configuration, ConfigurationField } from '../../shared/messages/details.ts';

type Fields = Readonly<Record<string, { readonly default: unknown; readonly doc: string }>>;
type Values = Readonly<Record<string, unknown>>;

/** The configuration of a run whose experiment.json holds `json`; null stands for no such file. */
export function describeConfiguration(json: unknown): Configuration {
  if (json === null) return { fields: [], problem: '' };
  try {
    return { fields: listFields(parseResolvedExperiment(json)), problem: '' };
  } catch (thrown) {
    return { fields: [], problem: toErrorShape(thrown).message };
  }
}

/** What the experiment says beyond its defaults: enough to resolve it again. */
export function withoutDefaults(experiment: Experiment): PartialExperiment {
  const names = listFields(experiment).flatMap(({ path, differs }) => (differs ? [path] : []));
  const { name, description } = experiment;
  const kept: Record<string, unknown> = { name, ...(description !== '' && { description }) };
  for (const path of names) {
    const [first = '', field] = path.split('.');
    if (field === undefined) kept[first] = experiment[first as keyof Experiment];
    else kept[first] = { ...(kept[first] as Values | undefined), [field]: valueAt(experiment, path) };
  }
  return kept;
}

function listFields(experiment: Experiment): ConfigurationField[] {
  const sections = Object.entries(sectionFields) as [SectionName, Fields][];
  const paths: readonly (readonly [string, Fields[string]])[] = [
    ...Object.entries(rootFields),
    ...sections.flatMap(([section, fields]) =>
      Object.entries(fields).map(([name, field]) => [`${section}.${name}`, field] as const),
    ),
  ];
  return paths.map(([path, field]) => {
    const value = valueAt(experiment, path);
    const isDefault = isDeepStrictEqual(value, field.default);
    // What others decide, such as the number of replicas, is no choice of its own.
    const fallback = isDefault ? field.default : valueAt(settleExperiment(without(experiment, path)), path);
    const differs = !ownFields.includes(path) && !isDefault && !isDeepStrictEqual(value, fallback);
    return { path, value: JSON.stringify(value), fallback: JSON.stringify(fallback), differs, doc: field.doc };
  });
}

/** Fields that stand in two places and agree: the second is left out with the first. */
const twins: Readonly<Record<string, string>> = {
  'training.gradient_accumulation_steps': 'ipu_config.gradient_accumulation_steps',
  'ipu_config.gradient_accumulation_steps': 'training.gradient_accumulation_steps',
};

function without(experiment: Experiment, path: string): PartialExperiment {
  const paths = [path, twins[path]].filter((one) => one !== undefined);
  return paths.reduce<Values>((rest, one) => {
    const [first = '', field] = one.split('.');
    const { [first]: value, ...others } = rest;
    if (field === undefined) return others;
    const { [field]: _, ...section } = value as Values;
    return { ...others, [first]: section };
  }, experiment) as PartialExperiment;
}

function valueAt(experiment: Experiment, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Values)[name], experiment);
}
