// Fills in defaults and settles the two counts that may be given in more than one way. Pure; paths and name are not
// its business (resolve.ts).

import type { Field } from './field.ts';
import { type Experiment, type PartialExperiment, rootFields, type SectionName, sectionFields } from './fields.ts';

/** Every field with a value: the file's or the default; gradient accumulation and IPU count settled, paths untouched. */
export function settleExperiment(values: PartialExperiment): Experiment {
  const sections = Object.fromEntries(
    Object.entries(sectionFields).map(([name, fields]) => [name, fillIn(fields, values[name as SectionName])]),
  );
  const filled = { ...fillIn(rootFields, values), ...sections } as unknown as Unsettled;
  const { training, ipu_config: ipu } = filled;
  const steps = training.gradient_accumulation_steps ?? ipu.gradient_accumulation_steps;
  return {
    ...filled,
    training: { ...training, gradient_accumulation_steps: steps },
    ipu_config: {
      ...ipu,
      gradient_accumulation_steps: steps,
      ipus_per_replica: ipu.ipus_per_replica ?? ipu.layers_per_ipu.length,
    },
  };
}

type Unsettled = Omit<Experiment, 'training' | 'ipu_config'> & {
  training: Omit<Experiment['training'], 'gradient_accumulation_steps'> & {
    gradient_accumulation_steps: number | null;
  };
  ipu_config: Omit<Experiment['ipu_config'], 'ipus_per_replica'> & { ipus_per_replica: number | null };
};

function fillIn(fields: Readonly<Record<string, Field>>, values: object | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      values && Object.hasOwn(values, name) ? (values as Record<string, unknown>)[name] : field.default,
    ]),
  );
}
