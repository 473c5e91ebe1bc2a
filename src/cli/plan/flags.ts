// The options of `ipuw plan` that describe a configuration, alone or on top of an experiment file's.

import { knownModel, knownModelNames } from '../../config/known-models.ts';
import type { SampleCounts } from '../../config/plan-input.ts';
import type { Layout, PlanInput, PlannedModel } from '../../engine/ipu/plan-input.ts';
import { chips } from '../../shared/plan.ts';
import type { Input, Option } from '../command.ts';
import { modelUnknown } from '../errors.ts';
import { readBlocks, readChoice, readNumber, readSwitch, readWhole } from './flag-values.ts';
import { applyLayouts } from './layouts.ts';

/** Tasks by their names in experiment files. */
const tasks = [
  'question-answering',
  'sequence-classification',
  'token-classification',
  'multiple-choice',
  'pretraining',
] as const;
const loaderModes = ['sync', 'async', 'async_rebatched'] as const;

/** The options, by what they are about. All may be left out; with a file they replace its values. */
export const planFlags = {
  model: { value: 'NAME', doc: 'Model, such as bert-large-uncased; needed without FILE.' },
  task: { value: 'TASK', doc: 'As in experiment files, such as pretraining. Default: question-answering.' },
  'seq-len': { value: 'N', doc: 'Tokens of a sequence, padding included. Default: 384.' },
  'packing-factor': { value: 'X', doc: 'Sequences in one row of that length on average. Default: 1, no packing.' },
  inference: { doc: 'Plan inference instead of training; the layout below is then that of inference.' },
  chip: { value: 'CHIP', doc: `One of ${chips.join(', ')}. Default: gc200.` },
  'n-ipu': { value: 'N', doc: 'IPUs that are there. Default: as many as are used.' },
  'layers-per-ipu': {
    value: 'LIST',
    doc: 'Such as 3,7,7,7; -1 is an even share. Default: -1, in inference all on one IPU.',
  },
  'ipus-per-replica': { value: 'N', doc: 'IPUs of one copy. Default: as many as the list has entries; 4 for -1.' },
  'blocks-per-ipu': {
    value: 'LIST',
    doc: 'Attention and feed-forward blocks placed apart, such as 4/5,7/6,6/7,7/6.',
  },
  replicas: { value: 'N', doc: 'Data-parallel copies. Default: as many as fit on --n-ipu, otherwise 1.' },
  'micro-batch': { value: 'N', doc: 'Sequences (packs) that pass through a replica at a time. Default: 1.' },
  ga: { value: 'N', doc: 'Gradient accumulation steps. Default: 16.' },
  'device-iterations': { value: 'N', doc: 'Weight updates of one call from the host. Default: 1.' },
  'inference-layers-per-ipu': { value: 'LIST', doc: 'Layout of evaluation. Default: as in training.' },
  'inference-replicas': { value: 'N', doc: 'Copies for evaluation. Default: as many as fit on the same IPUs.' },
  'inference-device-iterations': { value: 'N', doc: 'Micro-batches of one evaluation call. Default: 1.' },
  'eval-batch': { value: 'N', doc: 'Micro-batch of evaluation. Default: that of training.' },
  'matmul-proportion': { value: 'LIST', doc: 'Memory share for temporaries, one or one for each IPU. Default: 0.2.' },
  'embedding-serialization-factor': { value: 'N', doc: 'Parts of the embedding look-up. Default: 1.' },
  'projection-serialization-factor': { value: 'N', doc: 'Parts of the vocabulary projection. Default: 1.' },
  'untied-projection': { doc: 'The vocabulary projection has weights of its own, on the last IPU.' },
  offchip: { doc: 'Keep the optimizer state off the chip. Default: on it.' },
  onchip: { doc: 'Keep it on the chip, whatever FILE says.' },
  rts: {
    doc: 'Share the optimizer state over the replicas (replicated_tensor_sharding). The default without FILE.',
  },
  'no-rts': { doc: 'Keep all of it on each replica.' },
  recompute: { doc: 'Keep the input of every layer (recompute_checkpoint_every_layer). The default without FILE.' },
  'no-recompute': { doc: 'Keep only the input of every IPU.' },
  'float8-stash': { doc: 'Keep waiting activations in 8-bit floats.' },
  'float-partials': { doc: 'Accumulate matrix products in 32 bits.' },
  lamb: { doc: 'Train with LAMB. The default in pre-training.' },
  adamw: { doc: 'Train with AdamW. The default otherwise.' },
  workers: { value: 'N', doc: 'Loader processes of the host. Default: 64.' },
  'dataloader-mode': { value: 'MODE', doc: `One of ${loaderModes.join(', ')}. Default: async.` },
  samples: { value: 'N', doc: 'Sequences of the training data. Default: not known; with FILE they are counted.' },
  'eval-samples': { value: 'N', doc: 'Sequences of the evaluation data, likewise.' },
  epochs: { value: 'X', doc: 'Passes over the training data. Default: 3.' },
  'max-steps': { value: 'N', doc: 'Stop after so many weight updates. Default: as the epochs say.' },
  'price-per-ipu-hour': { value: 'X', doc: 'In whatever currency. Default: none, and then no cost is given.' },
} as const satisfies Readonly<Record<string, Option>>;

/** The geometry that `--model` names. Throws an AppError if it is not a published model. */
export function readModel(args: Input): PlannedModel | undefined {
  const name = args.text('model');
  if (name === undefined) return undefined;
  const model = knownModel(name);
  if (model === undefined) throw modelUnknown(name, knownModelNames);
  return model;
}

