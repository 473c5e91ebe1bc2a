// Experiment files made by machine, any number of them, the same for the same seed: valid ones, broken ones, deeply nested ones, huge
// ones, noise. For tests and benchmarks of what looks at a text.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakOnce, scraps, values } from './breakage.ts';
import { rootFields, sectionFields } from '../../src/config/fields.ts';
import type { Field } from '../../src/config/field.ts';
import type { Random } from './random.ts';

const samples = join(import.meta.dirname, '../../samples');

/** Texts of the samples. */
export const originals: readonly string[] = globSync('*.ipu.json', { cwd: samples })
  .sort()
  .map((name) => readFileSync(join(samples, name), 'utf8'));

/** A generated text, and what kind it is of. */
export interface GeneratedFile {
  readonly kind: keyof typeof makers;
  readonly text: string;
}

type Maker = (random: Random) => string;

const makers = {
  valid: (random) => random.pick(originals),
  broken,
  odd: oddValues,
  twice: namedOften,
  deep: deeplyNested,
  long: longTexts,
  wide: manyEntries,
  noise,
  bytes: randomBytes,
} as const satisfies Record<string, Maker>;

// Huge ones take long to make, and one differs little from the next.
const shares: readonly [kind: keyof typeof makers, share: number][] = [
  ['valid', 5], ['broken', 35], ['odd', 20], ['twice', 5], ['deep', 5], ['long', 1], ['wide', 1], ['noise', 14], ['bytes', 14],
]; // prettier-ignore

const turns = shares.flatMap(([kind, share]) => Array.from({ length: share }, () => kind));

/** The file of this turn: any hundred in a row have each kind in its share. */
export function makeFile(turn: number, random: Random): GeneratedFile {
  const kind = turns[turn % turns.length]!;
  return { kind, text: makers[kind](random) };
}

/** An experiment file of 500 lines with every field, comments, and something wrong with about every fifth entry. */
export function makeLongFile(random: Random): string {
  const comment = '    // What it is for, and why it has the value that it has 👩‍🔬.\n';
  const entryOf = ([name, field]: [string, Field]): string => {
    const written = random.next() < 0.1 ? `${name}s` : name;
    const value = random.next() < 0.1 ? oddValue(random) : JSON.stringify(field.example ?? field.default);
    return `${comment.repeat(3)}    "${written}": ${value}`;
  };
  const sections = Object.entries(sectionFields).map(
    ([name, fields]) => `  "${name}": {\n${Object.entries<Field>(fields).map(entryOf).join(',\n')}\n  }`,
  );
  const text = `{\n  "name": "long",\n${sections.join(',\n')}\n}\n`;
  const excess = text.split('\n').length - 1 - longFileLines;
  return excess < 0 ? '// A file of its own.\n'.repeat(-excess) + text : withoutComments(text, comment, excess);
}

/** Lines of a long file: far more than any experiment has needed yet. */
export const longFileLines = 500;

function withoutComments(text: string, comment: string, count: number): string {
  let left = text;
  for (let index = 0; index < count; index++) left = left.replace(comment, '');
  return left;
}

function broken(random: Random): string {
  let text = random.pick(originals);
  for (let edits = 1 + random.below(4); edits > 0; edits--) text = breakOnce(text, random);
  return random.next() < 0.2 ? text.replaceAll('\n', '\r\n') : text;
}

function oddValue(random: Random): string {
  return random.pick(values);
}

/** JSON as it should be, whose fields have any values at all. */
function oddValues(random: Random): string {
  const section = ([name, fields]: [string, object]): string => {
    const names = Object.keys(fields).filter(() => random.next() < 0.3);
    return `"${name}": { ${names.map((each) => `"${each}": ${oddValue(random)}`).join(', ')} }`;
  };
  const root = Object.keys(rootFields).filter((name) => name !== 'extends' && random.next() < 0.3);
  const entries = [
    ...root.map((name) => `"${name}": ${oddValue(random)}`),
    ...Object.entries(sectionFields).map(section),
  ];
  return `{ ${entries.join(',\n  ')} }`;
}

function namedOften(random: Random): string {
  const names = Object.keys(sectionFields.training);
  const entries = Array.from({ length: 2 + random.below(400) }, () => `"${random.pick(names)}": ${oddValue(random)}`);
  return `{ "training": { ${entries.join(', ')} }, "training": {}, "training": { "seed": 1 } }`;
}

function deeplyNested(random: Random): string {
  const depth = random.pick([5, 31, 32, 33, 500, 20_000]);
  const [open, close] = random.pick([['[', ']'], ['{ "a": ', ' }'], ['{ "model": ', ' }'], ['[{ "training": ', '}]']]); // prettier-ignore
  return open!.repeat(depth) + oddValue(random) + close!.repeat(random.next() < 0.5 ? depth : random.below(depth));
}

const units = ['a', 'https://', '"token": ', '-----BEGIN PRIVATE KEY-----', 'aws key ', '\\\\', '👩‍🔬', '/* ', '// ', ' ', '\n', 'wandb_', 'hf_']; // prettier-ignore

/** One text, comment or name of up to a megabyte and a half. */
function longTexts(random: Random): string {
  const unit = random.pick(units);
  const long = unit.repeat(Math.ceil(random.pick([1000, 100_000, 900_000, 1_500_000]) / unit.length));
  return random.pick([`{ "name": "${long}" }`, `{ "${long}": 1 }`, `{ "a": 1 } // ${long}`, `/* ${long}`, long]);
}

/** Thousands of entries, known and unknown. */
function manyEntries(random: Random): string {
  const count = random.pick([1000, 5000, 30_000]);
  const entry = random.pick([
    (index: number) => `"learning_rat${index}": 1`,
    (index: number) => `"name": "${index}"`,
    (index: number) => `"x${index}": { "a": [1, 2, 3] }`,
  ]);
  const entries = Array.from({ length: count }, (_, index) => entry(index)).join(',\n');
  return random.pick([`{ ${entries} }`, `{ "training": { ${entries} } }`, `{ "extra_args": { ${entries} } }`, `{ "ipu_config": { "layers_per_ipu": [${'1, '.repeat(count)}1] } }`]); // prettier-ignore
}

function noise(random: Random): string {
  let text = '';
  for (let length = random.below(60); length > 0; length--)
    text += random.next() < 0.6 ? random.pick(scraps) : random.pick(values);
  return text;
}

function randomBytes(random: Random): string {
  const bytes = Uint8Array.from({ length: random.below(3000) }, () => random.below(256));
  return new TextDecoder().decode(bytes);
}
