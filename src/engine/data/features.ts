// Examples to features: [CLS] question [SEP] window of the context [SEP], with the answer's position as the label. Windows and
// labels are those of Hugging Face's run_qa.py, its quirks included. Padding is left to whoever builds batches.

import { codePointLength } from '../text/code-points.ts';
import type { Encoding, Tokenizer } from '../text/tokenizer.ts';
import { docStrideTooLarge, questionTooLong } from './errors.ts';
import type { SquadAnswer, SquadExample } from './squad.ts';

/** One input sequence of the model. */
export interface Feature {
  /** Index of its question in the examples. */
  readonly exampleIndex: number;
  /** Token ids with [CLS] and [SEP], without padding, [length]. */
  readonly ids: Int32Array;
  /** Index of the first context token. */
  readonly contextStart: number;
  /** Index after the last context token, which is the last [SEP]; token types are 1 from contextStart to the end. */
  readonly contextEnd: number;
  /**
   * Start and end of each token in code points, [length, 2]: question tokens count in the question, context tokens in the
   * context; special tokens are 0, 0.
   */
  readonly offsets: Int32Array;
  /** Token index of the answer's start, or 0 ([CLS]) if the answer is not wholly in this window. */
  readonly startPosition: number;
  /** Token index of the answer's last token, or 0. */
  readonly endPosition: number;
}

export interface FeatureOptions {
  /** Longest sequence, special tokens included. */
  readonly maxSeqLength: number;
  /** Context tokens that neighbouring windows share. */
  readonly docStride: number;
  /** Sequences will be padded to maxSeqLength; it changes where an answer in the last context token is labelled to start. */
  readonly padToMaxLength: boolean;
}

/** [CLS], and [SEP] after the question and after the context. */
const specialTokenCount = 3;

/** All features of `examples`, in their order. Throws if a question leaves no room, or the overlap never lets a window advance. */
export function buildFeatures(
  examples: readonly SquadExample[],
  tokenizer: Tokenizer,
  options: FeatureOptions,
): Feature[] {
  const contexts = new Map<string, Encoding>();
  const features: Feature[] = [];
  examples.forEach((example, exampleIndex) => {
    // The reference strips leading white space from the question, which changes no token.
    const question = tokenizer.encode(example.question);
    let context = contexts.get(example.context);
    if (context === undefined) {
      context = tokenizer.encode(example.context);
      contexts.set(example.context, context);
    }
    for (const window of planWindows(example.id, question.ids.length, context.ids.length, options)) {
      const sequence = joinTokens(question, context, window, tokenizer);
      const [startPosition, endPosition] = labelAnswer(example.answers[0], sequence, options);
      features.push({ exampleIndex, ...sequence, startPosition, endPosition });
    }
  });
  return features;
}

/** Context tokens of one feature: from `start` up to, not including, `end`. */
interface Window {
  readonly start: number;
  readonly end: number;
}

/** One window if the context fits; otherwise windows that overlap by docStride, up to the first that reaches the end. */
function planWindows(id: string, questionTokens: number, contextTokens: number, options: FeatureOptions): Window[] {
  const { maxSeqLength, docStride } = options;
  const room = maxSeqLength - questionTokens - specialTokenCount;
  if (contextTokens <= room) return [{ start: 0, end: contextTokens }];
  if (room <= 0) throw questionTooLong(id, questionTokens, maxSeqLength);
  if (docStride >= room) throw docStrideTooLarge(id, docStride, room);
  const windows: Window[] = [];
  for (let start = 0, end = 0; end < contextTokens; start += room - docStride) {
    end = Math.min(start + room, contextTokens);
    windows.push({ start, end });
  }
  return windows;
}

type Sequence = Pick<Feature, 'ids' | 'offsets' | 'contextStart' | 'contextEnd'>;

function joinTokens(question: Encoding, context: Encoding, window: Window, tokenizer: Tokenizer): Sequence {
  const { cls, sep } = tokenizer.vocabulary.special;
  const contextStart = question.ids.length + 2;
  const contextEnd = contextStart + window.end - window.start;
  const ids = new Int32Array(contextEnd + 1);
  const offsets = new Int32Array(2 * ids.length);
  ids[0] = cls;
  ids.set(question.ids, 1);
  ids[contextStart - 1] = sep;
  ids.set(context.ids.subarray(window.start, window.end), contextStart);
  ids[contextEnd] = sep;
  offsets.set(question.offsets, 2);
  offsets.set(context.offsets.subarray(2 * window.start, 2 * window.end), 2 * contextStart);
  return { ids, offsets, contextStart, contextEnd };
}

/** First and last token of the answer, or [0, 0] if the window does not hold all of it. */
function labelAnswer(answer: SquadAnswer | undefined, sequence: Sequence, options: FeatureOptions): [number, number] {
  const { offsets, contextStart, contextEnd } = sequence;
  if (answer === undefined || contextEnd === contextStart) return [0, 0];
  const start = answer.start;
  const end = start + codePointLength(answer.text);
  const startsBefore = (offsets[2 * contextStart] ?? 0) > start;
  const endsAfter = (offsets[2 * contextEnd - 1] ?? 0) < end;
  if (startsBefore || endsAfter) return [0, 0];
  return [findStart(sequence, start, options), findEnd(sequence, end)];
}

/**
 * The last token, from the context on, whose offset is not past the answer's start. The [SEP] and the padding have offset 0,
 * so an answer that starts in the last context token is labelled at the very last position: run_qa.py does the same.
 */
function findStart({ ids, offsets, contextStart }: Sequence, start: number, options: FeatureOptions): number {
  let token = contextStart;
  while (token < ids.length && (offsets[2 * token] ?? 0) <= start) token += 1;
  const ranOut = token === ids.length;
  return (ranOut && options.padToMaxLength ? options.maxSeqLength : token) - 1;
}

function findEnd({ offsets, contextEnd }: Sequence, end: number): number {
  let token = contextEnd - 1;
  while (token >= 0 && (offsets[2 * token + 1] ?? 0) >= end) token -= 1;
  return token + 1;
}
