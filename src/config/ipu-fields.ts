// The fields of an experiment file that lay the model out on IPUs, and what a plan has to know besides. Part of the list in
// fields.ts; the names in `ipu_config` are those of optimum-graphcore's IPUConfig.

import { ipuConfigFamilies } from '../engine/ipu/ipu-config/family.ts';
import { chips } from '../shared/plan.ts';
import { boolean, choice, integer, integers, number, numberOrNumbers, text } from './field.ts';

/** How the model is laid out on IPUs, for training and for evaluation. */
export const ipuConfigFields = {
  ipu_config_name: text(
    null,
    'Published configuration that the values below were taken from, for the record. The embedded engine reads the values below and nothing else.',
    {
      example: 'Graphcore/bert-base-ipu',
      when: 'It fills itself when a published configuration is extended; a command line copied from the run names it.',
    },
  ),
  pod_type: text(
    null,
    'Machine that the values below are for, such as `pod16`: a plan counts its IPUs. Newer versions of optimum-graphcore have `n_ipu` instead.',
    { example: 'pod16', when: 'Set it for versions of optimum-graphcore before 0.6.1.', version: 'v0.2.1 to v0.6.1' },
  ),
  n_ipu: integer(
    null,
    'IPUs of the machine. Goes before `pod_type`, and decides `replication_factor` and `inference_replication_factor` where those are not given: `n_ipu` // `ipus_per_replica`.',
    {
      min: 1,
      max: 1024,
      example: 16,
      when: 'Set it to the machine you have or would rent: replicas follow from it.',
      version: 'v0.6.1 on, as an argument of training',
    },
  ),
  layers_per_ipu: integers(
    [-1],
    'Encoder layers on each IPU of a replica, in pipeline order; -1: an even share of the rest. Decides the modelled utilisation; the embedded engine computes the same whatever the split.',
    {
      min: -1,
      example: [0, 4, 4, 4],
      when: 'It decides whether a model fits and how evenly its pipeline works; the first IPU has the embeddings besides.',
    },
  ),
  inference_layers_per_ipu: integers(
    null,
    'The same for evaluation. Null: as `layers_per_ipu`. Passed over by the embedded engine.',
    { min: -1, example: [6, 6], when: 'Evaluation keeps no activations, so fewer IPUs may do.' },
  ),
  ipus_per_replica: integer(
    null,
    'IPUs that one copy of the model spans. Null: as many as `layers_per_ipu` has entries. One IPU takes all layers.',
    { min: 1, max: 256, when: 'Write it when `layers_per_ipu` has a -1, or for files of older versions.', example: 4 },
  ),
  inference_ipus_per_replica: integer(
    null,
    'The same for evaluation. Null: as many as `inference_layers_per_ipu` has entries, or `ipus_per_replica` where that is not the length of `layers_per_ipu`. Passed over by the embedded engine.',
    { min: 1, max: 256, when: 'Write it when evaluation is laid out otherwise than training.', example: 2 },
  ),
  replication_factor: integer(
    null,
    'Data-parallel copies of the pipeline. Null: as `n_ipu` says, without it 1. The embedded engine computes their micro-batches one after another, so that a weight update sees the same examples as on IPUs.',
    {
      min: 1,
      when: 'More replicas make training faster and the batch larger; each needs `ipus_per_replica` IPUs.',
      example: 4,
    },
  ),
  gradient_accumulation_steps: integer(
    1,
    'Micro-batches of each replica for a weight update. A pipeline of N IPUs needs at least 2N − 1, and the more there are, the less its IPUs wait.',
    {
      min: 1,
      when: 'Below 2N − 1 a pipeline of N IPUs does not compile; below about 16 it waits noticeably.',
      example: 16,
    },
  ),
  device_iterations: integer(
    1,
    'Weight updates for each call from the host: one step of optimum-graphcore’s logs. The embedded engine counts weight updates one by one.',
    { min: 1, when: 'Raise it when calls from the host cost time, which they do with small models.', example: 2 },
  ),
  inference_device_iterations: integer(
    1,
    'Micro-batches of each replica for each evaluation call. Changes no result of the embedded engine.',
    {
      min: 1,
      when: 'Raise it to make evaluation faster; up to v0.3.2 it had to be at least the IPUs of the pipeline.',
      example: 5,
    },
  ),
  inference_replication_factor: integer(
    null,
    'Data-parallel copies for evaluation. Null: as `n_ipu` says, without it 1. Changes no result of the embedded engine.',
    { min: 1, when: 'Set it when evaluation has another number of replicas than `n_ipu` gives.', example: 4 },
  ),
  matmul_proportion: numberOrNumbers(
    0.2,
    'Share of an IPU’s memory that matrix products may use for temporaries; one figure, or one for each IPU. Passed over by the embedded engine.',
    {
      min: 0,
      example: [0.15, 0.18, 0.2, 0.25],
      when: 'Lower it when an IPU runs out of memory, raise it when one has room: less memory, slower products.',
    },
  ),
  inference_matmul_proportion: numberOrNumbers(
    null,
    'The same for evaluation. Null: as `matmul_proportion`, or 0.2 where that is a list of another length than evaluation has IPUs. Passed over by the embedded engine.',
    { min: 0, example: 0.6, when: 'Evaluation has memory to spare: more of it makes products faster.' },
  ),
  embedding_serialization_factor: integer(
    1,
    'Splits the embedding look-up into so many parts to save IPU memory; divides the vocabulary size. Passed over by the embedded engine.',
    { min: 1, when: 'Raise it when the IPU with the embeddings runs out of memory.', example: 2 },
  ),
  inference_embedding_serialization_factor: integer(
    null,
    'The same for evaluation. Null: 1. Passed over by the embedded engine.',
    { min: 1, when: 'Rarely needed: evaluation has memory to spare.', example: 2 },
  ),
  serialized_embedding_splits_per_ipu: integers(
    null,
    'Parts of the embedding table on each IPU, on consecutive IPUs, instead of `embedding_serialization_factor`. optimum-graphcore’s BERT classes do not read it. Passed over by the embedded engine.',
    { min: 0, example: [2, 1, 0, 0], when: 'Of models other than BERT; a plan shows what it would do.' },
  ),
  inference_serialized_embedding_splits_per_ipu: integers(
    null,
    'The same for evaluation. Null: not split over IPUs. Passed over by the embedded engine.',
    { min: 0, example: [2, 1, 0, 0], when: 'Of models other than BERT; a plan shows what it would do.' },
  ),
  projection_serialization_factor: integer(
    1,
    'Splits the product with the vocabulary, of the masked-language head, into so many parts to save IPU memory; divides the vocabulary size. Passed over by the embedded engine.',
    { min: 1, when: 'Raise it when pre-training runs out of memory on the IPU with the head.', example: 2 },
  ),
  inference_projection_serialization_factor: integer(
    null,
    'The same for evaluation. Null: 1. Passed over by the embedded engine.',
    { min: 1, when: 'Rarely needed: evaluation has memory to spare.', example: 2 },
  ),
  serialized_projection_splits_per_ipu: integers(
    null,
    'Parts of the product with the vocabulary on each IPU, on consecutive IPUs, instead of `projection_serialization_factor`. Passed over by the embedded engine.',
    { min: 0, example: [0, 0, 1, 2], when: 'Use it when the head of pre-training does not fit on one IPU.' },
  ),
  inference_serialized_projection_splits_per_ipu: integers(
    null,
    'The same for evaluation. Null: not split over IPUs. Passed over by the embedded engine.',
    { min: 0, example: [0, 0, 1, 2], when: 'Use it when the head does not fit on one IPU in evaluation.' },
  ),
  optimizer_state_offchip: boolean(
    false,
    'Keep the optimizer state in streaming memory instead of on the IPU. Passed over by the embedded engine.',
    { when: 'Turn it on when memory is short, as with BERT-large; each weight update then takes longer.' },
  ),
  replicated_tensor_sharding: boolean(
    false,
    'Share the optimizer state among the replicas. Passed over by the embedded engine.',
    { when: 'Turn it on with several replicas: it saves memory for little time. One replica has nothing to share.' },
  ),
  recompute_checkpoint_every_layer: boolean(
    false,
    'Recompute activations layer by layer in the backward pass. The embedded engine then keeps only the input of each encoder layer (and its dropout masks): much less memory for large batches, for about a quarter to a third more time. On IPUs, a checkpoint at every layer instead of one for a whole IPU, which enters the modelled utilisation.',
    { when: 'Turn it on when activations are what does not fit.' },
  ),
  enable_half_partials: boolean(
    true,
    'Accumulate matrix products in 16-bit floats on IPUs. The embedded engine computes in 32 bits and passes it over.',
    { when: 'Turn it off when 16 bits seem to cost accuracy; products then take longer.' },
  ),
  output_mode: choice(
    ['all', 'sum', 'final', 'default'],
    'final',
    'Which outputs of a step training gets back from the IPUs: of all micro-batches, their sum, the last, or as PopTorch has it. Evaluation always gets all. Passed over by the embedded engine.',
    { when: 'Only if your own script reads outputs while it trains.', example: 'all' },
  ),
  seed: integer(
    null,
    'Seed of the IPUs’ random numbers, as IPUConfig has it; optimum-graphcore’s trainer replaces it by `seed` of the section `training`, which is the one that the embedded engine takes. 0 counts as null.',
    { min: 0, when: 'Rarely set: `seed` of the section `training` goes before it.', example: 42 },
  ),
  auto_loss_scaling: boolean(
    false,
    'PopART’s automatic loss scaling on IPUs, in training only. The embedded engine passes it over; it has `auto_loss_scaling` in the section `training`.',
    { when: 'Use it on IPUs when you do not know the right `loss_scaling`.' },
  ),
  executable_cache_dir: text(
    '',
    'Folder in which the IPU host keeps compiled programs, so that a second start need not compile. Empty or `disabled`: none. Passed over by the embedded engine.',
    { example: './exe_cache', when: 'Set it on IPUs: compiling BERT takes minutes each time.' },
  ),
  explicit_ir_inference: boolean(
    false,
    'Compile evaluation with PopART’s explicit representation. Passed over by the embedded engine.',
    { when: 'Rarely: for models whose evaluation PopART’s usual form cannot compile.' },
  ),
};

