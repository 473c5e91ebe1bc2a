// What the values of an IPUConfig mean: what is derived from what, and the layouts of training and evaluation.
// Source: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py, properties of v0.6.1.

import type { Layout } from '../plan-input.ts';
import { countInferenceIpus, type DerivedFrom, inferenceLayers, inferenceMatmulProportion } from './derive.ts';
import type { IpuConfigFamily } from './family.ts';
import type { ConfigValue } from './table.ts';

/** A value for each entry that the family has. */
export type IpuConfigValues = Readonly<Record<string, ConfigValue>>;

/** The values with everything that is derived filled in, as the attributes of a live IPUConfig read. */
export function resolveDerived(values: IpuConfigValues, family: IpuConfigFamily): IpuConfigValues {
  if (family === '0.5') return values;
  const from = derivedFrom(values);
  const ipus = { ipus_per_replica: from.ipus_per_replica };
  if (family === '0.6.0') return { ...values, ...ipus };
  const one = (factor: string, splits: string): IpuConfigValues =>
    values[factor] === null && values[splits] === null ? { [factor]: 1 } : {};
  return {
    ...values,
    ...ipus,
    inference_layers_per_ipu: inferenceLayers(from),
    inference_ipus_per_replica: countInferenceIpus(from),
    inference_matmul_proportion: inferenceMatmulProportion(from),
    ...one('embedding_serialization_factor', 'serialized_embedding_splits_per_ipu'),
    ...one('inference_embedding_serialization_factor', 'inference_serialized_embedding_splits_per_ipu'),
    ...one('projection_serialization_factor', 'serialized_projection_splits_per_ipu'),
    ...one('inference_projection_serialization_factor', 'inference_serialized_projection_splits_per_ipu'),
  };
}

/** How training and evaluation are laid out. Up to v0.6.0 evaluation has the layout of training, and up to v0.5 the list alone counts the IPUs. */
export function layoutsOf(values: IpuConfigValues, family: IpuConfigFamily): { training: Layout; inference: Layout } {
  const training = layoutOf(values, '', family);
  if (family === '0.6.1') return { training, inference: layoutOf(values, 'inference_', family) };
  return {
    training,
    inference: {
      ...training,
      replicationFactor: count(values, 'inference_replication_factor'),
      deviceIterations: count(values, 'inference_device_iterations'),
    },
  };
}

function layoutOf(values: IpuConfigValues, prefix: string, family: IpuConfigFamily): Layout {
  const layers = list(values, `${prefix}layers_per_ipu`) ?? [-1];
  return {
    layersPerIpu: layers,
    ipusPerReplica: family === '0.5' ? layers.length : count(values, `${prefix}ipus_per_replica`),
    replicationFactor: count(values, `${prefix}replication_factor`),
    matmulProportion: share(values, `${prefix}matmul_proportion`) ?? 0.2,
    embeddingSerializationFactor: count(values, `${prefix}embedding_serialization_factor`),
    embeddingSplitsPerIpu: list(values, `${prefix}serialized_embedding_splits_per_ipu`),
    projectionSerializationFactor: count(values, `${prefix}projection_serialization_factor`),
    projectionSplitsPerIpu: list(values, `${prefix}serialized_projection_splits_per_ipu`),
    deviceIterations: count(values, `${prefix}device_iterations`),
  };
}

function derivedFrom(values: IpuConfigValues): DerivedFrom {
  const layers = list(values, 'layers_per_ipu') ?? [-1];
  const given = (name: string): number | null => (typeof values[name] === 'number' ? count(values, name) : null);
  return {
    layers_per_ipu: layers,
    ipus_per_replica: given('ipus_per_replica') ?? layers.length,
    inference_layers_per_ipu: list(values, 'inference_layers_per_ipu'),
    inference_ipus_per_replica: given('inference_ipus_per_replica'),
    matmul_proportion: share(values, 'matmul_proportion') ?? 0.2,
    inference_matmul_proportion: share(values, 'inference_matmul_proportion'),
  };
}

function count(values: IpuConfigValues, name: string): number {
  const value = values[name];
  return typeof value === 'number' ? Math.max(1, value) : 1;
}

function list(values: IpuConfigValues, name: string): readonly number[] | null {
  const value = values[name];
  return Array.isArray(value) ? (value as readonly number[]) : null;
}

function share(values: IpuConfigValues, name: string): number | readonly number[] | null {
  const value = values[name];
  return typeof value === 'number' ? value : list(values, name);
}
