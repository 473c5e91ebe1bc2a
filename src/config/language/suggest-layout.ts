// How a model may be laid out on IPUs: splits of its layers with their modelled speed and memory, figures for each IPU, and parts of
// the embedding. Which is best is for the model of the machine to say (src/engine/ipu).

import type { Evaluation } from '../../engine/ipu/evaluate.ts';
import { leastAccumulation, partsOf } from '../../engine/ipu/proposals.ts';
import { splitLayers } from '../../engine/ipu/splits.ts';
import type { PartialExperiment } from '../fields.ts';
import { podIpusOf } from '../plan-input.ts';
import { publishedConfiguration, publishedConfigurationNames } from '../published/configurations.ts';
import { type Draft, type Outcome, tryValues } from './draft.ts';
import { counted, evaluationWords, renderJson } from './render.ts';
import type { Suggestion } from './suggestion.ts';

type IpuConfig = NonNullable<PartialExperiment['ipu_config']>;

const pipelineLengths = [1, 2, 4, 8, 16];
const mostSplits = 8;
/** Of those, splits over the same number of IPUs where several are possible. */
const mostOfLength = 3;
/** Where the file names no machine. */
const usualPodIpus = 16;
const wildcard = -1;

const modelled = 'Modelled, not measured; what a plan of this file says.';

/** For `layers_per_ipu`: splits that begin with `begun` and add up to the model's layers, the best ones first. */
export function suggestSplits(draft: Draft, begun: readonly unknown[]): Suggestion[] {
  const layers = draft.experiment.model.num_hidden_layers;
  const lengths = lengthsFor(draft, begun.length);
  const splits = lengths.flatMap((length) => splitsOf(layers, length, begun));
  const tried = splits.map((split) => trySplit(draft, split)).filter((each) => each !== undefined);
  const best = bestOf(tried, lengths.length > 1 ? mostOfLength : mostSplits);
  return [...best.map((each) => splitSuggestion(each, layers)), ...wildcardsFor(draft, best[0]?.split, lengths, begun)];
}

/** The best of each length, and of all, that break no rule. */
function bestOf(splits: readonly Split[], ofEach: number): Split[] {
  const counts = new Map<number, number>();
  const best: Split[] = [];
  for (const split of [...splits].sort(compare)) {
    const count = counts.get(split.ipus) ?? 0;
    if (best.length === mostSplits) break;
    if (count === ofEach || !split.isSound()) continue;
    counts.set(split.ipus, count + 1);
    best.push(split);
  }
  return best;
}

interface Split {
  readonly split: readonly number[];
  readonly ipus: number;
  readonly evaluation: Evaluation;
  /** Sequences a second of each IPU. */
  readonly perIpu: number;
  /** Gradient accumulation that it is worked out with, where the file has less than fills the pipeline. */
  readonly accumulation: number | null;
  /** Breaks no rule. */
  readonly isSound: () => boolean;
}

/** What a split leads to, with a pipeline that is filled; undefined if it cannot be placed. */
function trySplit(draft: Draft, split: readonly number[]): Split | undefined {
  const ipus =
    split.length === 1 && split[0] === wildcard ? draft.experiment.ipu_config.ipus_per_replica : split.length;
  const least = leastAccumulation(ipus);
  const isFilled = draft.experiment.training.gradient_accumulation_steps >= least;
  const filled = isFilled ? {} : { training: { gradient_accumulation_steps: least } };
  const changes = { ...inLayout({ layers_per_ipu: split }), ...filled };
  const { input, evaluation, isSound } = tryValues(draft, changes);
  const accumulation = isFilled || draft.experiment.training.do_train === false ? null : least;
  if (!evaluation) return undefined;
  const used = ipus * input[input.mode].replicationFactor;
  return { split, ipus, evaluation, perIpu: evaluation.samplesPerSecond / used, accumulation, isSound };
}

