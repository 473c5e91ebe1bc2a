// An experiment → what its plan follows from, with everything derived as optimum-graphcore derives it. Pure: samples are
// counted elsewhere, and a model that is not there has been looked up by its name (known-models.ts).

import { countInferenceIpus, inferenceLayers, inferenceMatmulProportion } from '../engine/ipu/ipu-config/derive.ts';
import type { Layout, PlanInput, PlannedModel } from '../engine/ipu/plan-input.ts';
import { bertBaseUncased } from '../engine/model/config.ts';
import type { Experiment } from './fields.ts';
import { knownModel } from './known-models.ts';

/** Sequences of the data before packing; null: not counted. */
export interface SampleCounts {
  readonly train: number | null;
  readonly eval: number | null;
}

/** What the plan of an experiment follows from. An experiment that only evaluates is planned for inference. */
export function planInputOf(experiment: Experiment, samples?: SampleCounts): PlanInput {
  const { task, data, training, ipu_config: ipu, plan } = experiment;
  const packs = (sequences: number | null = null): number | null =>
    sequences === null ? null : Math.ceil(sequences / plan.sequences_per_pack);
  return {
    mode: training.do_train ? 'training' : 'inference',
    task,
    model: plannedModel(experiment),
    chip: plan.chip,
    podIpus: ipu.n_ipu ?? podIpusOf(ipu.pod_type),
    sequenceLength: data.max_seq_length,
    sequencesPerPack: plan.sequences_per_pack,
    microBatchSize: training.per_device_train_batch_size,
    evalMicroBatchSize: training.per_device_eval_batch_size,
    gradientAccumulationSteps: training.gradient_accumulation_steps,
    training: trainingLayout(experiment),
    inference: plan.optimum_graphcore === '0.6.1' ? inferenceLayout(experiment) : sharedLayout(experiment),
    blocksPerIpu: null,
    optimizer: training.lamb || training.lamb_no_bias_correction ? 'lamb' : 'adamw',
    optimizerStateOffchip: ipu.optimizer_state_offchip,
    replicatedTensorSharding: ipu.replicated_tensor_sharding,
    recomputeCheckpointEveryLayer: ipu.recompute_checkpoint_every_layer,
    enableHalfPartials: ipu.enable_half_partials,
    stashBytesPerElement: 2,
    untiedProjection: false,
    trainSamples: packs(samples?.train),
    evalSamples: packs(samples?.eval),
    epochs: training.num_train_epochs,
    maxSteps: training.max_steps > 0 ? training.max_steps : null,
    dataloaderNumWorkers: training.dataloader_num_workers,
    dataloaderMode: training.dataloader_mode,
    pricePerIpuHour: plan.price_per_ipu_hour,
    family: plan.optimum_graphcore,
  };
}

/** IPUs of a machine called such as `pod16` or `bow-pod64`; null if the name says none. */
export function podIpusOf(podType: string | null): number | null {
  const digits = /^(?:bow[-_ ]?)?(?:ipu[-_ ]?)?pod[-_ ]?(\d{1,4})$/i.exec(podType?.trim() ?? '')?.[1];
  return digits === undefined || Number(digits) < 1 ? null : Number(digits);
}

function plannedModel({ model }: Experiment): PlannedModel {
  const published = knownModel(model.model_name_or_path ?? '');
  return {
    vocab_size: model.vocab_size ?? published?.vocab_size ?? bertBaseUncased.vocab_size,
    hidden_size: model.hidden_size,
    num_hidden_layers: model.num_hidden_layers,
    num_attention_heads: model.num_attention_heads,
    intermediate_size: model.intermediate_size,
    max_position_embeddings: model.max_position_embeddings,
    type_vocab_size: bertBaseUncased.type_vocab_size,
  };
}

function trainingLayout({ ipu_config: ipu }: Experiment): Layout {
  return {
    layersPerIpu: ipu.layers_per_ipu,
    ipusPerReplica: ipu.ipus_per_replica,
    replicationFactor: ipu.replication_factor,
    matmulProportion: ipu.matmul_proportion,
    embeddingSerializationFactor: ipu.embedding_serialization_factor,
    embeddingSplitsPerIpu: ipu.serialized_embedding_splits_per_ipu,
    projectionSerializationFactor: ipu.projection_serialization_factor,
    projectionSplitsPerIpu: ipu.serialized_projection_splits_per_ipu,
    deviceIterations: ipu.device_iterations,
  };
}

function inferenceLayout({ ipu_config: ipu }: Experiment): Layout {
  return {
    layersPerIpu: inferenceLayers(ipu),
    ipusPerReplica: countInferenceIpus(ipu),
    replicationFactor: ipu.inference_replication_factor,
    matmulProportion: inferenceMatmulProportion(ipu),
    embeddingSerializationFactor: ipu.inference_embedding_serialization_factor ?? 1,
    embeddingSplitsPerIpu: ipu.inference_serialized_embedding_splits_per_ipu,
    projectionSerializationFactor: ipu.inference_projection_serialization_factor ?? 1,
    projectionSplitsPerIpu: ipu.inference_serialized_projection_splits_per_ipu,
    deviceIterations: ipu.inference_device_iterations,
  };
}

// Up to v0.6.0 evaluation has the layout of training but for replicas and iterations.
function sharedLayout(experiment: Experiment): Layout {
  const { ipu_config: ipu } = experiment;
  return {
    ...trainingLayout(experiment),
    replicationFactor: ipu.inference_replication_factor,
    deviceIterations: ipu.inference_device_iterations,
  };
}
