// Takes figures that nobody can mean (not a number, negative, beyond every machine) out of a plan's input, so that the model
// can be worked out for any input at all. Says what it replaced; which values are wise is the business of rules.ts.

import type { Layout, PlanInput } from './plan-input.ts';

/** A figure that was replaced: where it is written, what stood there and what the plan takes instead. */
export interface Replacement {
  readonly field: string;
  readonly was: number;
  readonly taken: number;
  readonly range: Range;
}

/** What a figure can be. */
export interface Range {
  readonly least: number;
  readonly most: number;
  /** In place of what is not a number. */
  readonly fallback: number;
  /** Fractions are meaningful. */
  readonly fraction?: boolean;
}

type Take = (field: string, value: number, range: Range) => number;

/** The IPUs of the largest pipeline that is planned. */
export const longestPipeline = 256;

const count: Range = { least: 1, most: 1e9, fallback: 1 };
const width: Range = { least: 1, most: 1e6, fallback: 1 };
const samples: Range = { least: 0, most: 1e15, fallback: 0 };
const proportion: Range = { least: 0, most: 1, fallback: 0.2, fraction: true };

/** `input` with every figure in a range that can be computed with. Layer lists stay as they are; see `placeLayout`. */
export function settleInput(input: PlanInput): { input: PlanInput; replacements: readonly Replacement[] } {
  const replacements: Replacement[] = [];
  const take: Take = (field, value, range) => {
    const { least, most, fallback, fraction } = range;
    const near = Number.isNaN(value) ? fallback : Math.min(most, Math.max(least, value));
    const taken = fraction ? near : Math.floor(near);
    if (taken !== value) replacements.push({ field, was: value, taken, range });
    return taken;
  };
  const nullable = (field: string, value: number | null, range: Range): number | null =>
    value === null ? null : take(field, value, range);
  const settled: PlanInput = {
    ...input,
    model: settleModel(input.model, take),
    podIpus: nullable('ipu_config.n_ipu', input.podIpus, count),
    // The mean length of real sequences need not be whole.
    sequenceLength: take('data.max_seq_length', input.sequenceLength, { ...width, fraction: true }),
    sequencesPerPack: take('plan.sequences_per_pack', input.sequencesPerPack, { ...width, fraction: true }),
    microBatchSize: take('training.per_device_train_batch_size', input.microBatchSize, width),
    evalMicroBatchSize: take('training.per_device_eval_batch_size', input.evalMicroBatchSize, width),
    gradientAccumulationSteps: take('training.gradient_accumulation_steps', input.gradientAccumulationSteps, count),
    training: settleLayout(input.training, 'ipu_config.', take),
    inference: settleLayout(input.inference, 'ipu_config.inference_', take),
    stashBytesPerElement: input.stashBytesPerElement === 1 ? 1 : 2,
    trainSamples: nullable('data.max_train_samples', input.trainSamples, samples),
    evalSamples: nullable('data.max_eval_samples', input.evalSamples, samples),
    epochs: take('training.num_train_epochs', input.epochs, { least: 0, most: 1e9, fallback: 1, fraction: true }),
    maxSteps: nullable('training.max_steps', input.maxSteps, { ...samples, fallback: 1 }),
    dataloaderNumWorkers: take('training.dataloader_num_workers', input.dataloaderNumWorkers, { ...width, least: 0 }),
    pricePerIpuHour: nullable('plan.price_per_ipu_hour', input.pricePerIpuHour, { ...samples, fraction: true }),
  };
  return { input: settled, replacements };
}

function settleModel(model: PlanInput['model'], take: Take): PlanInput['model'] {
  const figure = (name: keyof PlanInput['model'], range: Range): number => take(`model.${name}`, model[name], range);
  return {
    vocab_size: figure('vocab_size', { ...count, fallback: 30522 }),
    hidden_size: figure('hidden_size', width),
    num_hidden_layers: figure('num_hidden_layers', { ...width, least: 0, most: 1e4 }),
    num_attention_heads: figure('num_attention_heads', width),
    intermediate_size: figure('intermediate_size', width),
    max_position_embeddings: figure('max_position_embeddings', width),
    type_vocab_size: figure('type_vocab_size', { ...width, least: 0 }),
  };
}

function settleLayout(layout: Layout, prefix: string, take: Take): Layout {
  const figure = (name: string, value: number): number => take(`${prefix}${name}`, value, count);
  const splits = (name: string, parts: readonly number[] | null): readonly number[] | null =>
    parts?.map((value) => take(`${prefix}${name}`, value, { ...count, least: 0, fallback: 0 })) ?? null;
  return {
    layersPerIpu: layout.layersPerIpu,
    ipusPerReplica: figure('ipus_per_replica', layout.ipusPerReplica),
    replicationFactor: figure('replication_factor', layout.replicationFactor),
    matmulProportion: settleProportions(layout, prefix, take),
    embeddingSerializationFactor: figure('embedding_serialization_factor', layout.embeddingSerializationFactor),
    embeddingSplitsPerIpu: splits('serialized_embedding_splits_per_ipu', layout.embeddingSplitsPerIpu),
    projectionSerializationFactor: figure('projection_serialization_factor', layout.projectionSerializationFactor),
    projectionSplitsPerIpu: splits('serialized_projection_splits_per_ipu', layout.projectionSplitsPerIpu),
    deviceIterations: figure('device_iterations', layout.deviceIterations),
  };
}

/** One figure, or as many as there are IPUs: too short a list goes on with its last entry (rules.ts reports its length). */
function settleProportions(
  { matmulProportion, ipusPerReplica }: Layout,
  prefix: string,
  take: Take,
): number | number[] {
  const figure = (value: number): number => take(`${prefix}matmul_proportion`, value, proportion);
  if (typeof matmulProportion === 'number') return figure(matmulProportion);
  const given = matmulProportion.slice(0, longestPipeline).map(figure);
  const ipus = Math.min(longestPipeline, Math.max(1, ipusPerReplica || 1));
  return Array.from({ length: ipus }, (_, ipu) => given[ipu] ?? given.at(-1) ?? proportion.fallback);
}
