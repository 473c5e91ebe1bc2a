// Candidate answers of one question: pairs of likely start and end tokens of its features. Scores are 32-bit sums, as in
// run_qa.py, so that equal scores stay equal and keep their order.

import type { Feature } from '../data/features.ts';

/** Logits of one feature: for each of its tokens, and perhaps for padding after them, [length or more]. */
export interface SpanLogits {
  readonly start: Float32Array;
  readonly end: Float32Array;
}

/** A feature together with its logits. */
export interface ScoredFeature {
  readonly feature: Feature;
  readonly logits: SpanLogits;
}

/** A span of the context, in code points, or 0, 0 for "no answer". */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly startLogit: number;
  readonly endLogit: number;
  readonly score: number;
}

/** All acceptable spans of the best `nBestSize` starts with the best `nBestSize` ends, feature by feature, best ends first. */
export function collectSpans(features: readonly ScoredFeature[], nBestSize: number, maxAnswerLength: number): Span[] {
  return features.flatMap(({ feature, logits }) => {
    const spans: Span[] = [];
    const ends = topIndices(logits.end, nBestSize).filter((index) => isContext(feature, index));
    for (const start of topIndices(logits.start, nBestSize)) {
      if (!isContext(feature, start)) continue;
      for (const end of ends) {
        if (end >= start && end - start < maxAnswerLength) spans.push(makeSpan(feature, logits, start, end));
      }
    }
    return spans;
  });
}

/** The "no answer" span: [CLS] to [CLS], from the feature where it scores lowest. */
export function findNullSpan(features: readonly ScoredFeature[]): Span | undefined {
  let lowest: Span | undefined;
  for (const { logits } of features) {
    const startLogit = logits.start[0] ?? 0;
    const endLogit = logits.end[0] ?? 0;
    const score = Math.fround(startLogit + endLogit);
    if (lowest === undefined || lowest.score > score) lowest = { start: 0, end: 0, startLogit, endLogit, score };
  }
  return lowest;
}

/** Indices of the `count` highest logits, highest first; of equal ones the higher index, as a reversed ascending sort has it. */
export function topIndices(logits: Float32Array, count: number): number[] {
  const top: number[] = [];
  for (let index = 0; index < logits.length; index += 1) {
    const logit = logits[index] ?? 0;
    let place = top.length;
    while (place > 0 && (logits[top[place - 1] ?? 0] ?? 0) <= logit) place -= 1;
    if (place < count) top.splice(place, 0, index);
    if (top.length > count) top.pop();
  }
  return top;
}

function isContext(feature: Feature, index: number): boolean {
  return index >= feature.contextStart && index < feature.contextEnd;
}

function makeSpan(feature: Feature, logits: SpanLogits, startToken: number, endToken: number): Span {
  const startLogit = logits.start[startToken] ?? 0;
  const endLogit = logits.end[endToken] ?? 0;
  return {
    start: feature.offsets[2 * startToken] ?? 0,
    end: feature.offsets[2 * endToken + 1] ?? 0,
    startLogit,
    endLogit,
    score: Math.fround(startLogit + endLogit),
  };
}
