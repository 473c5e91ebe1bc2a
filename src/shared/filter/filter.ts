// What a filter of runs says, as data. Reading it from text is in parse.ts, asking it of a run in match.ts.

import type { RunState } from '../run-state.ts';

/** Things that a run is or is not: `is:starred`. */
export const flags = ['starred', 'archived', 'imported', 'active'] as const;
export type Flag = (typeof flags)[number];

/** What a run has under its own name, and how it compares. */
export const properties = {
  name: 'text',
  tag: 'text',
  id: 'text',
  group: 'text',
  sweep: 'text',
  notes: 'text',
  source: 'text',
  state: 'state',
  started: 'time',
  ended: 'time',
  duration: 'duration',
  step: 'number',
  points: 'number',
} as const satisfies Record<string, 'text' | 'state' | 'time' | 'duration' | 'number'>;
export type PropertyName = keyof typeof properties;

/** Which value of a metric: the latest or final one, or the least, greatest or better of them on its curve. */
export const aggregates = ['last', 'min', 'max', 'best'] as const;
export type Aggregate = (typeof aggregates)[number];

/** What a comparison is about. */
export type Subject =
  | { readonly kind: 'property'; readonly name: PropertyName }
  | { readonly kind: 'metric'; readonly name: string; readonly aggregate: Aggregate }
  /** A field of the experiment by its place: `training.learning_rate`. */
  | { readonly kind: 'field'; readonly path: string };

/** `~` contains. */
export const comparisons = ['<=', '>=', '!=', '!~', '<', '>', '=', '~'] as const;
export type Comparison = (typeof comparisons)[number];

/** What is compared with. */
export type FilterValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'state'; readonly state: RunState }
  /** A length of time: of a run, or since it began. */
  | { readonly kind: 'duration'; readonly text: string; readonly ms: number }
  /** A date, with a time or without: its place in time depends on the reader's clock and is found when it is asked. */
  | { readonly kind: 'time'; readonly text: string };

/** A condition on runs. */
export type Filter =
  | { readonly kind: 'everything' }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  /** Name, tags, id, group or sweep contain it. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'flag'; readonly flag: Flag }
  | {
      readonly kind: 'compare';
      readonly subject: Subject;
      readonly comparison: Comparison;
      readonly value: FilterValue;
    };

/** Why a text is no filter: where (UTF-16 units of the text), and what to do. */
export interface FilterError {
  readonly message: string;
  readonly hint: string;
  readonly offset: number;
  readonly length: number;
}

/** Names that a filter may use. A list that is absent is not checked against. */
export interface FilterNames {
  /** Metrics that runs have recorded, beside those that the workbench knows. */
  readonly metrics?: readonly string[];
  /** Fields of experiments, by their places. */
  readonly fields?: readonly string[];
  /** Only proposed, never required. */
  readonly tags?: readonly string[];
  readonly groups?: readonly string[];
}

/** Whether the filter asks anywhere whether a run has this flag. */
export function asksForFlag(filter: Filter, flag: Flag): boolean {
  if (filter.kind === 'all' || filter.kind === 'any') return filter.of.some((one) => asksForFlag(one, flag));
  if (filter.kind === 'not') return asksForFlag(filter.of, flag);
  return filter.kind === 'flag' && filter.flag === flag;
}

/** The fields of experiments that must be known to ask this of a run. */
export function fieldsAskedFor(filter: Filter): readonly string[] {
  if (filter.kind === 'all' || filter.kind === 'any') return [...new Set(filter.of.flatMap(fieldsAskedFor))];
  if (filter.kind === 'not') return fieldsAskedFor(filter.of);
  return filter.kind === 'compare' && filter.subject.kind === 'field' ? [filter.subject.path] : [];
}
