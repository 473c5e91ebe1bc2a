// A resolved experiment has everything written out; a command shall say what somebody chose. So what is as it would be by itself is
// taken out again, and of paths the last part is left: folders of one machine mean nothing to a reader. Pure.

import type { Field } from '../config/field.ts';
import { type Experiment, type PartialExperiment, rootFields, sectionFields } from '../config/fields.ts';
import { settleExperiment } from '../config/settle.ts';

/** Counts that follow from other fields unless somebody gives them. */
const counts = ['ipus_per_replica', 'replication_factor', 'inference_replication_factor'] as const;

/** The experiment without what its fields would be without it. */
export function valuesToSay(experiment: Experiment): PartialExperiment {
  const { ipu_config: ipu, training } = experiment;
  const { training: chosenTraining, ipu_config: chosenIpu, ...rest } = chosenSections(experiment);
  const withoutCounts = Object.entries(chosenIpu).filter(
    ([name]) => name !== 'gradient_accumulation_steps' && !counts.some((count) => count === name),
  );
  const values = {
    ...chosen(rootFields, experiment),
    // What it is for stands in the card itself, and groups are for whoever ran it.
    description: '',
    group: '',
    extra_args: Object.fromEntries(
      Object.entries(experiment.extra_args).map(([name, value]) => [name, withoutFolders(value)]),
    ),
    ...rest,
    training: { ...chosenTraining, gradient_accumulation_steps: training.gradient_accumulation_steps },
    ipu_config: Object.fromEntries(withoutCounts),
  } as PartialExperiment;
  const settled = settleExperiment(values).ipu_config;
  const given = counts.filter((count) => settled[count] !== ipu[count]).map((count) => [count, ipu[count]]);
  return { ...values, ipu_config: { ...values.ipu_config, ...Object.fromEntries(given) } };
}

type Sections = Record<keyof typeof sectionFields, Readonly<Record<string, unknown>>>;

function chosenSections(experiment: Experiment): Sections {
  const entries = Object.entries(sectionFields).map(([name, fields]) => {
    const own = experiment[name as keyof typeof sectionFields];
    // A named configuration has values of its own, from which a default may differ.
    const isNamed = name === 'ipu_config' && experiment.ipu_config.ipu_config_name !== null;
    return [name, isNamed ? own : chosen(fields, own)] as const;
  });
  return Object.fromEntries(entries) as Sections;
}

function chosen(fields: Readonly<Record<string, Field>>, own: object): Record<string, unknown> {
  const values = own as Readonly<Record<string, unknown>>;
  const isChosen = ([name, field]: readonly [string, Field]): boolean =>
    Object.hasOwn(values, name) && JSON.stringify(values[name]) !== JSON.stringify(field.default);
  return Object.fromEntries(
    Object.entries(fields)
      .filter(isChosen)
      .map(([name, field]) => [name, mayBePath(field) ? withoutFolders(values[name]) : values[name]]),
  );
}

function mayBePath(field: Field): boolean {
  return (
    field.type === 'string' && (field.path !== undefined || field === sectionFields.ipu_config.executable_cache_dir)
  );
}

/** Of a path that begins at the root of a disk the last part, else the value; of a list each. */
export function withoutFolders(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFolders);
  return typeof value === 'string' && /^(?:[A-Za-z]:)?[\\/]/.test(value) ? lastPart(value) : value;
}

/** The last part of a path of any system. */
export function lastPart(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/^[^]*[\\/]/, '');
}
