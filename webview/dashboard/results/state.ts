// What the Results tab knows of a run, and what the user has set. Pure; what it looks like is in models.ts and the views.

import type { AskableModel, AskedAnswer } from '../../../src/shared/messages/ask.ts';
import type { ErrorShape } from '../../../src/shared/errors.ts';
import {
  flips,
  groupings,
  outcomes,
  predictionSorts,
  traits,
  type Grouping,
  type PredictionDetail,
  type PredictionFilters,
  type PredictionOverview,
  type PredictionRow,
  type PredictionSort,
  type RunFlips,
  type ScoreEstimates,
} from '../../../src/shared/messages/predictions.ts';
import { isRunId } from '../../../src/shared/run-id.ts';

/** What the user has set; kept over a reload. */
export interface Settings {
  readonly runId: string;
  readonly filters: PredictionFilters;
  readonly text: string;
  readonly sort: PredictionSort;
  /** The run beside this one. */
  readonly otherRunId: string | null;
  /** The question whose details are shown. */
  readonly questionId: string | null;
}

/** A question to a model, with what it said. */
export interface Asked {
  readonly question: string;
  readonly context: string;
  readonly modelId: string;
  readonly answer: AskedAnswer | null;
  readonly error: ErrorShape | null;
}

export interface ResultsState {
  readonly settings: Settings;
  /** Null until it has arrived; the same for all below. */
  readonly overview: PredictionOverview | null;
  readonly failure: ErrorShape | null;
  readonly scores: ScoreEstimates | null;
  readonly flips: RunFlips | null;
  /** How many questions the filters let through. */
  readonly total: number | null;
  /** Lines that have arrived, by their place in the list. */
  readonly rows: ReadonlyMap<number, PredictionRow>;
  readonly detail: PredictionDetail | null;
  readonly models: readonly AskableModel[] | null;
  readonly asked: Asked | null;
}

/** Nothing set, nothing known. */
export function initialState(runId: string): ResultsState {
  return {
    settings: { runId, filters: {}, text: '', sort: 'file', otherRunId: null, questionId: null },
    overview: null,
    failure: null,
    scores: null,
    flips: null,
    total: null,
    rows: new Map(),
    detail: null,
    models: null,
    asked: null,
  };
}

/** What was remembered of this run, which may be anything; what cannot be meant is left out. */
export function parseSettings(runId: string, kept: unknown): Settings {
  const { settings } = initialState(runId);
  if (typeof kept !== 'object' || kept === null) return settings;
  const fields = kept as Readonly<Record<string, unknown>>;
  if (fields['runId'] !== runId) return settings;
  const { text, sort, otherRunId, questionId, filters } = fields;
  return {
    runId,
    filters: parseFilters(filters),
    text: typeof text === 'string' ? text : '',
    sort: predictionSorts.find((each) => each === sort) ?? 'file',
    otherRunId: isRunId(otherRunId) ? otherRunId : null,
    questionId: typeof questionId === 'string' ? questionId : null,
  };
}

function parseFilters(kept: unknown): PredictionFilters {
  if (typeof kept !== 'object' || kept === null) return {};
  const fields = kept as Readonly<Record<string, unknown>>;
  const listOf = <M extends string>(name: string, members: readonly M[]): M[] =>
    Array.isArray(fields[name]) ? members.filter((member) => (fields[name] as unknown[]).includes(member)) : [];
  const groups = Object(fields['groups']) as Readonly<Record<string, unknown>>;
  const keys = groupings.flatMap((grouping) => {
    const key = groups[grouping];
    return typeof key === 'string' ? [[grouping, key] as const] : [];
  });
  return {
    outcomes: listOf('outcomes', outcomes),
    traits: listOf('traits', traits),
    flips: listOf('flips', flips),
    groups: Object.fromEntries(keys),
    ...(typeof fields['title'] === 'string' ? { title: fields['title'] } : {}),
  };
}

/** The list with a member put in, or taken out if it is in. */
export function toggled<M>(list: readonly M[] | undefined, member: M): M[] {
  const members = list ?? [];
  return members.includes(member) ? members.filter((each) => each !== member) : [...members, member];
}

/** The filters with a part of the questions chosen, or let go if it was chosen. */
export function withGroup(filters: PredictionFilters, grouping: Grouping, key: string): PredictionFilters {
  const { [grouping]: chosen, ...rest } = filters.groups ?? {};
  return { ...filters, groups: chosen === key ? rest : { ...rest, [grouping]: key } };
}

/** Whether something is left out of the list. */
export function isFiltered({ filters, text }: Settings): boolean {
  const { outcomes: some = [], traits: kinds = [], flips: sides = [], title, groups = {} } = filters;
  return text.trim() !== '' || title !== undefined || [some, kinds, sides, Object.keys(groups)].some((list) => list.length > 0); // prettier-ignore
}
