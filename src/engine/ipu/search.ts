// Looks through the configurations of a pod that keep the batch of a weight update (in inference, of a step): layers,
// micro-batch, gradient accumulation, serialisation, optimizer state, recomputation, replicas. Keeps those where more speed
// costs memory, and counts why the others were left out.

import type { Candidate, Suggestions } from '../../shared/plan.ts';
import { changeTo, type Settings, settingsForIpus } from './change.ts';
import { type Evaluation, evaluatePlaced, placeLayout, roomOf, speedOf } from './evaluate.ts';
import { findFront, thinFront } from './front.ts';
import type { PlanInput } from './plan-input.ts';
import { leastRepeats, microBatchOf, partsOf, pipelineLengths, repeatsOf } from './proposals.ts';
import { errorsOf } from './rule-errors.ts';
import { settleInput } from './settle.ts';
import { splitLayers } from './splits.ts';

const microBatches = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const mostParts = 8;
/** Members of the front that are shown. */
const mostMembers = 16;
// Fewer replicas than there is room for only serve where more of them leave too few micro-batches, or no even share.
const replicaCountsTried = 2;

/** A configuration that was worked out. */
interface Looked extends Evaluation {
  readonly settings: Settings;
}

interface Found {
  readonly fitting: Looked[];
  /** Of those that do not fit, the one that lacks least. */
  nearest: Looked | undefined;
  readonly count: (reason: Reason, more: number) => void;
}

/** How the layers and the batch are shared out; options come on top. */
interface Shape {
  readonly ipus: number;
  readonly replicas: number;
  readonly microBatch: number;
  readonly repeats: number;
}

const reasons = {
  uneven: 'The batch cannot be shared out evenly over micro-batches and replicas',
  unfilled: 'Gradient accumulation would be below 2N − 1, and the pipeline not filled',
  full: 'It does not fit',
  slower: 'Another one is faster and has more room',
  alike: 'Another one is nearly the same',
  rule: 'It breaks a rule',
} as const;
type Reason = keyof typeof reasons;

/** The best configurations for the pod and batch of `given`. */
export function suggestConfigurations(given: PlanInput): Suggestions {
  const { input } = settleInput({ ...given, blocksPerIpu: null });
  const layout = input[input.mode];
  const podIpus = input.podIpus ?? layout.ipusPerReplica * layout.replicationFactor;
  const counts = new Map<Reason, number>();
  const count = (reason: Reason, more: number): void => void counts.set(reason, (counts.get(reason) ?? 0) + more);
  const found: Found = { fitting: [], nearest: undefined, count };
  lookThrough(input, podIpus, found);
  const { fitting } = found;
  const front = findFront(fitting);
  const known = errorsOf(input);
  const allowed = front.filter(({ settings }) =>
    [...errorsOf(changeTo(input, '', settings).input)].every((code) => known.has(code)),
  );
  const shown = thinFront(allowed, mostMembers);
  count('slower', fitting.length - front.length);
  count('rule', front.length - allowed.length);
  count('alike', allowed.length - shown.length);
  const best: Partial<Record<Reason, Looked | undefined>> = {
    full: found.nearest,
    slower: fastest(leftOut(fitting, front)),
    alike: fastest(leftOut(allowed, shown)),
  };
  return {
    source: 'model',
    perUpdate: batchOf(input),
    podIpus,
    looked: shown.length + [...counts.values()].reduce((sum, number) => sum + number, 0),
    front: shown.map((each) => asCandidate(input, each)),
    rejected: [...counts]
      .filter(([, number]) => number > 0)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, number]) => {
        const example = best[reason];
        return { reason: reasons[reason], count: number, best: example ? asCandidate(input, example) : null };
      }),
  };
}

/** Sequences that one weight update takes, or in inference one step. */
function batchOf(input: PlanInput): number {
  return microBatchOf(input) * repeatsOf(input) * input[input.mode].replicationFactor;
}

function lookThrough(input: PlanInput, podIpus: number, found: Found): void {
  for (const ipus of pipelineLengths.filter((length) => length <= podIpus)) {
    const splits = splitLayers(input.model.num_hidden_layers, ipus);
    const shapes = findShapes(input, ipus, Math.floor(podIpus / ipus), (reason) => found.count(reason, splits.length));
    for (const split of splits) lookAt(input, split, shapes, found);
  }
}

