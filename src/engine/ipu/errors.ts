// What can be wrong with a partition of the model over IPUs, each with its remedy.

import { AppError } from '../../shared/errors.ts';

const list = (layers: readonly number[]): string => `[${layers.join(', ')}]`;

/** `layers_per_ipu` has neither one entry for each IPU nor is it `[-1]`. */
export function layersListLengthWrong(layersPerIpu: readonly number[], ipusPerReplica: number): AppError {
  return new AppError(
    'layers-list-length-wrong',
    `layers_per_ipu ${list(layersPerIpu)} has ${layersPerIpu.length} entries, but ipus_per_replica is ${ipusPerReplica}.`,
    'Write one entry for each IPU, or leave ipus_per_replica out.',
  );
}

/** The entries do not add up to the model's encoder layers. */
export function layersSumWrong(layersPerIpu: readonly number[], numHiddenLayers: number): AppError {
  const fixed = layersPerIpu.filter((layers) => layers !== -1);
  const sum = fixed.reduce((total, layers) => total + layers, 0);
  const places = fixed.length === layersPerIpu.length ? 'places' : 'places at least';
  return new AppError(
    'layers-sum-wrong',
    `layers_per_ipu ${list(layersPerIpu)} ${places} ${sum} encoder layers, but the model has ${numHiddenLayers}.`,
    `Write entries that add up to ${numHiddenLayers}; -1 stands for an even share of the rest.`,
  );
}