/** What the options alone describe. Defaults are those of the help. */
export function planInputOfFlags(model: PlannedModel, args: Input): PlanInput {
  const isInference = args.isSet('inference');
  const task = readChoice(args, 'task', tasks) ?? 'question-answering';
  const layout: Layout = {
    layersPerIpu: [-1],
    ipusPerReplica: isInference ? 1 : Math.min(4, readWhole(args, 'n-ipu', 1) ?? 4),
    replicationFactor: 1,
    matmulProportion: 0.2,
    embeddingSerializationFactor: 1,
    embeddingSplitsPerIpu: null,
    projectionSerializationFactor: 1,
    projectionSplitsPerIpu: null,
    deviceIterations: 1,
  };
  const base: PlanInput = {
    mode: 'training',
    task,
    model,
    chip: 'gc200',
    podIpus: null,
    sequenceLength: 384,
    sequencesPerPack: 1,
    microBatchSize: 1,
    evalMicroBatchSize: readWhole(args, 'micro-batch', 1) ?? 1,
    gradientAccumulationSteps: isInference ? 1 : 16,
    training: layout,
    inference: layout,
    blocksPerIpu: null,
    optimizer: task === 'pretraining' ? 'lamb' : 'adamw',
    optimizerStateOffchip: false,
    replicatedTensorSharding: false,
    // As in all of Graphcore's published configurations.
    recomputeCheckpointEveryLayer: true,
    enableHalfPartials: true,
    stashBytesPerElement: 2,
    untiedProjection: false,
    trainSamples: null,
    evalSamples: null,
    epochs: 3,
    maxSteps: null,
    dataloaderNumWorkers: 64,
    dataloaderMode: 'async',
    pricePerIpuHour: null,
  };
  const input = applyFlags(base, args);
  // As published as well; with one replica there is nothing to share.
  const shares = readSwitch(args, 'rts', 'no-rts', input.training.replicationFactor > 1);
  return { ...input, replicatedTensorSharding: shares };
}

/** `base` with what the options say in place of its values; sample counts are left to `applySamples`. */
export function applyFlags(base: PlanInput, args: Input): PlanInput {
  const mode = args.isSet('inference') ? 'inference' : base.mode;
  const blocks = readBlocks(args, 'blocks-per-ipu');
  return {
    ...base,
    mode,
    task: readChoice(args, 'task', tasks) ?? base.task,
    model: readModel(args) ?? base.model,
    chip: readChoice(args, 'chip', chips) ?? base.chip,
    podIpus: readWhole(args, 'n-ipu', 1) ?? base.podIpus,
    ...applyLayouts(base, mode, args),
    blocksPerIpu: blocks ?? (args.isSet('layers-per-ipu') ? null : base.blocksPerIpu),
    ...applyBatch(base, mode, args),
    ...applySwitches(base, args),
    ...applySchedule(base, args),
  };
}

function applyBatch(base: PlanInput, mode: PlanInput['mode'], args: Input) {
  const microBatch = readWhole(args, 'micro-batch', 1);
  const evalBatch = readWhole(args, 'eval-batch', 1) ?? (mode === 'inference' ? microBatch : undefined);
  return {
    sequenceLength: readWhole(args, 'seq-len', 1) ?? base.sequenceLength,
    sequencesPerPack: readNumber(args, 'packing-factor', 1) ?? base.sequencesPerPack,
    microBatchSize: microBatch ?? base.microBatchSize,
    evalMicroBatchSize: evalBatch ?? base.evalMicroBatchSize,
    gradientAccumulationSteps: readWhole(args, 'ga', 1) ?? base.gradientAccumulationSteps,
  } satisfies Partial<PlanInput>;
}

function applySwitches(base: PlanInput, args: Input) {
  return {
    optimizer: readSwitch(args, 'lamb', 'adamw', base.optimizer === 'lamb') ? 'lamb' : 'adamw',
    optimizerStateOffchip: readSwitch(args, 'offchip', 'onchip', base.optimizerStateOffchip),
    replicatedTensorSharding: readSwitch(args, 'rts', 'no-rts', base.replicatedTensorSharding),
    recomputeCheckpointEveryLayer: readSwitch(args, 'recompute', 'no-recompute', base.recomputeCheckpointEveryLayer),
    enableHalfPartials: !args.isSet('float-partials') && base.enableHalfPartials,
    stashBytesPerElement: args.isSet('float8-stash') ? 1 : base.stashBytesPerElement,
    untiedProjection: args.isSet('untied-projection') || base.untiedProjection,
  } satisfies Partial<PlanInput>;
}

function applySchedule(base: PlanInput, args: Input) {
  return {
    epochs: readNumber(args, 'epochs', 0, true) ?? base.epochs,
    maxSteps: readWhole(args, 'max-steps', 1) ?? base.maxSteps,
    dataloaderNumWorkers: readWhole(args, 'workers', 0) ?? base.dataloaderNumWorkers,
    dataloaderMode: readChoice(args, 'dataloader-mode', loaderModes) ?? base.dataloaderMode,
    pricePerIpuHour: readNumber(args, 'price-per-ipu-hour', 0) ?? base.pricePerIpuHour,
  } satisfies Partial<PlanInput>;
}

/** Sequences of the data as far as known: what the options say, otherwise what was counted. */
export function applySamples(input: PlanInput, counted: SampleCounts, args: Input): PlanInput {
  const packs = (sequences: number | null): number | null =>
    sequences === null ? null : Math.ceil(sequences / input.sequencesPerPack);
  return {
    ...input,
    trainSamples: packs(readWhole(args, 'samples', 1) ?? counted.train),
    evalSamples: packs(readWhole(args, 'eval-samples', 1) ?? counted.eval),
  };
}
