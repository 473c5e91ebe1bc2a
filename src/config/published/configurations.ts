// Published IPU configurations of the BERT family, by the names that optimum-graphcore knows them by: what an experiment file may
// extend. Values are the published ones. Left out are entries that say what a default says anyhow or that are no more (a
// dictionary of replicas for each machine, which is `n_ipu` // `ipus_per_replica`; one replica; serialization by 0).

import type { PartialExperiment } from '../fields.ts';

/** A published configuration, as a part of an experiment. */
export interface PublishedConfiguration {
  readonly name: string;
  /** Where it was published, and which version of it this is. */
  readonly source: string;
  /** A few words: for which model, on how many IPUs. */
  readonly summary: string;
  readonly values: PartialExperiment;
}

type IpuConfig = NonNullable<PartialExperiment['ipu_config']>;

const list: readonly PublishedConfiguration[] = [
  published(
    'Graphcore/bert-base-ipu',
    'huggingface.co/Graphcore/bert-base-ipu, commit 0bbecd4 of July 2023',
    'BERT-base: 12 layers on 4 IPUs',
    {
      layers_per_ipu: [0, 4, 4, 4],
      ipus_per_replica: 4,
      gradient_accumulation_steps: 16,
      device_iterations: 1,
      inference_device_iterations: 5,
      matmul_proportion: 0.25,
      embedding_serialization_factor: 1,
      optimizer_state_offchip: false,
      replicated_tensor_sharding: true,
      recompute_checkpoint_every_layer: true,
      enable_half_partials: true,
      executable_cache_dir: './exe_cache',
    },
  ),
  published(
    'Graphcore/bert-large-ipu',
    'gradient-ai/Graphcore-HuggingFace, notebook at blob 1f5ebd079e, which prints the version of August 2022',
    'BERT-large: 24 layers on 4 IPUs',
    {
      layers_per_ipu: [3, 7, 7, 7],
      ipus_per_replica: 4,
      gradient_accumulation_steps: 16,
      device_iterations: 1,
      matmul_proportion: [0.15, 0.18, 0.2, 0.25],
      embedding_serialization_factor: 2,
      optimizer_state_offchip: true,
      replicated_tensor_sharding: true,
      recompute_checkpoint_every_layer: true,
      enable_half_partials: true,
      output_mode: 'final',
    },
  ),
  published(
    'Graphcore/bert-base-uncased',
    'huggingface/optimum-graphcore, notebook at blob 0ce95efbcc, which prints it',
    'BERT-base: 12 layers on 4 IPUs, pre-training with large batches',
    {
      layers_per_ipu: [0, 4, 4, 4],
      ipus_per_replica: 4,
      replication_factor: 4,
      inference_replication_factor: 4,
      gradient_accumulation_steps: 512,
      device_iterations: 1,
      inference_device_iterations: 4,
      matmul_proportion: 0.22,
      embedding_serialization_factor: 2,
      optimizer_state_offchip: false,
      replicated_tensor_sharding: true,
      recompute_checkpoint_every_layer: true,
      enable_half_partials: true,
      output_mode: 'final',
      executable_cache_dir: './exe_cache',
      seed: 42,
    },
  ),
  published(
    'Graphcore/bert-large-uncased',
    'huggingface.co/Graphcore/bert-large-uncased, ipu_config.json',
    'BERT-large: 24 layers on 4 IPUs, 16 replicas, pre-training with large batches',
    {
      layers_per_ipu: [3, 7, 7, 7],
      replication_factor: 16,
      inference_replication_factor: 16,
      gradient_accumulation_steps: 512,
      device_iterations: 1,
      matmul_proportion: [0.1, 0.15, 0.15, 0.15],
      embedding_serialization_factor: 2,
      optimizer_state_offchip: true,
    },
  ),
  published(
    'Graphcore/bert-base-uncased-squad',
    'huggingface.co/Graphcore/bert-base-uncased-squad, ipu_config.json at commit df2d5cd',
    'BERT-base: 12 layers on 4 IPUs, 4 replicas, as trained on SQuAD',
    {
      layers_per_ipu: [0, 4, 4, 4],
      ipus_per_replica: 4,
      replication_factor: 4,
      inference_replication_factor: 4,
      gradient_accumulation_steps: 16,
      device_iterations: 2,
      inference_device_iterations: 4,
      matmul_proportion: 0.25,
      embedding_serialization_factor: 2,
      optimizer_state_offchip: false,
      replicated_tensor_sharding: true,
      seed: 42,
    },
  ),
  published(
    'Graphcore/roberta-large-ipu',
    'huggingface.co/Graphcore/roberta-large-ipu, commit da3c96b',
    'RoBERTa-large: 24 layers on 4 IPUs',
    {
      layers_per_ipu: [3, 7, 7, 7],
      gradient_accumulation_steps: 16,
      device_iterations: 1,
      inference_device_iterations: 4,
      matmul_proportion: [0.1, 0.2, 0.25, 0.25],
      embedding_serialization_factor: 2,
    },
  ),
  published(
    'Graphcore/distilbert-base-ipu',
    'huggingface.co/Graphcore/distilbert-base-ipu',
    'DistilBERT: 6 layers on 2 IPUs',
    {
      layers_per_ipu: [2, 4],
      ipus_per_replica: 2,
      gradient_accumulation_steps: 16,
      inference_device_iterations: 5,
      matmul_proportion: 0.25,
      optimizer_state_offchip: false,
    },
  ),
];

const byName: ReadonlyMap<string, PublishedConfiguration> = new Map(list.map((each) => [each.name, each]));

/** Names of the published configurations, those for fine-tuning BERT first. */
export const publishedConfigurationNames: readonly string[] = [...byName.keys()];

/** The configuration published under that name; undefined if there is none here. */
export function publishedConfiguration(name: string): PublishedConfiguration | undefined {
  return byName.get(name);
}

/** A published configuration also says its own name, so that a run records it. */
function published(name: string, source: string, summary: string, config: IpuConfig): PublishedConfiguration {
  return { name, source, summary, values: { ipu_config: { ipu_config_name: name, ...config } } };
}
