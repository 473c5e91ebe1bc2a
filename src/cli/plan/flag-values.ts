// Reads the values of options: numbers, lists, choices. A value that is none is a usage error that says what one looks like.

import type { BlocksOnIpu } from '../../engine/ipu/plan-input.ts';
import type { Input } from '../command.ts';
import { notAChoice, notAList, notInRange, optionsOppose } from '../errors.ts';

/** Entries of a list at most: the IPUs of the largest pipeline one may plan. */
const mostEntries = 256;

/** A whole number of at least `min`; undefined if the option is not given. */
export function readWhole(args: Input, option: string, min: number): number | undefined {
  return args.isSet(option) ? args.integer(option, min, min) : undefined;
}

/** A number of at least `min`, or above it where `min` itself means nothing; undefined if the option is not given. */
export function readNumber(args: Input, option: string, min: number, isOpen = false): number | undefined {
  if (!args.isSet(option)) return undefined;
  const value = args.decimal(option, min);
  if (value < min || (isOpen && value === min)) throw notInRange(option, args.text(option) ?? '', min, isOpen);
  return value;
}

/** Whether `on` is given, `off`, or neither, which leaves it at `otherwise`. */
export function readSwitch(args: Input, on: string, off: string, otherwise: boolean): boolean {
  if (args.isSet(on) && args.isSet(off)) throw optionsOppose(on, off);
  return args.isSet(on) || (!args.isSet(off) && otherwise);
}

/** One of `choices`, in capitals or not; undefined if the option is not given. */
export function readChoice<const T extends string>(args: Input, option: string, choices: readonly T[]): T | undefined {
  const text = args.text(option);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text.toLowerCase());
  if (found === undefined) throw notAChoice(option, text, choices);
  return found;
}

/** Whole numbers of at least `min`, such as `3,7,7,7` or `[3, 7, 7, 7]`; undefined if the option is not given. */
export function readWholes(args: Input, option: string, min: number): number[] | undefined {
  const example = `whole numbers of at least ${min} with commas between them, such as --${option} 3,7,7,7`;
  return readList(args, option, example, (entry) =>
    /^-?\d+$/.test(entry) && Number(entry) >= min ? Number(entry) : null,
  );
}

/** One number for all, or a list of them; undefined if the option is not given. */
export function readShares(args: Input, option: string): number | number[] | undefined {
  const example = `one number of at least 0, or one for each IPU, such as --${option} 0.15,0.18,0.2,0.25`;
  const list = readList(args, option, example, (entry) => {
    const value = Number(entry);
    return entry !== '' && Number.isFinite(value) && value >= 0 ? value : null;
  });
  return list?.length === 1 ? list[0] : list;
}

/** Attention and feed-forward blocks of each IPU, such as `4/5,7/6`; undefined if the option is not given. */
export function readBlocks(args: Input, option: string): BlocksOnIpu[] | undefined {
  const example = `attention/feed-forward blocks for each IPU, such as --${option} 4/5,7/6,6/7,7/6`;
  return readList(args, option, example, (entry) => {
    const [, attention, feedForward] = /^(\d+)\/(\d+)$/.exec(entry) ?? [];
    return attention === undefined ? null : { attention: Number(attention), feedForward: Number(feedForward) };
  });
}

/** The whole layers that blocks amount to on each IPU: as many as are complete there. They add up to the model's. */
export function wholeLayersOf(blocks: readonly BlocksOnIpu[]): number[] {
  let done = 0;
  return blocks.map(({ attention, feedForward }) => {
    const before = Math.floor(done);
    done += (attention + feedForward) / 2;
    return Math.floor(done) - before;
  });
}

function readList<T>(
  args: Input,
  option: string,
  example: string,
  readEntry: (entry: string) => T | null,
): T[] | undefined {
  const text = args.text(option);
  if (text === undefined) return undefined;
  const inner = text
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .trim();
  const entries = inner.split(/\s*,\s*|\s+/).map(readEntry);
  const list = entries.filter((entry) => entry !== null);
  if (list.length < entries.length || list.length > mostEntries) throw notAList(option, text, example);
  return list;
}
