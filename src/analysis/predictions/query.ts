// The list of questions: which of them the filters let through, in which order, and a page of them. Pure.

import type {
  Grouping,
  PredictionDetail,
  PredictionFilters,
  PredictionPage,
  PredictionQuery,
  PredictionRow,
} from '../../shared/messages/predictions.ts';
import type { PairedRuns } from './flips.ts';
import { groupOf, hasTrait, outcomeOf, type Question } from './question.ts';

/** A page of the questions that the filters let through; `pairs` is null without another run. */
export function queryPage(
  questions: readonly Question[],
  query: PredictionQuery,
  pairs: PairedRuns | null,
): PredictionPage {
  const { filters, text, sort, offset, limit } = query;
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== ''); // prettier-ignore
  const kept = questions.filter(
    (question) => passes(question, filters, pairs) && words.every((word) => searchText(question).includes(word)),
  );
  const sorted = sort === 'file' ? kept : sortBy(kept, keys[sort]);
  return { total: kept.length, rows: sorted.slice(offset, offset + limit).map((each) => rowOf(each, pairs)) };
}

/** A question as a line of the list. */
export function rowOf(question: Question, pairs: PairedRuns | null): PredictionRow {
  const { id, example, prediction, f1, exactMatch, probability } = question;
  return {
    id,
    question: example?.question ?? null,
    answers: [...new Set(example?.answers.map(({ text }) => text))],
    prediction,
    outcome: outcomeOf(question),
    f1,
    exactMatch,
    probability,
    flip: pairs?.flips.get(id) ?? null,
  };
}

/** A question in full, but for its candidates, which are in a file. */
export function detailOf(
  question: Question,
  pairs: PairedRuns | null,
): Omit<PredictionDetail, 'candidates' | 'nullOdds'> {
  const { example, id } = question;
  const other = pairs?.others.get(id);
  return {
    ...rowOf(question, pairs),
    title: example?.title ?? '',
    context: example?.context ?? null,
    places: example?.answers.map(({ text, start }) => ({ text, start })) ?? [],
    other: other === undefined ? null : otherOf(other),
  };
}

function otherOf(other: Question): PredictionDetail['other'] {
  const { prediction, f1, probability } = other;
  return { prediction, outcome: outcomeOf(other), f1, probability };
}

function passes(question: Question, filters: PredictionFilters, pairs: PairedRuns | null): boolean {
  const { outcomes, traits = [], title, groups = {}, flips } = filters;
  const { example } = question;
  if (outcomes !== undefined && outcomes.length > 0 && !outcomes.includes(outcomeOf(question))) return false;
  if (!traits.every((trait) => hasTrait(question, trait))) return false;
  if (title !== undefined && example?.title !== title) return false;
  for (const [grouping, key] of Object.entries(groups) as [Grouping, string][]) {
    if (example === null || groupOf(example, grouping) !== key) return false;
  }
  if (pairs === null || flips === undefined || flips.length === 0) return true;
  const flip = pairs.flips.get(question.id);
  return flip !== undefined && flips.includes(flip);
}

/** Sums up what a question is searched by; made once, because every letter typed asks for it. */
const searchTexts = new WeakMap<Question, string>();

function searchText(question: Question): string {
  const known = searchTexts.get(question);
  if (known !== undefined) return known;
  const { example, prediction, id } = question;
  const parts = [example?.question, prediction, ...(example?.answers.map(({ text }) => text) ?? []), id];
  const text = parts.filter((part) => part !== undefined && part !== null).join('\n').toLowerCase(); // prettier-ignore
  searchTexts.set(question, text);
  return text;
}

/** Ascending; what is not known comes last. */
const keys: Readonly<Record<Exclude<PredictionQuery['sort'], 'file'>, (question: Question) => number>> = {
  f1: ({ f1 }) => f1 ?? Infinity,
  'least-sure': ({ probability }) => probability ?? Infinity,
  'most-sure': ({ probability }) => (probability === null ? Infinity : -probability),
};

function sortBy(questions: readonly Question[], key: (question: Question) => number): Question[] {
  // Infinity less itself would be NaN.
  return [...questions].sort((one, two) => (key(one) < key(two) ? -1 : Number(key(one) > key(two))));
}
