// What a rule of IPUConfig says of a configuration, and which values it says it of.

import type { PlanWarning } from '../../../shared/plan.ts';
import type { Layout, PlanInput } from '../plan-input.ts';

/** A broken rule, or something worth knowing: a plan's warning before its remedies are worked out. */
export interface ConfigurationFinding extends Omit<PlanWarning, 'remedies'> {
  /** All fields that the rule looked at: where one of them is not known, it says nothing of the file. */
  readonly needs: readonly string[];
}

/** One rule; `undefined` if it is kept. It gets any numbers at all and must not throw. */
export type Rule = (input: PlanInput) => ConfigurationFinding | undefined;

/** A rule of training's layout and of evaluation's. */
export type LayoutRule = (input: PlanInput, pass: PlanInput['mode']) => ConfigurationFinding | undefined;

/** What a layout's figures are called, and where they are written. */
export interface Names {
  /** `layers_per_ipu`, or `inference_layers_per_ipu` where evaluation has figures of its own. */
  readonly name: string;
  readonly fields: readonly string[];
}

/** The name of a layout's figure. Evaluation takes over training's where it is not given its own. */
export function namesOf(input: PlanInput, pass: PlanInput['mode'], key: keyof Layout, field: string): Names {
  if (pass === 'training') return { name: field, fields: [`ipu_config.${field}`] };
  const isOwn = JSON.stringify(input.inference[key]) !== JSON.stringify(input.training[key]);
  const own = `inference_${field}`;
  return { name: isOwn ? own : field, fields: [`ipu_config.${own}`, `ipu_config.${field}`] };
}

/** Whether the figure is one that can be counted with: a whole number from 1. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

/** Field names that stand for the IPUs of a replica. */
export const replicaFields = ['ipu_config.layers_per_ipu', 'ipu_config.ipus_per_replica'] as const;

/** The same in evaluation, which is derived from training's. */
const inferenceReplicaFields = [
  ...replicaFields,
  'ipu_config.inference_layers_per_ipu',
  'ipu_config.inference_ipus_per_replica',
] as const;

/** The fields that decide how many IPUs a replica of `pass` spans. */
export function ipusFields(pass: PlanInput['mode']): readonly string[] {
  return pass === 'training' ? replicaFields : inferenceReplicaFields;
}
