// Which encoder layers lie on which IPU: optimum-graphcore's rules for `layers_per_ipu` and its wildcard -1.
// Not here: what the layers cost (time.ts).

import { layersListLengthWrong, layersSumWrong } from './errors.ts';

const wildcard = -1;

/**
 * Encoder layers on each IPU of a replica, in pipeline order, with every -1 replaced.
 *
 * One IPU takes all layers whatever the list says. `[-1]`, or -1 everywhere, is an even split with the remainder on the
 * last IPU; mixed lists split what the numbers leave over the -1 entries, remainder on the last of them.
 * Source: huggingface/optimum-graphcore optimum/graphcore/modeling_utils.py, `_expand_layers_per_ipu_wildcard` (v0.6.0 on).
 * Unlike there, a negative rest is an error too.
 *
 * Throws an AppError if the list has the wrong length or does not add up to the model's layers.
 */
export function expandLayersPerIpu(
  layersPerIpu: readonly number[],
  ipusPerReplica: number,
  numHiddenLayers: number,
): number[] {
  if (ipusPerReplica === 1) return [numHiddenLayers];
  const isShort = layersPerIpu.length === 1 && layersPerIpu[0] === wildcard;
  const entries = isShort ? Array.from({ length: ipusPerReplica }, () => wildcard) : layersPerIpu;
  if (entries.length !== ipusPerReplica) throw layersListLengthWrong(layersPerIpu, ipusPerReplica);
  const rest = numHiddenLayers - sum(entries.filter((layers) => layers !== wildcard));
  const wildcards = entries.filter((layers) => layers === wildcard).length;
  if (rest < 0 || (rest > 0 && wildcards === 0)) throw layersSumWrong(layersPerIpu, numHiddenLayers);
  if (wildcards === 0) return [...entries];
  const share = Math.floor(rest / wildcards);
  const lastShare = share + (rest % wildcards);
  const last = entries.lastIndexOf(wildcard);
  return entries.map((layers, ipu) => (layers !== wildcard ? layers : ipu === last ? lastShare : share));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
