// What IPUConfig takes where a field is not given, by optimum-graphcore's own rules.
// Source: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py (v0.6.1 on).

/** The fields that others are derived from; null: not given. */
export interface DerivedFrom {
  readonly layers_per_ipu: readonly number[];
  readonly ipus_per_replica: number;
  readonly inference_layers_per_ipu: readonly number[] | null;
  readonly inference_ipus_per_replica: number | null;
  readonly matmul_proportion: number | readonly number[];
  readonly inference_matmul_proportion: number | readonly number[] | null;
}

/** Layers of each IPU in evaluation: those of training unless given. */
export function inferenceLayers({ inference_layers_per_ipu, layers_per_ipu }: DerivedFrom): readonly number[] {
  return inference_layers_per_ipu ?? layers_per_ipu;
}

/**
 * IPUs of a replica in evaluation: as many as the inference list has entries, if training's IPUs are counted by its list too or
 * the inference list says more than "an even split"; else training's.
 */
export function countInferenceIpus(
  fields: Omit<DerivedFrom, 'matmul_proportion' | 'inference_matmul_proportion'>,
): number {
  const { inference_ipus_per_replica: given, layers_per_ipu, ipus_per_replica } = fields;
  if (given !== null) return given;
  const layers = fields.inference_layers_per_ipu ?? layers_per_ipu;
  const isEvenSplit = layers.length === 1 && layers[0] === -1;
  return ipus_per_replica === layers_per_ipu.length || !isEvenSplit ? layers.length : ipus_per_replica;
}

/** Share of memory for matrix products in evaluation: training's, but 0.2 if that is a list for another number of IPUs. */
export function inferenceMatmulProportion(fields: DerivedFrom): number | readonly number[] {
  const { inference_matmul_proportion: given, matmul_proportion: training } = fields;
  if (given !== null) return given;
  return typeof training === 'number' || training.length === countInferenceIpus(fields) ? training : 0.2;
}

/** Replicas that a machine of so many IPUs holds: `--n_ipu`'s rule, by which too small a machine holds none. */
export function replicasOn(ipus: number, ipusPerReplica: number): number {
  return Math.floor(ipus / ipusPerReplica);
}
