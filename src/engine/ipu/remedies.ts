// What to change so that a configuration fits, or is faster: changes are tried out on the model, and only those that help
// are given, each with the figures it leads to. Which changes there are is proposals.ts's business.

import type { Remedy } from '../../shared/plan.ts';
import { type Change, changeTo, joinChanges, settingsForIpus } from './change.ts';
import { evaluateConfiguration, type Evaluation } from './evaluate.ts';
import type { PlanInput } from './plan-input.ts';
import {
  asynchronousLoading,
  fewerEmbeddingParts,
  type Kind,
  largerMicroBatch,
  longerPipelines,
  lowerMatmulProportion,
  moreDeviceIterations,
  moreEmbeddingParts,
  moreLoaderWorkers,
  moreProjectionParts,
  optimizerOffchip,
  optimizerOnchip,
  otherSplits,
  recomputeEveryLayer,
  recomputeWholeIpus,
  shardedOptimizer,
  shorterPipelines,
  smallerMicroBatch,
  wholePod,
  withAccumulation,
} from './proposals.ts';
import { errorsOf } from './rule-errors.ts';
import { splitLayers } from './splits.ts';

const mostRemedies = 6;
const enoughRemedies = 3;
// Nobody has published longer pipelines, and changes of them take long to work out.
const longestTried = 32;
// A gain below this is within what the model leaves out.
const leastGain = 1.01;

// Of two that are equally fast by the model, the earlier kind goes first.
// Joined in pairs, the first of which is tried in one way only: so those with many ways come first.
const savers: readonly Kind[] = [
  otherSplits,
  longerPipelines,
  shardedOptimizer,
  moreEmbeddingParts,
  moreProjectionParts,
  recomputeEveryLayer,
  lowerMatmulProportion,
  optimizerOffchip,
  smallerMicroBatch,
];

const hostHelpers: readonly Kind[] = [moreLoaderWorkers, asynchronousLoading, moreDeviceIterations];

const accelerators: readonly Kind[] = [
  wholePod,
  otherSplits,
  largerMicroBatch,
  shorterPipelines,
  longerPipelines,
  optimizerOnchip,
  recomputeWholeIpus,
  fewerEmbeddingParts,
  moreLoaderWorkers,
  asynchronousLoading,
];

interface Tried extends Evaluation {
  readonly change: Change;
}

/** What would make it fit, cheapest in speed first; if it fits, what would make it faster. Takes a settled input. */
export function findRemedies(input: PlanInput): Remedy[] {
  const present = evaluateConfiguration(input);
  if (!present) return selectRemedies(input, findPlacements(input));
  return present.verdict === 'fits'
    ? selectRemedies(input, findFaster(input, present, accelerators))
    : selectRemedies(input, findFitting(input, present));
}

/** What would make the host faster, or need it less often. */
export function findHostRemedies(input: PlanInput): Remedy[] {
  const present = evaluateConfiguration(input);
  return present ? selectRemedies(input, findFaster(input, present, hostHelpers)) : [];
}

/** The fastest other split of the layers, if it is faster and fits as well. */
export function findSplitRemedies(input: PlanInput): Remedy[] {
  const present = evaluateConfiguration(input);
  return present ? selectRemedies(input, findFaster(input, present, [otherSplits])) : [];
}

/** These changes with the figures that they lead to, those that fit first and the faster the earlier. Takes a settled input. */
export function remediesOf(input: PlanInput, changes: readonly Change[]): Remedy[] {
  return selectRemedies(input, oneSplitEach(fastestFirst(tryAll(changes))));
}

/** The gradient accumulation that keeps the pipeline busy. */
export function findAccumulationRemedies(input: PlanInput, steps: number): Remedy[] {
  return remediesOf(input, [withAccumulation(input, steps)]);
}

/** Valid splits in place of one that cannot be: over the IPUs of a replica, and over those of the list. */
function findPlacements(input: PlanInput): Tried[] {
  const { mode, model, podIpus, blocksPerIpu } = input;
  const layout = input[mode];
  if (blocksPerIpu) return [];
  const lengths = new Set([layout.ipusPerReplica, layout.layersPerIpu.length]);
  const changes = [...lengths].flatMap((ipus) => {
    const replicas = podIpus === null ? layout.replicationFactor : Math.floor(podIpus / ipus);
    const replicationFactor = Math.max(1, Math.min(layout.replicationFactor, replicas));
    return splitLayers(model.num_hidden_layers, ipus).map((split) => {
      const title = `Place the layers as ${split.join(', ')}`;
      return changeTo(input, title, { layout: { ...settingsForIpus(layout, split), replicationFactor } });
    });
  });
  return chooseSplits(tryAll(changes), layout.layersPerIpu, mode);
}

/** Of many valid splits, the fastest, the roomiest and the one that is nearest to what was written. */
function chooseSplits(tried: readonly Tried[], written: readonly number[], mode: PlanInput['mode']): Tried[] {
  const moved = ({ change }: Tried): number =>
    change.input[mode].layersPerIpu.reduce((sum, layers, ipu) => sum + Math.abs(layers - (written[ipu] ?? 0)), 0);
  const sameLength = tried.filter(({ change }) => change.input[mode].layersPerIpu.length === written.length);
  const [nearest] = fastestFirst(sameLength).sort((a, b) => moved(a) - moved(b));
  const chosen = [bestOf(tried), roomiest(tried), nearest, fastestFirst(tried)[0]].flat();
  return fastestFirst([...new Set(chosen)].filter((each) => each !== undefined));
}

