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

/** An entry is no number of layers. */
export function layersEntryWrong(layersPerIpu: readonly number[], entry: number): AppError {
  return new AppError(
    'layers-entry-wrong',
    `layers_per_ipu ${list(layersPerIpu)} has the entry ${entry}, which is no number of encoder layers.`,
    'Write whole numbers from 0; -1 stands for an even share of the rest.',
  );
}

/** More IPUs in one pipeline than are planned for. */
export function pipelineTooLong(ipus: number, longest: number): AppError {
  return new AppError(
    'pipeline-too-long',
    `A replica would span ${ipus} IPUs; pipelines are planned up to ${longest}.`,
    `Write at most ${longest} in ipus_per_replica; replicas share out the rest.`,
  );
}

/** Attention and feed-forward blocks placed apart do not make up the model. */
export function blocksSumWrong(listed: number, ipusPerReplica: number, numHiddenLayers: number): AppError {
  return new AppError(
    'blocks-sum-wrong',
    `The attention and feed-forward blocks of ${listed} IPUs are not ${numHiddenLayers} each on ${ipusPerReplica} IPUs.`,
    `Give whole numbers for each of ${ipusPerReplica} IPUs that add up to ${numHiddenLayers} attention and ${numHiddenLayers} feed-forward blocks.`,
  );
}