/** What fits goes before what does not; then what gets more out of each IPU, as other copies take the rest of the machine. */
function compare(a: Split, b: Split): number {
  const misfit = ({ evaluation: { verdict } }: Split): number => Number(verdict === 'does-not-fit');
  const more = ({ evaluation: { marginBytes } }: Split, than: Split): number =>
    marginBytes - than.evaluation.marginBytes;
  if (misfit(a) !== misfit(b)) return misfit(a) - misfit(b);
  return misfit(a) ? more(b, a) : b.perIpu - a.perIpu || more(b, a);
}

/** Pipelines that the rest of the file has room for. */
function lengthsFor({ values, experiment }: Draft, least: number): number[] {
  const given = values.ipu_config?.ipus_per_replica;
  if (typeof given === 'number') return given >= least ? [given] : [];
  const proportions = values.ipu_config?.matmul_proportion;
  if (Array.isArray(proportions)) return [proportions.length];
  const room = experiment.ipu_config.n_ipu ?? podIpusOf(experiment.ipu_config.pod_type) ?? usualPodIpus;
  const begun = pipelineLengths.includes(least + 1) || least === 0 ? [] : [least + 1];
  return [...pipelineLengths, ...begun].filter((length) => length <= room && length > Math.max(0, least - 1));
}

function splitsOf(layers: number, length: number, begun: readonly unknown[]): number[][] {
  const balanced = splitLayers(layers, length).filter((split) => begun.every((count, index) => split[index] === count));
  if (balanced.length > 0 || begun.length === 0) return balanced;
  const rest = layers - begun.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : NaN), 0);
  const open = length - begun.length;
  // What is begun in a way of its own is gone on with evenly.
  const isCount = begun.every((count) => Number.isSafeInteger(count) && (count as number) >= 0);
  if (!isCount || rest < 0 || open < 1) return [];
  const share = Math.floor(rest / open);
  const more = rest - share * open;
  return [
    [...(begun as number[]), ...Array.from({ length: open }, (_, index) => share + (index >= open - more ? 1 : 0))],
  ];
}

function splitSuggestion({ split, evaluation, accumulation }: Split, layers: number): Suggestion {
  const [first = 0, ...others] = split;
  const even = others.every((each) => each === others[0]);
  const shape =
    split.length === 1
      ? `All ${layers} layers on one IPU.`
      : `${counted(first, 'layer')} beside the embeddings${even ? `, ${others[0]} on each other IPU` : ''}: ${split.join(' + ')} = ${layers} on ${split.length} IPUs.`;
  const filled =
    accumulation === null
      ? ''
      : ` With gradient accumulation ${accumulation}, the least that fills a pipeline of ${split.length} IPUs: the file has less.`;
  return {
    value: split,
    kind: 'split',
    detail: evaluationWords(evaluation) + (accumulation === null ? '' : ` · accumulation ${accumulation}`),
    documentation: `${shape}\n\n${evaluationWords(evaluation)} on the fullest IPU.${filled} ${modelled}`,
  };
}

/** The same with -1, which stands for an even share of what is left; before version 0.6.0 there was none. */
function wildcardsFor(
  draft: Draft,
  best: readonly number[] | undefined,
  lengths: readonly number[],
  begun: readonly unknown[],
): Suggestion[] {
  if (draft.experiment.plan.optimum_graphcore === '0.5') return [];
  const lists: number[][] = [];
  if (best && best.length > 1)
    lists.push([
      ...(begun.length > 0 ? (begun as number[]) : best.slice(0, 1)),
      ...best.slice(Math.max(1, begun.length)).map(() => wildcard),
    ]);
  if (begun.length === 0 && lengths.length === 1) lists.push([wildcard]);
  return lists.flatMap((list) => {
    const tried = trySplit(draft, list);
    if (!tried?.isSound()) return [];
    const { evaluation, ipus } = tried;
    return [
      {
        value: list,
        kind: 'split' as const,
        detail: evaluationWords(evaluation),
        documentation: `-1: an even share of the layers that the numbers leave, the remainder on the last such IPU; here over ${counted(ipus, 'IPU')}. Goes on fitting when the model changes.\n\n${modelled}`,
      },
    ];
  });
}

