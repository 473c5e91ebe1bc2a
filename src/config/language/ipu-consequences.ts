// What a layout leads to: what lies on which IPU, how full the fullest is, how busy each is, and what lies or moves where.

import { machines } from '../../engine/ipu/machine.ts';
import type { Layout } from '../../engine/ipu/plan-input.ts';
import { optimizerBytesPerParameter } from '../../engine/ipu/temporaries.ts';
import type { InferenceIpuPlan, IpuPlan } from '../../shared/plan.ts';
import { modelled, worked, type Consequence, type Consequences, type Consequent } from './consequence.ts';
import { formatBytes, formatCount, formatPercent, formatPlural, formatSeconds } from './figures.ts';

/** Rows of the fields that decide what lies where. */
export const ipuConsequences: Consequences = {
  'ipu_config.layers_per_ipu': ({ plan, experiment }) =>
    experiment.training.do_train ? layout(plan.ipus) : worked('Nothing is trained: `do_train` is off.'),
  'ipu_config.inference_layers_per_ipu': ({ plan }) => layout(plan.inferenceIpus),
  'ipu_config.inference_ipus_per_replica': ({ plan }) => layout(plan.inferenceIpus),
  'ipu_config.matmul_proportion': (from) => temporaries(from, from.input.training, from.plan.ipus),
  'ipu_config.inference_matmul_proportion': (from) => temporaries(from, from.input.inference, from.plan.inferenceIpus),
  'ipu_config.optimizer_state_offchip': optimizerState,
  'ipu_config.replicated_tensor_sharding': optimizerState,
  'ipu_config.recompute_checkpoint_every_layer': stash,
  'ipu_config.embedding_serialization_factor': (from) => embedding(from, from.input.training),
  'ipu_config.inference_embedding_serialization_factor': (from) => embedding(from, from.input.inference),
  'ipu_config.projection_serialization_factor': (from) => projection(from, from.input.training),
  'ipu_config.inference_projection_serialization_factor': (from) => projection(from, from.input.inference),
  'plan.chip': chip,
  'plan.price_per_ipu_hour': cost,
};

type AnyIpu = IpuPlan | InferenceIpuPlan;

/** More lines than this say nothing at a glance. */
const mostLines = 8;

function layout(ipus: readonly AnyIpu[]): Consequence | null {
  const fullest = fullestOf(ipus);
  if (!fullest) return worked('The layers cannot be placed on these IPUs.');
  const { totalBytes, capacityBytes, marginBytes } = fullest.memory;
  const margin = marginBytes < 0 ? `${formatBytes(-marginBytes)} too much` : `${formatBytes(marginBytes)} free`;
  const size = `${formatBytes(totalBytes)} of ${formatBytes(capacityBytes)}, ${margin}`;
  const lines = ipus.slice(0, mostLines).map(({ index, contents, utilisation }) => {
    return `- IPU ${index}: ${contents.join(', ') || 'nothing'}; ${formatPercent(utilisation)} busy`;
  });
  const more = ipus.length > mostLines ? [`- and ${formatPlural(ipus.length - mostLines, 'IPU')} more`] : [];
  return modelled([...lines, ...more, '', `Fullest: **IPU ${fullest.index}**, ${size}.`].join('\n'));
}

function fullestOf<I extends AnyIpu>(ipus: readonly I[]): I | undefined {
  return ipus.reduce<I | undefined>(
    (fullest, ipu) => (fullest && fullest.memory.totalBytes >= ipu.memory.totalBytes ? fullest : ipu),
    undefined,
  );
}

function temporaries({ input }: Consequent, { matmulProportion }: Layout, ipus: readonly AnyIpu[]): Consequence | null {
  const { tiles, sramBytesPerTile } = machines[input.chip];
  const memory = tiles * sramBytesPerTile;
  const shares = [matmulProportion].flat();
  const allowed = shares.slice(0, mostLines).map((share) => formatBytes(share * memory));
  const [each, rest] =
    shares.length > 1 ? [allowed.join(', '), shares.length > mostLines ? ', …' : ''] : [allowed[0], ' on each IPU'];
  const most = Math.max(0, ...ipus.map((ipu) => ipu.memory.matmulBytes));
  const limit = `Temporaries may take **${each}**${rest}, of ${formatBytes(memory)}`;
  return ipus.length === 0
    ? worked(`${limit}.`)
    : modelled(`${limit}; they take up to ${formatBytes(most)} at a time.`);
}