/** Of changes that differ only in how the layers are split, the first. */
function oneSplitEach(tried: readonly Tried[]): Tried[] {
  const seen = new Set<string>();
  return tried.filter(({ change }) => {
    const key = JSON.stringify(
      change.edits.map(({ field, value }) => [field, /layers_per_ipu$/.test(field) ? (value as []).length : value]),
    );
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function findFitting(input: PlanInput, present: Evaluation): Tried[] {
  const byKind = savers.map((kind) => tryAll(kind(input)).filter((tried) => helps(tried, present)));
  const fitting = byKind.flatMap((tried) => bestOf(tried.filter(isGood(present))));
  const isLong = input[input.mode].ipusPerReplica > longestTried;
  if (fitting.length >= enoughRemedies || isLong) return fastestFirst(fitting);
  const insufficient = byKind.map((tried) => (tried.some(isGood(present)) ? [] : tried));
  const joined = [...fitting, ...findPairs(insufficient, present)];
  return fastestFirst(joined.length > 0 ? joined : findChain(input, present));
}

/** Of each two kinds that do not suffice alone, what helps most in the first with what suffices in the second. */
function findPairs(byKind: readonly (readonly Tried[])[], present: Evaluation): Tried[] {
  return byKind.flatMap((tried, index) => {
    const first = roomiest(tried);
    if (!first) return [];
    return savers.flatMap((kind, other) => {
      if (other <= index || byKind[other]?.length === 0) return [];
      const second = kind(first.change.input).map((change) => joinChanges(first.change, change));
      return bestOf(tryAll(second).filter(isGood(present)));
    });
  });
}

/** Kind by kind, always what frees most, until it fits. */
function findChain(input: PlanInput, present: Evaluation): Tried[] {
  let left = [...savers];
  let reached: Tried | undefined;
  while (left.length > 0 && !(reached && isGood(present)(reached))) {
    const from = reached;
    const next = left.flatMap((kind) => {
      const changes = kind(from?.change.input ?? input).map((change) =>
        from ? joinChanges(from.change, change) : change,
      );
      const best = roomiest(tryAll(changes).filter((tried) => helps(tried, from ?? present)));
      return best ? [{ kind, best }] : [];
    });
    const most = next.sort((a, b) => b.best.marginBytes - a.best.marginBytes)[0];
    if (!most) break;
    reached = most.best;
    left = left.filter((kind) => kind !== most.kind);
  }
  return reached && reached.verdict !== 'does-not-fit' ? [reached] : [];
}

function findFaster(input: PlanInput, present: Evaluation, kinds: readonly Kind[]): Tried[] {
  const isFaster = (tried: Tried): boolean =>
    tried.samplesPerSecond > leastGain * present.samplesPerSecond && !isWorse(tried, present);
  const faster = kinds.map((kind) => bestOf(tryAll(kind(input)).filter(isFaster)));
  return fastestFirst(faster.flat());
}

function tryAll(changes: readonly Change[]): Tried[] {
  return changes.flatMap((change) => {
    const evaluation = evaluateConfiguration(change.input);
    return evaluation ? [{ ...evaluation, change }] : [];
  });
}

const ranks = { fits: 0, tight: 1, 'does-not-fit': 2 } as const;

function isWorse({ verdict }: Evaluation, present: Evaluation): boolean {
  return ranks[verdict] > ranks[present.verdict];
}

/** It fits; where it fits already, though tightly, with room to spare. */
function isGood(present: Evaluation): (tried: Evaluation) => boolean {
  return ({ verdict }) => ranks[verdict] < ranks[present.verdict];
}

function helps(tried: Evaluation, present: Evaluation): boolean {
  return tried.marginBytes > present.marginBytes;
}

/** Of those with room to spare, or else of all, the mildest that is about as fast as the fastest. */
function bestOf(tried: readonly Tried[]): Tried[] {
  const roomy = tried.filter(({ verdict }) => verdict === 'fits');
  const among = roomy.length > 0 ? roomy : tried;
  const [fastest] = fastestFirst(among);
  return fastest
    ? among.filter((each) => each.samplesPerSecond * leastGain >= fastest.samplesPerSecond).slice(0, 1)
    : [];
}

function roomiest(tried: readonly Tried[]): Tried | undefined {
  return tried.reduce<Tried | undefined>((best, each) => (best && !helps(each, best) ? best : each), undefined);
}

function fastestFirst(tried: readonly Tried[]): Tried[] {
  const rank = ({ verdict }: Tried): number => (verdict === 'does-not-fit' ? 1 : 0);
  return [...tried].sort((a, b) => rank(a) - rank(b) || b.samplesPerSecond - a.samplesPerSecond);
}

/** The first few that break no rule which was kept before. */
function selectRemedies(input: PlanInput, tried: readonly Tried[]): Remedy[] {
  const known = errorsOf(input);
  const remedies: Remedy[] = [];
  for (const { change, samplesPerSecond, marginBytes, verdict } of tried) {
    if (remedies.length === mostRemedies) break;
    if ([...errorsOf(change.input)].some((code) => !known.has(code))) continue;
    remedies.push({ title: change.title, edits: change.edits, verdict, marginBytes, samplesPerSecond });
  }
  return remedies;
}