/** All that can be chosen for one split of the layers. */
function lookAt(input: PlanInput, split: readonly number[], shapes: readonly Shape[], found: Found): void {
  const { mode } = input;
  const layout = { ...input[mode], ...settingsForIpus(input[mode], split) };
  const placed = placeLayout({ ...input, [mode]: layout }, mode);
  for (const shape of shapes) {
    const { layout: shared, ...ofShape } = settingsOf(input, shape);
    for (const { layout: parts, ...ofOptions } of optionsFor(input, shape)) {
      const figures = { ...ofShape, ...ofOptions };
      const whole = { ...layout, ...shared, ...parts };
      const changed = { ...input, ...figures, [mode]: whole };
      const settings = { ...figures, layout: whole };
      const room = roomOf(changed, placed);
      if (room.verdict !== 'does-not-fit')
        found.fitting.push({ ...room, samplesPerSecond: speedOf(changed, placed), settings });
      else leaveOutFull(found, room.marginBytes, () => ({ ...evaluatePlaced(changed, placed), settings }));
    }
  }
}

/** Most do not fit: how fast they would be is worked out only of the one that lacks least. */
function leaveOutFull(found: Found, marginBytes: number, evaluate: () => Looked): void {
  found.count('full', 1);
  if (found.nearest && found.nearest.marginBytes >= marginBytes) return;
  found.nearest = evaluate();
}

/** The ways to share out the batch over replicas and micro-batches, as far as the pipeline is filled. */
function findShapes(input: PlanInput, ipus: number, room: number, leaveOut: (reason: Reason) => void): Shape[] {
  const batch = batchOf(input);
  const least = leastRepeats(input, ipus);
  const replicaCounts = [room, ...[512, 256, 128, 64, 32, 16, 8, 4, 2, 1].filter((replicas) => replicas < room)];
  return microBatches.flatMap((microBatch) => {
    const shapes: Shape[] = [];
    for (const replicas of replicaCounts) {
      if (shapes.length === replicaCountsTried) break;
      const repeats = batch / (microBatch * replicas);
      if (!Number.isInteger(repeats)) leaveOut('uneven');
      else if (repeats < least) leaveOut('unfilled');
      else shapes.push({ ipus, replicas, microBatch, repeats });
    }
    return shapes;
  });
}

function settingsOf({ mode }: PlanInput, { replicas, microBatch, repeats }: Shape): Settings {
  return mode === 'training'
    ? { microBatchSize: microBatch, gradientAccumulationSteps: repeats, layout: { replicationFactor: replicas } }
    : { evalMicroBatchSize: microBatch, layout: { replicationFactor: replicas, deviceIterations: repeats } };
}

function optionsFor(input: PlanInput, { replicas }: Shape): Settings[] {
  const parts = partsOf(input.model.vocab_size).filter((each) => each <= mostParts);
  const layouts = parts.map((embeddingSerializationFactor) => ({
    embeddingSerializationFactor,
    embeddingSplitsPerIpu: null,
    ...(input.task === 'pretraining' && {
      projectionSerializationFactor: embeddingSerializationFactor,
      projectionSplitsPerIpu: null,
    }),
  }));
  if (input.mode === 'inference') return layouts.map((layout) => ({ layout }));
  return layouts.flatMap((layout) =>
    [false, true].flatMap((optimizerStateOffchip) =>
      (replicas > 1 ? [false, true] : [input.replicatedTensorSharding]).flatMap((replicatedTensorSharding) =>
        [false, true].map((recomputeCheckpointEveryLayer) => {
          return { layout, optimizerStateOffchip, replicatedTensorSharding, recomputeCheckpointEveryLayer };
        }),
      ),
    ),
  );
}

function fastest(looked: readonly Looked[]): Looked | undefined {
  let best: Looked | undefined;
  for (const each of looked) if (!best || each.samplesPerSecond > best.samplesPerSecond) best = each;
  return best;
}

function leftOut(all: readonly Looked[], kept: readonly Looked[]): Looked[] {
  const among = new Set(kept);
  return all.filter((each) => !among.has(each));
}

function asCandidate(input: PlanInput, { settings, samplesPerSecond, marginBytes, verdict }: Looked): Candidate {
  const change = changeTo(input, '', settings);
  const layout = change.input[input.mode];
  const { gradientAccumulationSteps, optimizerStateOffchip, recomputeCheckpointEveryLayer } = change.input;
  return {
    edits: change.edits,
    layersPerIpu: layout.layersPerIpu,
    replicas: layout.replicationFactor,
    microBatch: microBatchOf(change.input),
    gradientAccumulationSteps,
    embeddingSerializationFactor: layout.embeddingSerializationFactor,
    optimizerStateOffchip,
    recomputeCheckpointEveryLayer,
    samplesPerSecond,
    marginBytes,
    verdict,
  };
}
