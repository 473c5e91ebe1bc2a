// Fills in defaults and settles the counts that may be given in more than one way. Pure; paths and name are not
// its business (resolve.ts).

import { countInferenceIpus, replicasOn } from '../engine/ipu/ipu-config/derive.ts';
import type { Field } from './field.ts';
import { type Experiment, type PartialExperiment, rootFields, type SectionName, sectionFields } from './fields.ts';

/** Every field with a value: the file's or the default; gradient accumulation, IPUs and replicas settled, paths untouched. */
export function settleExperiment(values: PartialExperiment): Experiment {
  const sections = Object.fromEntries(
    Object.entries(sectionFields).map(([name, fields]) => [name, fillIn(fields, values[name as SectionName])]),
  );
  const filled = { ...fillIn(rootFields, values), ...sections } as unknown as Unsettled;
  const { training, ipu_config: ipu } = filled;
  const steps = training.gradient_accumulation_steps ?? ipu.gradient_accumulation_steps;
  const ipus = ipu.ipus_per_replica ?? ipu.layers_per_ipu.length;
  return {
    ...filled,
    training: { ...training, gradient_accumulation_steps: steps },
    ipu_config: {
      ...ipu,
      gradient_accumulation_steps: steps,
      ipus_per_replica: ipus,
      replication_factor: ipu.replication_factor ?? countReplicas(ipu.n_ipu, ipus),
      inference_replication_factor:
        ipu.inference_replication_factor ??
        countReplicas(ipu.n_ipu, countInferenceIpus({ ...ipu, ipus_per_replica: ipus })),
    },
  };
}

// A machine too small for one replica is a fault that rules report; what runs here still is one replica.
function countReplicas(ipus: number | null, ipusPerReplica: number): number {
  return ipus === null ? 1 : Math.max(1, replicasOn(ipus, ipusPerReplica));
}

type Unsettled = Omit<Experiment, 'training' | 'ipu_config'> & {
  training: Omit<Experiment['training'], 'gradient_accumulation_steps'> & {
    gradient_accumulation_steps: number | null;
  };
  ipu_config: Omit<Experiment['ipu_config'], Counted> & Record<Counted, number | null>;
};

type Counted = 'ipus_per_replica' | 'replication_factor' | 'inference_replication_factor';

function fillIn(fields: Readonly<Record<string, Field>>, values: object | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      values && Object.hasOwn(values, name) ? (values as Record<string, unknown>)[name] : field.default,
    ]),
  );
}
