// Which layouts for training and for inference the options of `ipuw plan` amount to. What is planned goes by the plain options;
// beside training, evaluation follows it unless the --inference-… options say otherwise.

import type { Layout, PlanInput } from '../../engine/ipu/plan-input.ts';
import type { Input } from '../command.ts';
import { readBlocks, readShares, readWhole, readWholes, wholeLayersOf } from './flag-values.ts';

type Layouts = Pick<PlanInput, 'training' | 'inference'>;

/** The layouts of `base` with what the options say in place of their values. */
export function applyLayouts(base: PlanInput, mode: PlanInput['mode'], args: Input): Layouts {
  const planned = applyPlain(base[mode], args);
  if (mode === 'inference') {
    const inference = applyInference(planned, args);
    return { training: base.training, inference };
  }
  const shared = sameList(base.inference.layersPerIpu, base.training.layersPerIpu);
  const followed = shared ? { ...applyPlain(base.inference, args), ...pickIterations(base.inference) } : base.inference;
  return { training: planned, inference: applyInference(fillIpus(followed, planned, args), args) };
}

/** A layout with the plain options' values. */
function applyPlain(layout: Layout, args: Input): Layout {
  const blocks = readBlocks(args, 'blocks-per-ipu');
  const layers = readWholes(args, 'layers-per-ipu', -1) ?? (blocks && wholeLayersOf(blocks));
  const ipusPerReplica = readWhole(args, 'ipus-per-replica', 1) ?? countIpus(layers) ?? layout.ipusPerReplica;
  const pod = readWhole(args, 'n-ipu', 1);
  const fitting = pod === undefined ? undefined : Math.max(1, Math.floor(pod / ipusPerReplica));
  return {
    ...layout,
    layersPerIpu: layers ?? layout.layersPerIpu,
    ipusPerReplica,
    replicationFactor: readWhole(args, 'replicas', 1) ?? fitting ?? layout.replicationFactor,
    deviceIterations: readWhole(args, 'device-iterations', 1) ?? layout.deviceIterations,
    matmulProportion: readShares(args, 'matmul-proportion') ?? layout.matmulProportion,
    embeddingSerializationFactor:
      readWhole(args, 'embedding-serialization-factor', 1) ?? layout.embeddingSerializationFactor,
    projectionSerializationFactor:
      readWhole(args, 'projection-serialization-factor', 1) ?? layout.projectionSerializationFactor,
  };
}

/** A layout with the --inference-… options' values. */
function applyInference(layout: Layout, args: Input): Layout {
  const layers = readWholes(args, 'inference-layers-per-ipu', -1);
  const ipusPerReplica = countIpus(layers) ?? layout.ipusPerReplica;
  const ipus = layout.ipusPerReplica * layout.replicationFactor;
  const fitting = Math.max(1, Math.floor(ipus / ipusPerReplica));
  const { matmulProportion: shares } = layout;
  return {
    ...layout,
    layersPerIpu: layers ?? layout.layersPerIpu,
    ipusPerReplica,
    replicationFactor: readWhole(args, 'inference-replicas', 1) ?? (layers ? fitting : layout.replicationFactor),
    deviceIterations: readWhole(args, 'inference-device-iterations', 1) ?? layout.deviceIterations,
    // optimum-graphcore’s default where the list of training does not fit.
    matmulProportion: typeof shares === 'number' || shares.length === ipusPerReplica ? shares : 0.2,
  };
}

/** Evaluation uses the IPUs that training has, where the options change how many those are. */
function fillIpus(layout: Layout, training: Layout, args: Input): Layout {
  const changes = ['n-ipu', 'replicas', 'layers-per-ipu', 'blocks-per-ipu', 'ipus-per-replica'];
  if (!changes.some((option) => args.isSet(option))) return layout;
  const ipus = readWhole(args, 'n-ipu', 1) ?? training.ipusPerReplica * training.replicationFactor;
  return { ...layout, replicationFactor: Math.max(1, Math.floor(ipus / layout.ipusPerReplica)) };
}

function pickIterations({ deviceIterations }: Layout): Pick<Layout, 'deviceIterations'> {
  return { deviceIterations };
}

/** IPUs that a list is for; a lone -1 does not say. */
function countIpus(layers: readonly number[] | undefined): number | undefined {
  return layers === undefined || (layers.length === 1 && layers[0] === -1) ? undefined : layers.length;
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
