// From what a sweep's section says to what each of its runs sets: pure, and the same section gives the same runs in the same order.
// Whether the experiments that come of it can run is load-sweep.ts's question.

import { type Field, type SweepParameter } from './field.ts';
import { type Experiment, rootFields, sectionFields } from './fields.ts';
import { nearestName } from '../shared/nearest.ts';
import { labelRuns } from './sweep-labels.ts';
import {
  sweepFieldUnknown,
  sweepHasNoParameters,
  sweepParametersUnused,
  sweepRangeEmpty,
  sweepRangeNotDrawn,
  sweepRangeNotNumeric,
  sweepTooFewDifferent,
  sweepTooLarge,
  sweepValueTwice,
} from './sweep-errors.ts';

/** The most runs of a sweep; each has a folder, and the lists show all. */
export const mostRuns = 1000;
const usualDraws = 10;
const usualSeeds = 3;
/** Digits of a number that is drawn: enough to try, few enough to read. */
const drawnDigits = 4;

/** A value of one field, by its place in the file such as `training.learning_rate`. */
export interface Setting {
  readonly field: string;
  readonly value: unknown;
}

/** What one run of a sweep sets, and what sets it apart from the others. */
export interface SweepCombination {
  readonly label: string;
  readonly settings: readonly Setting[];
}

/** One run of a sweep, ready to be launched. */
export interface SweepRun {
  /** Such as `lr 3e-5, seed 43`. */
  readonly label: string;
  readonly experiment: Experiment;
}

/** Whether the experiment's file describes a sweep. */
export function isSweep({ sweep }: Pick<Experiment, 'sweep'>): boolean {
  return sweep.method === 'seeds' || Object.keys(sweep.parameters).length > 0;
}

/** What each run of the experiment's sweep sets. Throws an AppError if the sweep cannot be carried out. */
export function expandSweep(experiment: Pick<Experiment, 'sweep' | 'training'>): SweepCombination[] {
  const combinations = combine(experiment);
  const labels = labelRuns(combinations);
  return combinations.map((settings, index) => ({ label: labels[index]!, settings }));
}

function combine({ sweep, training }: Pick<Experiment, 'sweep' | 'training'>): Setting[][] {
  const parameters = Object.entries(sweep.parameters).map(([field, parameter]) => checked(field, parameter));
  if (sweep.method === 'seeds') {
    if (parameters.length > 0) throw sweepParametersUnused(Object.keys(sweep.parameters));
    const count = sweep.count ?? usualSeeds;
    return Array.from({ length: count }, (_, i) => [{ field: 'training.seed', value: training.seed + i }]);
  }
  if (parameters.length === 0) throw sweepHasNoParameters(sweep.method);
  return sweep.method === 'grid' ? crossAll(parameters) : drawAll(parameters, sweep.count ?? usualDraws, sweep.seed);
}

/** A parameter whose field is known to take part in runs. */
interface CheckedParameter {
  readonly field: string;
  readonly parameter: SweepParameter;
  readonly isInteger: boolean;
}

/** Fields of the file that a sweep may vary, by their place. */
const sweepable: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['task', rootFields.task],
  ...Object.entries(sectionFields)
    // No run depends on a plan's fields, and a sweep has no sweeps.
    .filter(([section]) => section !== 'plan' && section !== 'sweep')
    .flatMap(([section, fields]) =>
      Object.entries(fields).map(([name, field]): [string, Field] => [`${section}.${name}`, field]),
    ),
]);

/** The field that a sweep varies under this path; undefined if there is none that it can. */
export function sweepableField(path: string): Field | undefined {
  return sweepable.get(path);
}

function checked(path: string, parameter: SweepParameter): CheckedParameter {
  const field = sweepable.get(path);
  if (field === undefined) throw sweepFieldUnknown(path, meant(path));
  if (!isList(parameter)) {
    if (field.type !== 'number' && field.type !== 'integer') throw sweepRangeNotNumeric(path);
    const isInteger = field.type === 'integer';
    if (isInteger && Math.floor(parameter.max) < Math.ceil(parameter.min)) throw sweepRangeEmpty(path);
    return { field: path, parameter, isInteger };
  }
  const texts = parameter.map((value) => JSON.stringify(value));
  const twice = texts.find((text, index) => texts.indexOf(text) < index);
  if (twice !== undefined) throw sweepValueTwice(path, twice);
  return { field: path, parameter, isInteger: field.type === 'integer' };
}

/** The field that was meant: most often its section was left out. */
function meant(path: string): string | undefined {
  const paths = [...sweepable.keys()];
  return paths.find((each) => each.endsWith(`.${path}`)) ?? nearestName(path, paths);
}

/** Every combination; the last parameter varies fastest. */
function crossAll(parameters: readonly CheckedParameter[]): Setting[][] {
  const lists = parameters.map(({ field, parameter }) => {
    if (!isList(parameter)) throw sweepRangeNotDrawn(field);
    return parameter.map((value) => ({ field, value }));
  });
  const count = lists.reduce((product, list) => product * list.length, 1);
  if (count > mostRuns) throw sweepTooLarge(count, mostRuns);
  return lists.reduce<Setting[][]>((all, list) => all.flatMap((one) => list.map((each) => [...one, each])), [[]]);
}

function drawAll(parameters: readonly CheckedParameter[], count: number, seed: number): Setting[][] {
  if (count > mostRuns) throw sweepTooLarge(count, mostRuns);
  const random = createRandom(seed);
  const drawn = new Map<string, Setting[]>();
  // The same combination twice would be the same run twice; where there are too few, drawing on does not help.
  for (let tries = 0; drawn.size < count; tries++) {
    if (tries > 100 * count + 1000) throw sweepTooFewDifferent(count, drawn.size);
    const settings = parameters.map((each) => ({ field: each.field, value: drawOne(each, random()) }));
    const key = JSON.stringify(settings);
    if (!drawn.has(key)) drawn.set(key, settings);
  }
  return [...drawn.values()];
}

/** One value of the parameter; `share` in [0, 1) says which. */
function drawOne({ parameter, isInteger }: CheckedParameter, share: number): unknown {
  if (isList(parameter)) return parameter[Math.floor(share * parameter.length)];
  const { min, max, scale } = parameter;
  if (isInteger && scale !== 'log') return Math.ceil(min) + Math.floor(share * (Math.floor(max) - Math.ceil(min) + 1));
  const value = scale === 'log' ? min * (max / min) ** share : min + (max - min) * share;
  return Math.min(max, Math.max(min, isInteger ? Math.round(value) : Number(value.toPrecision(drawnDigits))));
}

function isList(parameter: SweepParameter): parameter is readonly unknown[] {
  return Array.isArray(parameter);
}

/** Numbers in [0, 1), the same for the same seed: mulberry32 (Tommy Ettinger, public domain). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
