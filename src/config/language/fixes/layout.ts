// Fixes of layouts on IPUs: layers that add up, lists of the right length, pipelines that fill, factors that divide, replicas that use
// the machine. Figures come from the plan's model where it has some (its remedies), else from the rule itself.

import { planConfiguration } from '../../../engine/ipu/plan.ts';
import type { Layout, PlanInput } from '../../../engine/ipu/plan-input.ts';
import { splitLayers } from '../../../engine/ipu/splits.ts';
import { planInputOf } from '../../plan-input.ts';
import { type Candidate, choose, type Fixer, type FixInput, preferFirst, setFields } from './candidate.ts';

/** The most ways to mend one thing that are offered. */
const most = 3;

/** What a fixer of layouts looks at: the layout of the pass that the diagnostic is about. */
interface LayoutInput extends FixInput {
  readonly plan: PlanInput;
  readonly pass: PlanInput['mode'];
  readonly layout: Layout;
  /** Where a figure of this layout is written, such as `ipu_config.layers_per_ipu`. */
  readonly at: (field: string) => string;
}

function asLayout(input: FixInput): LayoutInput {
  const plan = planInputOf(input.experiment, input.samples ?? undefined);
  const entry = input.nodes.around(input.diagnostic);
  const pass = entry?.name.startsWith('inference_') ? 'inference' : 'training';
  const at = (field: string): string => `ipu_config.${pass === 'inference' ? 'inference_' : ''}${field}`;
  return { ...input, plan, pass, layout: plan[pass], at };
}

/** A fixer of layouts, with the plan's own remedies after its own candidates. */
function withRemedies(fixer: (input: LayoutInput) => Candidate[]): Fixer {
  return (input) => {
    const layout = asLayout(input);
    return preferFirst([...fixer(layout), ...remedies(layout)]);
  };
}

function remedies(input: LayoutInput): Candidate[] {
  const { diagnostic, plan } = input;
  const warning = planConfiguration(plan).warnings.find(({ code }) => code === diagnostic.code);
  return (warning?.remedies ?? []).slice(0, most).flatMap(({ title, edits }) => setFields(input, title, edits));
}

/** Layers that do not add up, or lists of the wrong length. */
export const layersWrong = withRemedies((input) => {
  const { layout, plan, at } = input;
  const total = plan.model.num_hidden_layers;
  const given = layout.layersPerIpu;
  const field = at('layers_per_ipu');
  const nearby = given.length === layout.ipusPerReplica ? [nearestSplit(given, total)] : [];
  const isAlone = given.length > 1 && given.reduce((sum, layers) => sum + Math.max(0, layers), 0) === total;
  const ofList =
    isAlone && input.nodes.get(at('ipus_per_replica')) ? choose(input, at('ipus_per_replica'), [given.length]) : [];
  const shared = splitLayers(total, layout.ipusPerReplica).slice(0, most - 1);
  const splits = [...nearby, ...shared].filter((split) => split.length > 0).slice(0, most);
  const inherit = input.pass === 'inference' ? choose(input, field, [null]) : [];
  return [...ofList, ...choose(input, field, splits), ...inherit];
});

/** The given list with as few layers moved as it takes. */
function nearestSplit(given: readonly number[], total: number): number[] {
  const split = given.map((layers) => Math.max(0, Math.trunc(layers)));
  const sumOf = (): number => split.reduce((sum, layers) => sum + layers, 0);
  // Each round takes one layer or gives one; more than some hundreds are no model.
  for (let round = 0; sumOf() !== total && round < 1000; round++) {
    const fullest = split.lastIndexOf(Math.max(...split));
    const others = split.map((layers, ipu) => (ipu === 0 && split.length > 1 ? Infinity : layers));
    const emptiest = others.lastIndexOf(Math.min(...others));
    if (sumOf() > total) split[fullest]! -= 1;
    else split[emptiest]! += 1;
  }
  return sumOf() === total ? split : [];
}

/** A pipeline with too few micro-batches. */
export const pipelineNotFilled = withRemedies((input) => {
  const stages = 2 * input.layout.ipusPerReplica - 1;
  return choose(input, accumulationField(input), [stages]);
});

/** Where the file says the gradient accumulation that counts. */
function accumulationField({ nodes }: FixInput): string {
  const isSet = (path: string): boolean => (nodes.get(path)?.value.type ?? 'null') !== 'null';
  const isOnlyInConfig =
    isSet('ipu_config.gradient_accumulation_steps') && !isSet('training.gradient_accumulation_steps');
  return `${isOnlyInConfig ? 'ipu_config' : 'training'}.gradient_accumulation_steps`;
}

