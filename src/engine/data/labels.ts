// What a classifier's labels are called and in which order, as run_glue.py and run_ner.py settle it: the sorted labels of the training data.

import { onlyOneLabel, unknownLabel } from './errors.ts';

/** A label as a data file has it; CSV gives text for every value. */
export type RawLabel = string | number;

/** Finds the ids of labels. */
export class LabelSet {
  /** Name of each id. */
  readonly names: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.names = names;
    this.#ids = new Map(names.map((name, id) => [name, id]));
  }

  /** Id of a label; refuses one that is not known. `place` says where it stands, for the message. */
  idOf(label: RawLabel, fileName: string, place: string): number {
    const id = this.#ids.get(String(label).trim());
    if (id === undefined) throw unknownLabel(fileName, place, String(label), this.names);
    return id;
  }
}

/**
 * The labels that occur, sorted: whole numbers by value, texts by code points as Python does. The names of a model that was trained on
 * the same labels keep that model's order.
 *
 * @param known names in the model's order; null: it has none
 */
export function collectLabels(labels: Iterable<RawLabel>, fileName: string, known: readonly string[] | null): LabelSet {
  const names = [...new Set(Array.from(labels, (label) => String(label).trim()))];
  if (names.length < 2) throw onlyOneLabel(fileName, names[0] ?? '');
  names.sort(names.every(isWhole) ? (a, b) => Number(a) - Number(b) : compareCodePoints);
  const same = known !== null && known.length === names.length && names.every((name) => known.includes(name));
  return new LabelSet(same ? known : names);
}

/** Whether the labels are measured figures, not names of classes: all are numbers, and one of them is not written as a whole one. */
export function areFigures(labels: readonly RawLabel[]): boolean {
  return labels.every(isNumber) && !labels.every(isWhole);
}

function isNumber(label: RawLabel): boolean {
  return typeof label === 'number' || (label.trim() !== '' && Number.isFinite(Number(label)));
}

function isWhole(label: RawLabel): boolean {
  return typeof label === 'number' ? Number.isInteger(label) : /^\s*[-+]?\d+\s*$/.test(label);
}

function compareCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
