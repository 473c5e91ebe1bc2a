// Rules across the entries of one IPUConfig, as far as they hold for any model: those of plans (rules.ts), asked without one.

import { bertBaseUncased } from '../../model/config.ts';
import type { PlanInput } from '../plan-input.ts';
import { checkConfiguration } from '../rules.ts';
import type { IpuConfigFamily } from './family.ts';
import { type IpuConfigValues, layoutsOf } from './layouts.ts';

/** Something that is wrong with an ipu_config.json, or that its version does not do. */
export interface IpuConfigFinding {
  /** `error`: the version refuses it, or fails over it. `warning`: it does not do what it says. */
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: string;
  /** The entry, such as `layers_per_ipu`. */
  readonly field: string;
  readonly message: string;
  readonly hint: string;
}

const ofEntriesAlone: ReadonlySet<string> = new Set([
  'layers-entry-wrong',
  'layers-list-length-wrong',
  'matmul-list-length-wrong',
  'matmul-proportion-whole',
  'pipeline-not-filled',
  'pipeline-too-long',
  'inference-pipeline-not-filled',
  'sharding-without-replicas',
  'wildcard-unknown',
]);

/** What the entries say against each other. */
export function crossCheck(values: IpuConfigValues, family: IpuConfigFamily): IpuConfigFinding[] {
  return checkConfiguration(probe(values, family))
    .filter(({ code }) => ofEntriesAlone.has(code) || (code.includes('-splits-') && !code.endsWith('-not-read')))
    .map(({ severity, code, message, hint, fields }) => ({
      // The command line may still say more micro-batches.
      severity: code === 'pipeline-not-filled' ? 'warning' : severity,
      code,
      field: ownField(fields, message),
      message,
      hint,
    }));
}

// The entry that the message names; a rule knows it by its place in an experiment file.
function ownField(fields: readonly string[], message: string): string {
  const names = fields.map((field) => field.slice(field.indexOf('.') + 1));
  return names.find((name) => message.includes(name)) ?? names[0] ?? '';
}

function probe(values: IpuConfigValues, family: IpuConfigFamily): PlanInput {
  const steps = values['gradient_accumulation_steps'];
  return {
    ...layoutsOf(values, family),
    mode: 'training',
    // The task whose head has a product with the vocabulary.
    task: 'pretraining',
    model: bertBaseUncased,
    chip: 'gc200',
    podIpus: null,
    sequenceLength: 128,
    sequencesPerPack: 1,
    microBatchSize: 1,
    evalMicroBatchSize: 1,
    gradientAccumulationSteps: typeof steps === 'number' ? steps : 1,
    blocksPerIpu: null,
    optimizer: 'adamw',
    optimizerStateOffchip: false,
    replicatedTensorSharding: values['replicated_tensor_sharding'] === true,
    recomputeCheckpointEveryLayer: false,
    enableHalfPartials: true,
    stashBytesPerElement: 2,
    untiedProjection: false,
    trainSamples: null,
    evalSamples: null,
    epochs: 1,
    maxSteps: null,
    dataloaderNumWorkers: 0,
    dataloaderMode: 'sync',
    pricePerIpuHour: null,
    family,
  };
}