/** More or fewer replicas than the machine has room for. */
export const replicasWrong = withRemedies((input) => {
  const { plan, layout, at } = input;
  const replicas = Math.floor((plan.podIpus ?? 0) / layout.ipusPerReplica);
  const fill = replicas >= 1 ? choose(input, at('replication_factor'), [replicas]) : [];
  const needed = nextPowerOfTwo(Math.max(1, layout.replicationFactor) * layout.ipusPerReplica);
  return [
    ...fill,
    ...(replicas >= 1 && replicas >= layout.replicationFactor ? [] : choose(input, 'ipu_config.n_ipu', [needed])),
  ];
});

/** A machine that cannot be had. */
export const podWrong: Fixer = (input) => {
  const ipus = planInputOf(input.experiment).podIpus ?? 0;
  const above = nextPowerOfTwo(ipus);
  return ipus > 0 ? preferFirst(choose(input, 'ipu_config.n_ipu', [above / 2, above])) : [];
};

/** A factor that does not divide the vocabulary. */
export const factorWrong = withRemedies((input) => {
  const [kind] = input.diagnostic.code.split('-');
  const factor =
    kind === 'embedding' ? input.layout.embeddingSerializationFactor : input.layout.projectionSerializationFactor;
  return choose(input, input.at(`${kind}_serialization_factor`), divisorsNear(input.plan.model.vocab_size, factor));
});

/** Heads that do not divide the width. */
export const headsWrong: Fixer = (input) => {
  const { hidden_size: width, num_attention_heads: heads } = input.experiment.model;
  return preferFirst(choose(input, 'model.num_attention_heads', divisorsNear(width, heads)));
};

/** The nearest numbers that divide `value`, at most three. */
function divisorsNear(value: number, near: number): number[] {
  const found: number[] = [];
  for (let divisor = 1; divisor <= Math.min(value, 4096); divisor++) if (value % divisor === 0) found.push(divisor);
  return found.sort((a, b) => Math.abs(a - near) - Math.abs(b - near)).slice(0, most);
}

/** A proportion for each of other IPUs, or a whole number. */
export const proportionWrong: Fixer = (input) => {
  const { layout, at } = asLayout(input);
  const given = layout.matmulProportion;
  const list = typeof given === 'number' ? [given] : given;
  const last = list.at(-1) ?? 0.2;
  const stretched = Array.from({ length: Math.min(layout.ipusPerReplica, 256) }, (_, ipu) => list[ipu] ?? last);
  return preferFirst(choose(input, at('matmul_proportion'), [stretched, Math.min(...list), null]));
};

/** Parts of a table on each IPU that cannot be. */
export const splitsWrong: Fixer = (input) => {
  const { layout, at, diagnostic } = asLayout(input);
  const [kind] = diagnostic.code.split('-');
  const given = (kind === 'embedding' ? layout.embeddingSplitsPerIpu : layout.projectionSplitsPerIpu) ?? [];
  const stretched = Array.from({ length: Math.min(layout.ipusPerReplica, 256) }, (_, ipu) => given[ipu] ?? 0);
  const field = at(`serialized_${kind}_splits_per_ipu`);
  const fitted = diagnostic.code.endsWith('length-wrong') ? choose(input, field, [stretched]) : [];
  return preferFirst([
    ...fitted,
    ...choose(input, field, [null]),
    ...choose(input, at(`${kind}_serialization_factor`), [null]),
  ]);
};

/** Data that do not fill a step: fewer micro-batches, calls or replicas, as far as it takes. */
export const stepTooLarge: Fixer = (input) => {
  const { plan } = asLayout(input);
  const { trainSamples: samples, training, microBatchSize, gradientAccumulationSteps: steps } = plan;
  if (samples === null) return [];
  const rest = (without: number): number =>
    Math.floor(samples / ((microBatchSize * steps * training.replicationFactor * training.deviceIterations) / without));
  const least = 2 * training.ipusPerReplica - 1;
  const ways: [field: string, value: number, atLeast: number][] = [
    ['ipu_config.device_iterations', rest(training.deviceIterations), 1],
    [accumulationField(input), rest(steps), least],
    ['training.per_device_train_batch_size', rest(microBatchSize), 1],
  ];
  return preferFirst(
    ways.flatMap(([field, value, atLeast]) => (value >= atLeast ? choose(input, field, [value]) : [])),
  );
};

function nextPowerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}
