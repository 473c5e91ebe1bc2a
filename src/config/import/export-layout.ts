// `ipu_config` of an experiment → the configuration that a command names, the machine, and overrides of what differs.

import type { Field } from '../field.ts';
import type { PartialExperiment } from '../fields.ts';
import { ipuConfigFields } from '../ipu-fields.ts';
import { settleExperiment } from '../settle.ts';
import { baseConfiguration } from './base.ts';
import { type Replicas, replicasOfMachine } from './machine.ts';
import type { Notices } from './notices.ts';
import { isEntry, type IpuValues, liveValues, writeOverride } from './overrides.ts';

export interface ExportedLayout {
  /** Values of flags about the machine and the configuration; null: left out on purpose. */
  readonly flags: Readonly<Record<string, string | number | null>>;
  /** `name=value` of `--ipu_config_overrides`. */
  readonly pairs: readonly string[];
  readonly ipuConfig: Readonly<Record<string, unknown>> | null;
}

const replicaFields = ['replication_factor', 'inference_replication_factor'] as const;

/** What a command says of the layout. */
export function exportLayout(values: PartialExperiment, notices: Notices): ExportedLayout {
  const own: IpuValues = values.ipu_config ?? {};
  const name = configurationOf(values);
  const base = name === undefined ? null : baseConfiguration(name);
  const machine = { n_ipu: own['n_ipu'] ?? null, pod_type: own['pod_type'] ?? null };
  const stepsAreGiven = values.training?.gradient_accumulation_steps !== undefined;
  const onMachine = differing(own, base, machine, stepsAreGiven);
  const ownReplicas = replicaFields.some((field) => Object.hasOwn(onMachine, field));
  const withoutIpus = ownReplicas && machine.n_ipu !== null;
  const changed = withoutIpus ? differing(own, base, { ...machine, n_ipu: null }, stepsAreGiven) : onMachine;
  const pairs: string[] = [];
  const unsaid: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(changed)) {
    const written = writeOverride(field, value, base);
    if ('pair' in written) pairs.push(written.pair);
    else {
      unsaid[field] = value;
      notices.add('dropped', `ipu_config.${field}`, `\`${field}\` ${JSON.stringify(value)} cannot be said by --ipu_config_overrides: ${written.why}. Write it into an ipu_config.json and name its folder as \`ipu_config_name\`.`); // prettier-ignore
    }
  }
  noteConfiguration(name, base, Object.keys(changed).length > 0, notices);
  const flags = { ...machineFlags(own, ownReplicas, notices), ...nameFlag(values, name) };
  return { flags, pairs, ipuConfig: Object.keys(unsaid).length > 0 ? { ...liveValues(base ?? {}), ...changed } : null };
}

/** The configuration that a command starts from: the one that is named, or extended, or the model's own. */
function configurationOf({ ipu_config: ipu, extends: parents = [], model }: PartialExperiment): string | undefined {
  if (typeof ipu?.ipu_config_name === 'string') return ipu.ipu_config_name;
  const names = typeof parents === 'string' ? [parents] : parents;
  const published = names.findLast((name) => baseConfiguration(name) !== null);
  const own = model?.model_name_or_path;
  return published ?? (typeof own === 'string' && baseConfiguration(own) ? own : undefined);
}

function nameFlag({ ipu_config: ipu, model }: PartialExperiment, name: string | undefined): Record<string, string> {
  // The scripts take the model's own configuration unless they are told another one.
  const isModels = (ipu?.ipu_config_name ?? null) === null && name === model?.model_name_or_path;
  return name === undefined || isModels ? {} : { ipu_config_name: name };
}

/** Entries that the experiment has otherwise than the configuration; of one that is not known, those that the file sets. */
function differing(own: IpuValues, base: IpuValues | null, machine: IpuValues, stepsAreGiven: boolean): IpuValues {
  const settle = (config: IpuValues): IpuValues =>
    settleExperiment({ ipu_config: config } as PartialExperiment).ipu_config as IpuValues;
  const [here, there] = [settle(own), settle(base ?? {})];
  const onMachine = replicasOfMachine(machineOf(own, machine));
  const entries = Object.entries<Field>(ipuConfigFields).flatMap(([name, field]): [string, unknown][] => {
    if (!isEntry(name) || (name === 'gradient_accumulation_steps' && stepsAreGiven)) return [];
    const isReplicas = replicaFields.some((each) => each === name);
    if (base === null && !isReplicas && (own[name] ?? null) === null) return [];
    const raw = (config: IpuValues): unknown => (Object.hasOwn(config, name) ? config[name] : field.default);
    const expected = isReplicas ? (onMachine?.[name as keyof Replicas] ?? there[name]) : raw(base ?? {});
    const value = isReplicas ? here[name] : raw(own);
    if (isSame(value, expected) && (base !== null || isReplicas)) return [];
    // Without a figure of its own, a list decides how many IPUs there are.
    if (name !== 'ipus_per_replica' || value !== null) return [[name, value]];
    return isSame(here[name], there[name]) ? [] : [[name, here[name]]];
  });
  return Object.fromEntries(entries);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The layout without replicas of its own, on the machine. */
function machineOf(own: IpuValues, machine: IpuValues): IpuValues {
  const { replication_factor: _, inference_replication_factor: __, ...rest } = own;
  return { ...rest, ...machine };
}

/** `--n_ipu` decides the replicas whatever the overrides say, so that it cannot stand beside others. */
function machineFlags(own: IpuValues, ownReplicas: boolean, notices: Notices): Record<string, null> {
  const { n_ipu: ipus = null } = own;
  if (ipus === null || !ownReplicas) return {};
  notices.add('dropped', 'ipu_config.n_ipu', `--n_ipu ${String(ipus)} is left out, as it would replace the replicas that the experiment has.`); // prettier-ignore
  return { n_ipu: null };
}

function noteConfiguration(
  name: string | undefined,
  base: IpuValues | null,
  hasOverrides: boolean,
  notices: Notices,
): void {
  if (base !== null || !hasOverrides) return;
  notices.add('remark', 'ipu_config_name', name === undefined
    ? 'The experiment names no IPU configuration. The script takes that of the model, if it has one; without one, write an ipu_config.json and name its folder as `ipu_config_name`.'
    : `The configuration ${JSON.stringify(name)} is none of those that the workbench knows: the overrides say all that the file sets, and the rest is as it has it.`); // prettier-ignore
}
