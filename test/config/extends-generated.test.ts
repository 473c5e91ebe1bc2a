// Laws of extending, on generated chains: merging is associative, a chain is its files laid over one another, and resolving what
// has been resolved changes nothing.

import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { resolveExtends } from '../../src/config/extends.ts';
import type { Field } from '../../src/config/field.ts';
import { type PartialExperiment, rootFields, sectionFields } from '../../src/config/fields.ts';
import { inheritable, mergeExperiments } from '../../src/config/merge.ts';
import { parseExperiment } from '../../src/config/parse.ts';
import { publishedConfiguration, publishedConfigurationNames } from '../../src/config/published/configurations.ts';
import { resolveExperiment } from '../../src/config/resolve.ts';

/** Mulberry32: numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;

function valueFor(field: Field, random: Random): unknown {
  const count = 1 + Math.floor(random() * 9);
  if ('nullable' in field && field.nullable && random() < 0.2) return null;
  switch (field.type) {
    case 'boolean':
      return random() < 0.5;
    case 'choice':
      return field.values[Math.floor(random() * field.values.length)];
    case 'string':
      return field.path ? `./folder/file-${count}.txt` : `text ${count}`;
    case 'number':
    case 'integer':
      return Math.min(Math.max(count, field.min ?? 1), field.max ?? Infinity);
    case 'numbers':
      return Array.from({ length: count }, () => 1);
    case 'texts':
      return [];
    case 'arguments':
      return Object.fromEntries(Array.from({ length: count }, (_, index) => [`flag_${index * count}`, count]));
    case 'parameters':
      return { 'training.seed': [count] };
    default:
      return field satisfies never;
  }
}

function pick(fields: Readonly<Record<string, Field>>, random: Random): Record<string, unknown> {
  const names = Object.keys(fields).filter((name) => name !== 'extends' && random() < 0.3);
  return Object.fromEntries(names.map((name) => [name, valueFor(fields[name]!, random)]));
}

function generate(random: Random): PartialExperiment {
  const sections = Object.entries(sectionFields).filter(() => random() < 0.7);
  const picked = sections.map(([section, fields]) => [section, pick(fields, random)]);
  return { ...pick(rootFields, random), ...Object.fromEntries(picked) } as PartialExperiment;
}

test('merging is associative, and merging with nothing changes nothing', () => {
  const random = randomFrom(7);
  for (let round = 0; round < 300; round++) {
    const [a, b, c] = [generate(random), generate(random), generate(random)];
    const left = mergeExperiments(mergeExperiments(a, b), c);
    assert.deepEqual(left, mergeExperiments(a, mergeExperiments(b, c)), `round ${round}`);
    assert.deepEqual(mergeExperiments(a, {}), a);
    assert.deepEqual(mergeExperiments({}, a), a);
    assert.deepEqual(mergeExperiments(a, a), a);
  }
});

const folder = resolve('/data');

/** Files in memory, each extending some of those after it, or published configurations. */
function generateFamily(random: Random) {
  const count = 1 + Math.floor(random() * 6);
  const own = Array.from({ length: count }, () => generate(random));
  const parents = own.map((_, index) =>
    [...own.keys()]
      .filter((other) => other > index && random() < 0.5)
      .map((other) => `${other}.ipu.json`)
      .concat(random() < 0.2 ? [publishedConfigurationNames[Math.floor(random() * 3)]!] : []),
  );
  const texts = own.map((values, index) => JSON.stringify({ extends: parents[index], ...values }));
  return { own, parents, texts };
}

/** The plain meaning: every parent’s values in order, then the file’s own. */
function meaningOf({ own, parents }: ReturnType<typeof generateFamily>, index: number): PartialExperiment {
  const inherited = parents[index]!.map((name) => {
    const published = publishedConfiguration(name);
    if (published) return published.values;
    return inheritable(meaningOf({ own, parents, texts: [] }, Number.parseInt(name, 10)));
  });
  return [...inherited, own[index]!].reduce(mergeExperiments, {});
}

const resolved = (values: PartialExperiment) => resolveExperiment(values, join(folder, '0.ipu.json'));

test('a family of files says what its files say, laid over one another; resolved once is resolved for good', async () => {
  const random = randomFrom(11);
  for (let round = 0; round < 150; round++) {
    const family = generateFamily(random);
    const reader = {
      read: (file: string) =>
        Promise.resolve(parseExperiment(family.texts[Number.parseInt(file.slice(folder.length + 1), 10)]!)),
      isFolder: () => Promise.resolve(false),
    };
    const parsed = parseExperiment(family.texts[0]!);
    assert.deepEqual(parsed.faults, []);
    const { values, origins, problems } = await resolveExtends(parsed, join(folder, '0.ipu.json'), reader);
    assert.deepEqual(problems, [], family.texts.join('\n'));
    assert.deepEqual(resolved(values), resolved(meaningOf(family, 0)), `round ${round}`);
    const set = Object.entries(values).flatMap(([name, value]) =>
      Object.hasOwn(sectionFields, name) ? Object.keys(value as object).map((field) => `${name}.${field}`) : [name],
    );
    assert.deepEqual([...origins.keys()].filter((path) => path !== 'extends').sort(), set.sort());
    const again = parseExperiment(JSON.stringify(values));
    const twice = await resolveExtends(again, join(folder, '0.ipu.json'), reader);
    assert.deepEqual(twice.values, values);
  }
});
