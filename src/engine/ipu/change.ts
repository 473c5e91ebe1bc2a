// One change of a configuration: what it does to a plan's input and which fields of an experiment file say the same. Which
// changes are worth trying is proposals.ts's business.

import type { FieldEdit } from '../../shared/plan.ts';
import type { Layout, PlanInput } from './plan-input.ts';

/** A configuration that is one or more steps away from another. */
export interface Change {
  /** Says what to do. */
  readonly title: string;
  readonly edits: readonly FieldEdit[];
  /** The configuration that it leads to. */
  readonly input: PlanInput;
}

const inputFields = {
  microBatchSize: 'training.per_device_train_batch_size',
  evalMicroBatchSize: 'training.per_device_eval_batch_size',
  gradientAccumulationSteps: 'training.gradient_accumulation_steps',
  dataloaderNumWorkers: 'training.dataloader_num_workers',
  dataloaderMode: 'training.dataloader_mode',
  optimizerStateOffchip: 'ipu_config.optimizer_state_offchip',
  replicatedTensorSharding: 'ipu_config.replicated_tensor_sharding',
  recomputeCheckpointEveryLayer: 'ipu_config.recompute_checkpoint_every_layer',
} as const satisfies Partial<Record<keyof PlanInput, string>>;

const layoutFields = {
  layersPerIpu: 'layers_per_ipu',
  ipusPerReplica: 'ipus_per_replica',
  replicationFactor: 'replication_factor',
  matmulProportion: 'matmul_proportion',
  embeddingSerializationFactor: 'embedding_serialization_factor',
  embeddingSplitsPerIpu: 'serialized_embedding_splits_per_ipu',
  projectionSerializationFactor: 'projection_serialization_factor',
  projectionSplitsPerIpu: 'serialized_projection_splits_per_ipu',
  deviceIterations: 'device_iterations',
} as const satisfies Record<keyof Layout, string>;

/** Figures to set. Those of the layout go to training's or to inference's, whichever is planned. */
export type Settings = Partial<Pick<PlanInput, keyof typeof inputFields>> & { readonly layout?: Partial<Layout> };

/** The change that sets these figures; what is so already is not edited. */
export function changeTo(input: PlanInput, title: string, { layout = {}, ...settings }: Settings): Change {
  const { mode } = input;
  const present = input[mode];
  const edits: FieldEdit[] = [];
  // Evaluation's IPUs follow from the lists of layers.
  const hasOtherIpus =
    (layout.ipusPerReplica ?? present.ipusPerReplica) !== present.ipusPerReplica ||
    (mode === 'inference' && 'layersPerIpu' in layout);
  for (const key of Object.keys(layoutFields) as (keyof Layout)[]) {
    const isKept = isSame(layout[key], present[key]) && !(hasOtherIpus && followsIpus(mode, key));
    if (!(key in layout) || isKept) continue;
    // Without the field, there are as many IPUs as the list of layers has entries.
    edits.push({ field: layoutField(input, key), value: key === 'ipusPerReplica' ? null : layout[key] });
  }
  for (const key of Object.keys(inputFields) as (keyof typeof inputFields)[]) {
    if (!(key in settings) || settings[key] === input[key]) continue;
    edits.push({ field: inputFields[key], value: settings[key] });
  }
  const changed = { ...input, ...settings, [mode]: { ...present, ...layout } };
  const replicas = hasOtherIpus ? evaluationReplicas(input, changed) : undefined;
  if (replicas === undefined) return { title, edits, input: changed };
  edits.push({ field: 'ipu_config.inference_replication_factor', value: replicas });
  return { title, edits, input: { ...changed, inference: { ...changed.inference, replicationFactor: replicas } } };
}

/**
 * Replicas that evaluation gets where its layout is training's and training's replicas become longer or shorter: as many as
 * the machine has room for. Undefined where nothing has to be said.
 */
function evaluationReplicas({ mode, inference, training, podIpus }: PlanInput, changed: PlanInput): number | undefined {
  const follows = mode === 'training' && inference.ipusPerReplica === training.ipusPerReplica;
  if (!follows) return undefined;
  const { ipusPerReplica, replicationFactor } = changed.training;
  const replicas = podIpus === null ? replicationFactor : Math.floor(podIpus / ipusPerReplica);
  return replicas < 1 || replicas === inference.replicationFactor ? undefined : replicas;
}

// What is not given follows from the number of IPUs: replicas from the machine's, evaluation's proportions from training's list.
function followsIpus(mode: PlanInput['mode'], key: keyof Layout): boolean {
  return key === 'replicationFactor' || (key === 'matmulProportion' && mode === 'inference');
}

/** Where a figure of the planned layout is written. Up to v0.6.0 evaluation shares all but replicas and iterations with training. */
function layoutField({ mode, family }: PlanInput, key: keyof Layout): string {
  const isShared =
    key !== 'replicationFactor' && key !== 'deviceIterations' && family !== undefined && family !== '0.6.1';
  const prefix = mode === 'training' || isShared ? 'ipu_config.' : 'ipu_config.inference_';
  return `${prefix}${layoutFields[key]}`;
}

/** Both changes, the second being one of what the first leads to. */
export function joinChanges(first: Change, second: Change): Change {
  const overwritten = new Set(second.edits.map(({ field }) => field));
  return {
    title: `${first.title}; ${second.title.charAt(0).toLowerCase()}${second.title.slice(1)}`,
    edits: [...first.edits.filter(({ field }) => !overwritten.has(field)), ...second.edits],
    input: second.input,
  };
}

/** Which settings bring `layout` to pipelines of this many IPUs: what is a list for each IPU becomes one figure. */
export function settingsForIpus(layout: Layout, layersPerIpu: readonly number[]): Partial<Layout> {
  const ipusPerReplica = layersPerIpu.length;
  if (ipusPerReplica === layout.ipusPerReplica) return { layersPerIpu };
  const { matmulProportion, embeddingSplitsPerIpu, projectionSplitsPerIpu } = layout;
  return {
    layersPerIpu,
    ipusPerReplica,
    matmulProportion: typeof matmulProportion === 'number' ? matmulProportion : Math.min(...matmulProportion),
    ...(embeddingSplitsPerIpu && { embeddingSplitsPerIpu: null, embeddingSerializationFactor: 1 }),
    ...(projectionSplitsPerIpu && { projectionSplitsPerIpu: null, projectionSerializationFactor: 1 }),
  };
}

function isSame(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