/** The machine, packing, prices and rules that a plan goes by. */
export const planFields = {
  chip: choice(
    chips,
    'gc200',
    'The IPU to plan for. `gc200`: Mk2, of an IPU-M2000 or IPU-POD. `bow`: of a Bow-2000 or Bow Pod. `c600`: the card, for inference.',
    { when: 'Set it to the machine you would rent: memory is the same, speed is not.', example: 'bow' },
  ),
  sequences_per_pack: number(
    1,
    'Mean number of sequences packed into one row of `max_seq_length` tokens; 1: no packing. The embedded engine packs nothing.',
    {
      min: 1,
      max: 1024,
      unit: 'sequences',
      example: 1.7,
      when: 'Set it when your own script packs short texts, as Graphcore’s packed BERT does.',
    },
  ),
  price_per_ipu_hour: number(null, 'Price of one IPU for one hour, in whatever currency. Null: no costs are shown.', {
    min: 0,
    example: 1.5,
    when: 'Set it to see what a run would cost.',
  }),
  optimum_graphcore: choice(
    ipuConfigFamilies,
    '0.6.1',
    'Version of optimum-graphcore whose rules the plan goes by. `0.5`: up to 0.5, without wildcards and without a layout of its own for evaluation. `0.6.0`: that version. `0.6.1`: from there on.',
    { when: 'Set it to the version on your machine: defaults and checks changed between versions.', example: '0.6.0' },
  ),
};
