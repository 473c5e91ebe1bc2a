// What can be wrong with a partition of the model over IPUs, each with its remedy.

import { AppError } from '../../shared/errors.ts';
import { counted, figure } from './words.ts';

const list = (layers: readonly number[]): string => `[${layers.join(', ')}]`;

/** `layers_per_ipu` has neither one entry for each IPU nor is it `[-1]`. */
export function layersListLengthWrong(layersPerIpu: readonly number[], ipusPerReplica: number): AppError {
  return new AppError(
    'layers-list-length-wrong',
    `layers_per_ipu ${list(layersPerIpu)} has ${counted(layersPerIpu.length, 'entry', 'entries')}, but ipus_per_replica is ${ipusPerReplica}.`,
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
    `layers_per_ipu ${list(layersPerIpu)} ${places} ${counted(sum, 'encoder layer')}, but the model has ${numHiddenLayers}.`,
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
    `A replica would span ${counted(ipus, 'IPU')}; pipelines are planned up to ${longest}.`,
    `Write at most ${longest} in ipus_per_replica; replicas share out the rest.`,
  );
}

/** Attention and feed-forward blocks placed apart do not make up the model; `sums` are those that are listed. */
export function blocksSumWrong(
  sums: { readonly ipus: number; readonly attention: number; readonly feedForward: number },
  ipusPerReplica: number,
  numHiddenLayers: number,
): AppError {
  const blocks = counted(numHiddenLayers, 'attention block');
  return new AppError(
    'blocks-sum-wrong',
    `The list has ${counted(sums.attention, 'attention block')} and ${figure(sums.feedForward)} feed-forward on ${counted(sums.ipus, 'IPU')}, but the model has ${figure(numHiddenLayers)} of each and a replica ${counted(ipusPerReplica, 'IPU')}.`,
    `Give whole numbers for ${ipusPerReplica === 1 ? 'the one IPU' : `each of the ${figure(ipusPerReplica)} IPUs`} that add up to ${blocks} and ${figure(numHiddenLayers)} feed-forward.`,
  );
}