function optimizerState({ input, plan }: Consequent): Consequence | null {
  const most = plan.ipus.reduce<IpuPlan | undefined>((a, b) => (a && a.parameters >= b.parameters ? a : b), undefined);
  if (input.mode !== 'training' || !most) return null;
  const { replicationFactor: replicas } = input.training;
  const isShared = input.replicatedTensorSharding && replicas > 1;
  const bytes = (optimizerBytesPerParameter * most.parameters) / (isShared ? replicas : 1);
  const shared = isShared ? `, shared by ${formatCount(replicas)} replicas` : '';
  const where = `on IPU ${most.index}, which has the most parameters`;
  if (!input.optimizerStateOffchip)
    return modelled(`The optimizer state lies on the chip: **${formatBytes(bytes)}** ${where}${shared}.`);
  const { updateOverheadSeconds, updateSeconds } = plan.time;
  const share = `${formatSeconds(updateOverheadSeconds)} of ${formatSeconds(updateSeconds)}`;
  return modelled(
    `Every update reads and writes **${formatBytes(bytes)}** of optimizer state ${where}${shared}. What comes once an update takes ${share}.`,
  );
}

function stash({ plan, input }: Consequent): Consequence | null {
  const [first] = [...plan.ipus].sort((a, b) => b.memory.stashBytes - a.memory.stashBytes);
  if (input.mode !== 'training' || !first) return null;
  const { stashBytes, workingSetBytes } = first.memory;
  const kept = `Activations that wait for their backward pass: **${formatBytes(stashBytes)}** on IPU ${first.index}`;
  return modelled(`${kept}, beside ${formatBytes(workingSetBytes)} in work.`);
}

const bytesPerWeight = 2;

function embedding({ input }: Consequent, layout: Layout): Consequence | null {
  // Then the parts on each IPU go before.
  if (layout.embeddingSplitsPerIpu !== null) return null;
  const { vocab_size: rows, hidden_size: width } = input.model;
  return serialized('rows of the vocabulary', rows, width, layout.embeddingSerializationFactor);
}

function projection({ input, experiment }: Consequent, layout: Layout): Consequence | null {
  if (experiment.task !== 'pretraining')
    return worked('Without effect: only `pretraining` has a product with the vocabulary.');
  if (layout.projectionSplitsPerIpu !== null) return null;
  const { vocab_size: rows, hidden_size: width } = input.model;
  // The product shares its weights with the embedding, and is divided with them.
  const parts = Math.max(layout.projectionSerializationFactor, layout.embeddingSerializationFactor);
  return serialized('columns of the product', rows, width, parts);
}

function serialized(what: string, count: number, width: number, parts: number): Consequence {
  const bytes = formatBytes((bytesPerWeight * count * width) / Math.max(1, parts));
  if (parts <= 1) return worked(`In one go: **${formatCount(count)} ${what}**, ${bytes}.`);
  const each = count / parts;
  if (!Number.isInteger(each))
    return worked(`${formatCount(count)} ${what} cannot be divided by ${formatCount(parts)}.`);
  return worked(
    `${formatCount(count)} / ${formatCount(parts)} = **${formatCount(each)} ${what}** at a time, ${bytes}.`,
  );
}

function chip({ plan, input }: Consequent): Consequence {
  const { name } = plan.machine;
  const { tiles, sramBytesPerTile } = machines[input.chip];
  const { samplesPerSecond, evalSamplesPerSecond } = plan.throughput;
  const speed = input.mode === 'training' ? samplesPerSecond : evalSamplesPerSecond;
  const memory = `${name}: ${formatCount(tiles)} tiles, ${formatBytes(tiles * sramBytesPerTile)} in all.`;
  const isPlaced = speed > 0 && Number.isFinite(speed);
  return isPlaced
    ? modelled(
        `${memory} About **${formatCount(speed)} sequences/s** on ${formatPlural(plan.machine.usedIpus, 'IPU')}.`,
      )
    : worked(memory);
}

function cost({ plan }: Consequent): Consequence | null {
  const run = plan.cost?.run ?? null;
  if (run === null) return null;
  const { usedIpus } = plan.machine;
  return modelled(`The run takes about **${run.toFixed(2)}** on ${formatPlural(usedIpus, 'IPU')}.`);
}
