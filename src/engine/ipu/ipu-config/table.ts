// Every entry that an IPUConfig has ever had: default, rule, dependencies, versions and source. Reading, writing, conversion
// and overrides follow from this list; what the values mean for a plan is derive.ts and layouts.ts.
// Sources: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py at v0.2.0 to v0.7.1, unless an entry says
// another one.

import type { IpuConfigFamily } from './family.ts';

/** A value of an IPUConfig. */
export type ConfigValue = boolean | number | string | null | readonly number[] | Readonly<Record<string, unknown>>;

/** What an entry holds: see check.ts for what each takes. */
export type ConfigKind =
  'count' | 'factor' | 'layers' | 'splits' | 'proportion' | 'flag' | 'text' | 'mode' | 'seed' | 'kwargs';

export interface IpuConfigField {
  readonly name: string;
  readonly kind: ConfigKind;
  readonly meaning: string;
  /** What holds in each family where nothing is given (null: derived, see `rules`, or unset). Families that are not here have no such entry. */
  readonly defaults: Partial<Readonly<Record<IpuConfigFamily, ConfigValue>>>;
  /** Rules beyond the kind's own. */
  readonly rules: readonly string[];
  readonly dependsOn: readonly string[];
  readonly versions: string;
  readonly source: string;
  /** Families that take it and do nothing with it, with what they do instead. */
  readonly passedOver?: Partial<Readonly<Record<IpuConfigFamily, string>>>;
}

type Rest = Partial<Pick<IpuConfigField, 'rules' | 'dependsOn' | 'versions' | 'source' | 'passedOver'>>;

const source = 'huggingface/optimum-graphcore: optimum/graphcore/ipu_configuration.py';
const modelling = 'huggingface/optimum-graphcore: optimum/graphcore/modeling_utils.py';

const all = (value: ConfigValue): IpuConfigField['defaults'] => ({ '0.5': value, '0.6.0': value, '0.6.1': value });
const newest = (value: ConfigValue): IpuConfigField['defaults'] => ({ '0.6.1': value });

function entry(
  name: string,
  kind: ConfigKind,
  meaning: string,
  defaults: IpuConfigField['defaults'],
  rest: Rest = {},
): IpuConfigField {
  const isNewest = defaults['0.5'] === undefined && defaults['0.6.1'] !== undefined;
  return {
    name,
    kind,
    meaning,
    defaults,
    rules: [],
    dependsOn: [],
    versions: isNewest ? 'v0.6.1 on' : 'v0.2.1 on',
    source,
    ...rest,
  };
}

