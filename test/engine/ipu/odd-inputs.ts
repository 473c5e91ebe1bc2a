// Configurations that nobody can mean, made by a seeded generator: ordinary ones in which some figures are not numbers, negative,
// zero, fractions or huge, and lists empty or far too long.

import type { PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { inputsOf } from './planned-inputs.ts';

const oddFigures = [Number.NaN, -1, 0, 0.5, -1e9, 1e9, 1e308, Infinity, -Infinity, Number.MAX_SAFE_INTEGER, 3];

/** `count` of them; the same seed gives the same. */
export function oddInputsOf(seed: number, count: number): PlanInput[] {
  const random = createRandom(seed);
  return inputsOf(seed, count).map((input) => {
    const share = random.pick([0.02, 0.1, 0.5]);
    return spoil(random, { ...input, podIpus: 16, trainSamples: 1000, evalSamples: 100 }, share) as PlanInput;
  });
}

function spoil(random: Random, value: unknown, share: number): unknown {
  if (typeof value === 'number') return random.next() < share ? random.pick(oddFigures) : value;
  if (Array.isArray(value)) return spoilList(random, value, share);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoil(random, inner, share)]));
}

function spoilList(random: Random, list: readonly unknown[], share: number): unknown[] {
  const entries = list.map((entry) => spoil(random, entry, share));
  if (random.next() >= share) return entries;
  return random.pick([[], entries.slice(1), [...entries, ...entries], new Array<unknown>(5000).fill(entries[0] ?? 1)]);
}
