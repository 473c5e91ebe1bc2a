// Logits to answers, as run_qa.py's post-processing does it: n-best lists, probabilities and, for SQuAD v2.0, the choice between
// an answer and none. It writes no files: see result-files.ts.

import type { Feature } from '../data/features.ts';
import type { SquadExample } from '../data/squad.ts';
import { sliceCodePoints } from '../text/code-points.ts';
import { collectSpans, findNullSpan, type ScoredFeature, type Span, type SpanLogits } from './candidates.ts';
import { softmax, softmaxFloat32 } from './softmax.ts';

export interface AnswerOptions {
  /** Candidate answers kept for each question. */
  readonly nBestSize: number;
  /** Longest answer, in tokens. */
  readonly maxAnswerLength: number;
  /** "No answer" is a possible answer (SQuAD v2.0). */
  readonly version2: boolean;
  /** With version2: "no answer" wins if it scores higher than the best answer by more than this. */
  readonly nullScoreDiffThreshold: number;
}

/** One entry of an n-best list. */
export interface Candidate {
  readonly text: string;
  /** Where it stands in the context, in code points; 0 to 0 for "no answer" and the placeholder. */
  readonly start: number;
  readonly end: number;
  readonly startLogit: number;
  readonly endLogit: number;
  readonly probability: number;
  /** Stands in where a question has no candidate at all; its text is "empty". */
  readonly placeholder: boolean;
}

/** Answers by question id, in the order of the examples. */
export interface ExtractedAnswers {
  readonly predictions: ReadonlyMap<string, string>;
  readonly nBest: ReadonlyMap<string, readonly Candidate[]>;
  /** Score of "no answer" less that of the best answer; empty without version2. */
  readonly nullOdds: ReadonlyMap<string, number>;
}

/** Extracts the answer of every example; `logits[i]` belongs to `features[i]`. */
export function extractAnswers(
  examples: readonly SquadExample[],
  features: readonly Feature[],
  logits: readonly SpanLogits[],
  options: AnswerOptions,
): ExtractedAnswers {
  const featuresOf = groupByExample(features, logits);
  const predictions = new Map<string, string>();
  const nBest = new Map<string, Candidate[]>();
  const nullOdds = new Map<string, number>();
  examples.forEach((example, index) => {
    const scored = featuresOf.get(index) ?? [];
    const candidates = rankCandidates(example, scored, options);
    nBest.set(example.id, candidates);
    const nullSpan = options.version2 ? findNullSpan(scored) : undefined;
    const best = nullSpan === undefined ? candidates[0] : candidates.find(({ text }) => text !== '');
    const odds = nullSpan === undefined || best === undefined ? undefined : nullScoreDiff(nullSpan, best);
    if (odds !== undefined) nullOdds.set(example.id, odds);
    const isNull = odds !== undefined && odds > options.nullScoreDiffThreshold;
    predictions.set(example.id, isNull ? '' : (best?.text ?? ''));
  });
  return { predictions, nBest, nullOdds };
}

function groupByExample(features: readonly Feature[], logits: readonly SpanLogits[]): Map<number, ScoredFeature[]> {
  if (features.length !== logits.length) {
    throw new RangeError(`${features.length} features, but logits of ${logits.length}`);
  }
  const groups = new Map<number, ScoredFeature[]>();
  features.forEach((feature, index) => {
    const scored = { feature, logits: checkLength(feature, logits[index]) };
    const group = groups.get(feature.exampleIndex);
    if (group === undefined) groups.set(feature.exampleIndex, [scored]);
    else group.push(scored);
  });
  return groups;
}

function checkLength(feature: Feature, logits: SpanLogits | undefined): SpanLogits {
  const { length } = feature.ids;
  if (logits === undefined || logits.start.length < length || logits.end.length < length) {
    throw new RangeError(`A feature of ${length} tokens has fewer logits`);
  }
  return logits;
}

/** The n-best list, best first; with version2 it holds the "no answer" span even if that ranks lower. */
function rankCandidates(
  { context }: SquadExample,
  features: readonly ScoredFeature[],
  { nBestSize, maxAnswerLength, version2 }: AnswerOptions,
): Candidate[] {
  const spans = collectSpans(features, nBestSize, maxAnswerLength);
  const nullSpan = version2 ? findNullSpan(features) : undefined;
  if (nullSpan !== undefined) spans.push(nullSpan);
  const kept = spans.sort((a, b) => b.score - a.score).slice(0, nBestSize);
  if (nullSpan !== undefined && !kept.some(isNull)) kept.push(nullSpan);
  return kept.every(isNull) ? withPlaceholder(kept) : toCandidates(context, kept);
}

function isNull(span: Span): boolean {
  return span.start === 0 && span.end === 0;
}

function toCandidates(context: string, spans: readonly Span[]): Candidate[] {
  const probabilities = softmaxFloat32(spans.map(({ score }) => score));
  return spans.map(({ start, end, startLogit, endLogit }, index) => ({
    text: sliceCodePoints(context, start, end),
    start,
    end,
    startLogit,
    endLogit,
    probability: probabilities[index] ?? 0,
    placeholder: false,
  }));
}

/** Without any span of the context, run_qa.py answers "empty"; its score is a Python number, hence double precision. */
function withPlaceholder(nullSpans: readonly Span[]): Candidate[] {
  const probabilities = softmax([0, ...nullSpans.map(({ score }) => score)]);
  const candidates = [
    { text: 'empty', startLogit: 0, endLogit: 0, placeholder: true },
    ...nullSpans.map(({ startLogit, endLogit }) => ({ text: '', startLogit, endLogit, placeholder: false })),
  ];
  const nowhere = { start: 0, end: 0 };
  return candidates.map((candidate, index) => ({
    ...candidate,
    ...nowhere,
    probability: probabilities[index] ?? 0,
  }));
}

function nullScoreDiff(nullSpan: Span, best: Candidate): number {
  return Math.fround(Math.fround(nullSpan.score - best.startLogit) - best.endLogit);
}
