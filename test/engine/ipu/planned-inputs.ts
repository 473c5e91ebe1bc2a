// Configurations made by a seeded generator: ordinary ones and odd ones (IPUs without layers, one token, 256 IPUs, huge
// vocabularies, heads that do not divide the width), all of which can be placed.

import type { Layout, PlanInput, PlannedTask } from '../../../src/engine/ipu/plan-input.ts';
import { chips } from '../../../src/shared/plan.ts';
import { createRandom, type Random } from '../../support/random.ts';

const tasks: readonly PlannedTask[] = [
  'question-answering',
  'sequence-classification',
  'token-classification',
  'multiple-choice',
  'pretraining',
];

/** `count` of them; the same seed gives the same. */
export function inputsOf(seed: number, count: number): PlanInput[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => inputOf(random));
}

function inputOf(random: Random): PlanInput {
  const layers = random.pick([0, 1, 3, 6, 12, 12, 24, 24, 48]);
  const training = layoutOf(random, layers);
  const size = training.ipusPerReplica;
  return {
    mode: random.pick(['training', 'training', 'inference']),
    task: random.pick(tasks),
    model: {
      vocab_size: random.pick([1, 100, 30_522, 30_522, 50_265, 250_112, 10_000_000]),
      hidden_size: random.pick([1, 128, 768, 768, 1024, 1024, 4096]),
      num_hidden_layers: layers,
      num_attention_heads: random.pick([1, 7, 12, 16]),
      intermediate_size: random.pick([1, 3072, 4096, 16_384]),
      max_position_embeddings: random.pick([1, 512, 8192]),
      type_vocab_size: random.pick([0, 2]),
    },
    chip: random.pick(chips),
    podIpus: null,
    sequenceLength: random.pick([1, 77.4, 128, 384, 512, 8192]),
    sequencesPerPack: 1,
    microBatchSize: random.pick([1, 1, 2, 8, 64]),
    evalMicroBatchSize: random.pick([1, 2, 16]),
    gradientAccumulationSteps: random.pick([1, 16, 512]),
    training,
    inference: layoutOf(random, layers),
    blocksPerIpu: random.next() < 0.15 ? blocksOf(random, layers, size) : null,
    optimizer: random.pick(['adamw', 'lamb']),
    optimizerStateOffchip: random.next() < 0.5,
    replicatedTensorSharding: random.next() < 0.5,
    recomputeCheckpointEveryLayer: random.next() < 0.7,
    enableHalfPartials: random.next() < 0.7,
    stashBytesPerElement: random.pick([1, 2, 2]),
    untiedProjection: random.next() < 0.3,
    trainSamples: null,
    evalSamples: null,
    epochs: 1,
    maxSteps: null,
    dataloaderNumWorkers: 0,
    dataloaderMode: 'sync',
    pricePerIpuHour: null,
  };
}

function layoutOf(random: Random, layers: number): Layout {
  const ipus = random.pick([1, 2, 4, 4, 4, 8, 16, 256]);
  const splits = (): number[] | null =>
    random.next() < 0.3 ? Array.from({ length: ipus }, (_, ipu) => (ipu < 2 ? 1 + random.below(4) : 0)) : null;
  return {
    layersPerIpu: random.next() < 0.3 ? [-1] : spread(random, layers, ipus),
    ipusPerReplica: ipus,
    replicationFactor: random.pick([1, 1, 2, 4, 16]),
    matmulProportion:
      random.next() < 0.5 ? random.pick([0, 0.05, 0.2, 0.6, 1]) : Array.from({ length: ipus }, () => random.next()),
    embeddingSerializationFactor: random.pick([1, 1, 2, 6, 1000]),
    embeddingSplitsPerIpu: splits(),
    projectionSerializationFactor: random.pick([1, 1, 4]),
    projectionSplitsPerIpu: splits(),
    deviceIterations: random.pick([1, 16]),
  };
}

function blocksOf(random: Random, layers: number, ipus: number) {
  const attention = spread(random, layers, ipus);
  return spread(random, layers, ipus).map((feedForward, ipu) => ({ attention: attention[ipu] ?? 0, feedForward }));
}

/** `total` over `places`, at random: some get none. */
function spread(random: Random, total: number, places: number): number[] {
  const counts = new Array<number>(places).fill(0);
  for (let left = total; left > 0; left--) counts[random.below(places)]! += 1;
  return counts;
}
