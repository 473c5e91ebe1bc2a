// Values → the JSON of an ipu_config.json that the family reads back as the same values.

import type { IpuConfigFamily } from './family.ts';
import { type IpuConfigValues, layoutsOf } from './layouts.ts';
import { longestPipeline } from '../settle.ts';
import { type ConfigValue, hasField, ipuConfigTable } from './table.ts';

/** The content of an ipu_config.json, names in order as optimum-graphcore saves them. */
export type IpuConfigJson = Readonly<Record<string, ConfigValue>>;

/** The JSON of all entries that the family has; what only newer versions know is left out where it says nothing. */
export function writeIpuConfig(values: IpuConfigValues, family: IpuConfigFamily): IpuConfigJson {
  const names = ipuConfigTable
    .filter((field) => hasField(field, family) && Object.hasOwn(values, field.name))
    .filter(({ name, versions, defaults }) => !versions.startsWith('v0.7.0') || values[name] !== defaults[family])
    .map(({ name }) => name)
    .sort();
  const written = Object.fromEntries(names.map((name) => [name, values[name]!]));
  return { ...written, ...spreadProportions(values, family) };
}

/** A whole number as `matmul_proportion` would fail when it is handed on; a list of it does not. */
export function spreadProportions(values: IpuConfigValues, family: IpuConfigFamily): IpuConfigJson {
  const { training, inference } = layoutsOf(values, family);
  const spread = (name: string, ipus: number): [string, ConfigValue][] => {
    const value = values[name];
    const isTrap = typeof value === 'number' && Number.isInteger(value) && ipus <= longestPipeline;
    return isTrap ? [[name, Array.from({ length: ipus }, () => value)]] : [];
  };
  return Object.fromEntries([
    ...spread('matmul_proportion', training.ipusPerReplica),
    ...(family === '0.6.1' ? spread('inference_matmul_proportion', inference.ipusPerReplica) : []),
  ]);
}
