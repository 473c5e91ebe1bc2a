// Whether a layout can be placed at all, and what is wrong if not. Where things come to lie is placement.ts's business.

import type { AppError } from '../../shared/errors.ts';
import { blocksSumWrong, layersEntryWrong, layersListLengthWrong, layersSumWrong, pipelineTooLong } from './errors.ts';
import type { BlocksOnIpu, PlanInput } from './plan-input.ts';
import { longestPipeline } from './settle.ts';

type PlaceInput = Pick<PlanInput, 'mode' | 'model' | 'blocksPerIpu' | 'training' | 'inference'>;

/** Half layers are given for what is planned; evaluation after training has a layout of its own. */
export function blocksOf({ mode, blocksPerIpu }: PlaceInput, pass: PlanInput['mode']): readonly BlocksOnIpu[] | null {
  return pass === mode ? blocksPerIpu : null;
}

/** Why the layers cannot be placed in training or in inference; null if they can. The rules are those of `expandLayersPerIpu`. */
export function findPlacementFault(input: PlaceInput, pass: PlanInput['mode']): AppError | null {
  const { layersPerIpu, ipusPerReplica } = input[pass];
  const total = input.model.num_hidden_layers;
  const blocks = blocksOf(input, pass);
  const length = blocks?.length ?? ipusPerReplica;
  if (length > longestPipeline) return pipelineTooLong(length, longestPipeline);
  if (blocks) return findBlocksFault(blocks, ipusPerReplica, total);
  if (ipusPerReplica === 1) return null;
  const wrong = layersPerIpu.find((layers) => !Number.isInteger(layers) || layers < -1);
  if (wrong !== undefined) return layersEntryWrong(layersPerIpu, wrong);
  const isShort = layersPerIpu.length === 1 && layersPerIpu[0] === -1;
  if (!isShort && layersPerIpu.length !== ipusPerReplica) return layersListLengthWrong(layersPerIpu, ipusPerReplica);
  const rest = layersPerIpu.reduce((left, layers) => left - Math.max(0, layers), total);
  return rest < 0 || (rest > 0 && !layersPerIpu.includes(-1)) ? layersSumWrong(layersPerIpu, total) : null;
}

function findBlocksFault(blocks: readonly BlocksOnIpu[], ipusPerReplica: number, total: number): AppError | null {
  const counts = blocks.flatMap(({ attention, feedForward }) => [attention, feedForward]);
  const sumOf = (kind: keyof BlocksOnIpu): number => blocks.reduce((sum, block) => sum + block[kind], 0);
  const isWhole = counts.every((count) => Number.isInteger(count) && count >= 0);
  const fits = blocks.length === ipusPerReplica && sumOf('attention') === total && sumOf('feedForward') === total;
  const sums = { ipus: blocks.length, attention: sumOf('attention'), feedForward: sumOf('feedForward') };
  return isWhole && fits ? null : blocksSumWrong(sums, ipusPerReplica, total);
}