/** For `matmul_proportion`: one figure for all IPUs, or one for each. */
export function suggestProportions(draft: Draft, begun: readonly unknown[] | null): Suggestion[] {
  const { ipus_per_replica: ipus } = draft.experiment.ipu_config;
  const published = publishedConfigurationNames.flatMap((name) => {
    const given = publishedConfiguration(name)?.values.ipu_config?.matmul_proportion;
    return given === undefined ? [] : [{ value: given, source: `As in ${name}.` }];
  });
  const shares = [0.1, 0.15, 0.2, 0.25].map((share) => ({ value: share, source: '' }));
  const lists = [...published, ...shares].map(({ value, source }) =>
    typeof value === 'number' ? { value: Array.from({ length: ipus }, () => value), source } : { value, source },
  );
  const all: readonly { value: number | readonly number[]; source: string }[] = [
    ...(begun ? [] : [...published, ...shares]),
    ...lists,
  ];
  const fitting = all.filter(({ value }) =>
    typeof value === 'number'
      ? true
      : value.length === ipus && (begun ?? []).every((each, index) => value[index] === each),
  );
  return fitting.flatMap(({ value, source }) => {
    const { evaluation } = tryValues(draft, inLayout({ matmul_proportion: value }));
    const share =
      'Share of an IPU’s memory for the temporaries of matrix products; the rest is for weights and activations.';
    return evaluation ? [modelledSuggestion(value, evaluation, `${share} ${source}`)] : [];
  });
}

/** For the factors that cut the embedding or the projection into parts: divisors of the vocabulary. */
export function suggestParts(name: 'embedding_serialization_factor' | 'projection_serialization_factor') {
  const what = name === 'embedding_serialization_factor' ? 'embedding look-up' : 'product with the vocabulary';
  return (draft: Draft): Suggestion[] => {
    const { vocab_size: tokens } = planned(draft).input.model;
    return partsOf(tokens).flatMap((parts) => {
      const { evaluation, isSound } = tryValues(draft, inLayout({ [name]: parts }));
      const text =
        parts === 1
          ? `The ${what} in one piece.`
          : `The ${what} in ${parts} parts of ${counted(tokens / parts, 'token')}; ${parts} divides the vocabulary of ${tokens}.`;
      return evaluation && isSound() ? [modelledSuggestion(parts, evaluation, text)] : [];
    });
  };
}

/** For `ipus_per_replica`: pipelines over which the layers of the file can be placed. */
export function suggestPipelineLengths(draft: Draft): Suggestion[] {
  const written = draft.values.ipu_config?.layers_per_ipu?.length ?? 1;
  return [...new Set([written, ...pipelineLengths])].flatMap((ipus) => {
    const { evaluation, isSound } = tryValues(draft, inLayout({ ipus_per_replica: ipus }));
    const text = ipus === 1 ? 'The whole model on one IPU.' : `A pipeline of ${ipus} IPUs for each copy of the model.`;
    return evaluation && isSound() ? [modelledSuggestion(ipus, evaluation, text)] : [];
  });
}

/** A value and what a plan says of it. */
function modelledSuggestion(value: unknown, evaluation: Evaluation, text: string): Suggestion {
  return {
    value,
    label: renderJson(value),
    kind: 'value',
    detail: evaluationWords(evaluation),
    documentation: `${text.trim()}\n\n${evaluationWords(evaluation)} on the fullest IPU. ${modelled}`,
  };
}

/** The draft as it is. */
export function planned(draft: Draft): Outcome {
  return tryValues(draft, {});
}

function inLayout(ipuConfig: IpuConfig): PartialExperiment {
  return { ipu_config: ipuConfig };
}