/** The entries, in the order of IPUConfig’s signature; those that are gone last. */
export const ipuConfigTable: readonly IpuConfigField[] = [
  entry('replication_factor', 'count', 'Data-parallel copies of the training pipeline.', all(1), {
    rules: ['--n_ipu replaces it by n_ipu // ipus_per_replica, and refuses 0.'],
    dependsOn: ['ipus_per_replica', 'replicated_tensor_sharding'],
  }),
  entry('inference_replication_factor', 'count', 'Data-parallel copies for evaluation.', all(1), {
    rules: ['--n_ipu replaces it by n_ipu // inference_ipus_per_replica.'],
    dependsOn: ['inference_ipus_per_replica'],
  }),
  entry('gradient_accumulation_steps', 'count', 'Micro-batches of each replica for a weight update.', all(1), {
    rules: ['At least 2N − 1 for a pipeline of N IPUs.'],
    dependsOn: ['ipus_per_replica'],
    source: 'graphcore/popart: willow/src/transforms/pipeline.cpp',
  }),
  entry(
    'layers_per_ipu',
    'layers',
    'Encoder layers on each IPU in training.',
    { '0.5': [1], '0.6.0': [-1], '0.6.1': [-1] },
    {
      rules: [
        'As long as ipus_per_replica, unless it has a -1.',
        'Adds up to the model’s layers; checked from v0.6.0 on. Before, too few are a ValueError (v0.5) or IndexError (v0.2–v0.4), and too many are left out without a word.',
        '-1 from v0.6.0 on: an even share of the rest, remainder to the last.',
        'Without effect on one IPU, which takes all layers.',
      ],
      dependsOn: ['ipus_per_replica'],
      source: modelling,
    },
  ),
  entry('inference_layers_per_ipu', 'layers', 'Encoder layers on each IPU in evaluation.', newest(null), {
    rules: ['Null: layers_per_ipu.'],
    dependsOn: ['layers_per_ipu'],
  }),
  entry(
    'ipus_per_replica',
    'count',
    'IPUs of the training pipeline.',
    { '0.5': 1, '0.6.0': null, '0.6.1': null },
    {
      rules: ['Null: as many as layers_per_ipu has entries.'],
      dependsOn: ['layers_per_ipu'],
    },
  ),
  entry('inference_ipus_per_replica', 'count', 'IPUs of a replica in evaluation.', newest(null), {
    rules: [
      'Null: as many as inference_layers_per_ipu has entries, if ipus_per_replica is the length of layers_per_ipu or inference_layers_per_ipu is not [-1]; else ipus_per_replica.',
    ],
    dependsOn: ['inference_layers_per_ipu', 'layers_per_ipu', 'ipus_per_replica'],
  }),
  entry('optimizer_state_offchip', 'flag', 'Optimizer state in streaming memory.', {
    '0.5': true,
    '0.6.0': true,
    '0.6.1': false,
  }),
  entry('replicated_tensor_sharding', 'flag', 'Optimizer state shared among the replicas.', all(false), {
    rules: ['Without effect with one replica: a warning, and up to v0.6.0 it is turned off.'],
    dependsOn: ['replication_factor'],
  }),
  entry(
    'matmul_proportion',
    'proportion',
    'Share of memory for temporaries of matrix products.',
    { '0.5': 0.6, '0.6.0': 0.2, '0.6.1': 0.2 },
    {
      rules: [
        'A list is as long as ipus_per_replica.',
        'A whole number that is no list passes the check and fails when it is handed on.',
        '--ipu_config_overrides cannot change a number into a list or back.',
      ],
      dependsOn: ['ipus_per_replica'],
    },
  ),
  entry('inference_matmul_proportion', 'proportion', 'The same in evaluation.', newest(null), {
    rules: ['Null: matmul_proportion, or 0.2 if that is a list of another length than inference_ipus_per_replica.'],
    dependsOn: ['matmul_proportion', 'inference_ipus_per_replica'],
  }),
  entry('enable_half_partials', 'flag', 'Matrix products accumulated in 16 bits.', all(true), {
    rules: ['Up to v0.4.0 the default is false.'],
  }),
  entry(
    'embedding_serialization_factor',
    'factor',
    'Parts of the embedding look-up.',
    { '0.5': 1, '0.6.0': 1, '0.6.1': null },
    {
      rules: [
        'Null: 1 without splits.',
        '0 means 1 up to v0.6.0 and is refused from v0.6.1 on.',
        'Divides the vocabulary.',
        'Excludes serialized_embedding_splits_per_ipu.',
      ],
      dependsOn: ['serialized_embedding_splits_per_ipu'],
    },
  ),
  entry('inference_embedding_serialization_factor', 'factor', 'The same in evaluation.', newest(null), {
    rules: ['Null: 1 without splits.'],
    dependsOn: ['inference_serialized_embedding_splits_per_ipu'],
  }),
  entry('serialized_embedding_splits_per_ipu', 'splits', 'Parts of the embedding table on each IPU.', newest(null), {
    rules: [
      'As long as ipus_per_replica, at least one part, on consecutive IPUs.',
      'BERT classes read the factor alone.',
    ],
    dependsOn: ['ipus_per_replica', 'embedding_serialization_factor'],
  }),
  entry('inference_serialized_embedding_splits_per_ipu', 'splits', 'The same in evaluation.', newest(null), {
    dependsOn: ['inference_ipus_per_replica', 'inference_embedding_serialization_factor'],
  }),
  entry('projection_serialization_factor', 'factor', 'Parts of the product with the vocabulary.', newest(null), {
    rules: ['Null: 1 without splits.', 'Divides the vocabulary.', 'Excludes serialized_projection_splits_per_ipu.'],
    dependsOn: ['serialized_projection_splits_per_ipu'],
  }),
  entry('inference_projection_serialization_factor', 'factor', 'The same in evaluation.', newest(null), {
    rules: ['Null: 1 without splits.'],
    dependsOn: ['inference_serialized_projection_splits_per_ipu'],
  }),
  entry(
    'serialized_projection_splits_per_ipu',
    'splits',
    'Parts of the product with the vocabulary on each IPU.',
    newest(null),
    {
      rules: ['As long as ipus_per_replica, at least one part, on consecutive IPUs.'],
      dependsOn: ['ipus_per_replica', 'projection_serialization_factor'],
    },
  ),
  entry('inference_serialized_projection_splits_per_ipu', 'splits', 'The same in evaluation.', newest(null), {
    dependsOn: ['inference_ipus_per_replica', 'inference_projection_serialization_factor'],
  }),
  entry(
    'recompute_checkpoint_every_layer',
    'flag',
    'A recomputation checkpoint after every layer.',
    { '0.5': false, '0.6.0': true, '0.6.1': false },
    {
      rules: ['--gradient_checkpointing sets it.'],
    },
  ),
  entry('device_iterations', 'count', 'Weight updates for each call from the host.', all(1), {
    rules: ['Multiplies the logged batch, not that of the optimizer.'],
  }),
  entry('inference_device_iterations', 'count', 'Micro-batches for each call in evaluation.', all(1), {
    rules: ['Up to v0.3.2 at least the IPUs of the pipeline.'],
  }),
  entry('output_mode', 'mode', 'Which outputs of a training step come back.', all('final'), {
    rules: ['Another value is a ValueError, up to v0.6.0 a KeyError.', 'Evaluation always has all.'],
    versions: 'v0.2.3 on',
  }),
  entry('seed', 'seed', 'Seed of the IPUs’ random numbers.', all(null), {
    rules: ['0 counts as unset.', 'From v0.6.1 on the trainer replaces it by its own seed.'],
    versions: 'v0.2.1 on; random_seed in v0.2.0',
  }),
  entry('auto_loss_scaling', 'flag', 'PopART’s automatic loss scaling.', all(false), {
    rules: ['In training only.'],
    versions: 'v0.3.1 on',
  }),
  entry('executable_cache_dir', 'text', 'Folder of compiled programs.', all(''), {
    rules: ['Empty or "disabled": none.', 'Null in v0.2.1.'],
  }),
  entry('explicit_ir_inference', 'flag', 'PopART’s explicit representation in evaluation.', newest(false), {
    versions: 'v0.7.0 on',
  }),
  entry('parallelize_kwargs', 'kwargs', 'Arguments of model.parallelize in training.', newest(null), {
    versions: 'v0.7.0 on',
  }),
  entry('inference_parallelize_kwargs', 'kwargs', 'The same in evaluation.', newest(null), { versions: 'v0.7.0 on' }),
  entry('execute_encoder_on_cpu_for_generation', 'flag', 'Reserved.', all(false), {
    rules: ['True is a NotImplementedError.'],
    versions: 'v0.3.0 on',
  }),
  entry(
    'sharded_execution_for_inference',
    'flag',
    'Evaluation one IPU at a time.',
    {},
    {
      versions: 'v0.3.0 to v0.3.2',
      passedOver: passedOver('evaluation has always been sharded since v0.4'),
    },
  ),
  entry(
    'enable_half_first_order_momentum',
    'flag',
    'First moment of the optimizer in 16 bits.',
    {},
    {
      versions: 'v0.2.1 to v0.3.2',
      passedOver: passedOver('the first moment has always had 16 bits since v0.4'),
    },
  ),
  gone('decompose_grad_sum', 'flag', 'PopART’s decomposeGradSum.', 'v0.3.1 to v0.3.2'),
  gone('use_popdist', 'flag', 'Options of poprun.', 'v0.2.0 to v0.3.2'),
  gone('profile_dir', 'text', 'Folder of PopVision profiles; today POPLAR_ENGINE_OPTIONS.', 'v0.2.0 to v0.3.2'),
  gone('synthetic_data', 'flag', 'Run on made-up data.', 'v0.2.0 to v0.2.1'),
  gone('compile_only', 'flag', 'Only compile; today an argument of training.', 'v0.2.0'),
];

function passedOver(reason: string): NonNullable<IpuConfigField['passedOver']> {
  return { '0.5': reason, '0.6.0': reason, '0.6.1': reason };
}

// Later versions up to v0.6.0 keep it without using it, those after refuse it.
function gone(name: string, kind: ConfigKind, meaning: string, versions: string): IpuConfigField {
  return entry(name, kind, meaning, {}, { versions, rules: ['An unknown argument from v0.6.1 on.'] });
}

const byName = new Map(ipuConfigTable.map((field) => [field.name, field]));

/** The entry of that name. */
export function ipuConfigField(name: string): IpuConfigField | undefined {
  return byName.get(name);
}

/** The family has such an entry, and it does something. */
export function hasField({ defaults }: IpuConfigField, family: IpuConfigFamily): boolean {
  return defaults[family] !== undefined;
}

/** Names that saved files hold beside the entries. */
export const extraNames: readonly string[] = ['optimum_version', 'transformers_version'];
