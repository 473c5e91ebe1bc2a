// Pairs of texts for next-sentence prediction, as BERT's create_pretraining_data.py makes them: half of the time the second text follows the
// first in the corpus, otherwise it comes from another document.

import type { Mt19937 } from '../random/mt19937.ts';
import { tooFewDocuments } from './errors.ts';

/** Documents of a corpus: one sentence a line, documents separated by blank lines. */
export function parseDocuments(text: string): string[][] {
  const documents: string[][] = [[]];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.trim() === '') documents.push([]);
    else documents.at(-1)!.push(line);
  }
  return documents.filter((sentences) => sentences.length > 0);
}

/** Two texts, tokenised, without special tokens. */
export interface TextPair {
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** The second text is from another document. */
  readonly isRandomNext: boolean;
}

/** Sentences of a document, tokenised. */
type Document = readonly Int32Array[];

/** Share of the pairs that are made shorter than the room, so that the model sees short texts too. */
const shortShare = 0.1;
/** [CLS] and two [SEP]. */
const specialTokenCount = 3;

/** All pairs of a corpus, in its order; each sentence is in one first or following text at least. Sentences without tokens are left out. */
export function makePairs(
  documents: readonly Document[],
  maxLength: number,
  random: Mt19937,
  fileName: string,
): TextPair[] {
  const full = documents
    .map((each) => each.filter((sentence) => sentence.length > 0))
    .filter((each) => each.length > 0);
  if (full.length < 2) throw tooFewDocuments(fileName, full.length);
  return full.flatMap((_, index) => pairsOfDocument(full, index, maxLength - specialTokenCount, random));
}

function pairsOfDocument(documents: readonly Document[], index: number, room: number, random: Mt19937): TextPair[] {
  const document = documents[index]!;
  const pairs: TextPair[] = [];
  const target = random.nextFloat() < shortShare ? between(2, room, random) : room;
  for (let start = 0; start < document.length;) {
    const end = chunkEnd(document, start, target);
    const firstEnd = end - start < 2 ? end : start + between(1, end - start - 1, random);
    const first = join(document.slice(start, firstEnd));
    const isRandomNext = firstEnd === end || random.nextFloat() < 0.5;
    const second = isRandomNext
      ? randomText(documents, index, target - first.length, random)
      : join(document.slice(firstEnd, end));
    pairs.push({ ...cutPair(first, second, room, random), isRandomNext });
    // What a random text displaced is used for the next pair.
    start = isRandomNext ? firstEnd : end;
  }
  return pairs;
}

/** Index after the sentences from `start` on that together have `target` tokens, or after the last. */
function chunkEnd(document: Document, start: number, target: number): number {
  let end = start;
  for (let length = 0; end < document.length && length < target; end++) length += document[end]!.length;
  return end;
}

function randomText(documents: readonly Document[], notFrom: number, target: number, random: Mt19937): Int32Array {
  const other = (notFrom + between(1, documents.length - 1, random)) % documents.length;
  const document = documents[other]!;
  const start = between(0, document.length - 1, random);
  return join(document.slice(start, Math.max(start + 1, chunkEnd(document, start, target))));
}

/** Takes tokens from the longer text, at its beginning or its end, until both fit. */
function cutPair(first: Int32Array, second: Int32Array, room: number, random: Mt19937) {
  let [a, b] = [first, second];
  while (a.length + b.length > room) {
    const fromStart = random.nextFloat() < 0.5;
    const cut = (text: Int32Array): Int32Array => (fromStart ? text.subarray(1) : text.subarray(0, -1));
    if (a.length > b.length) a = cut(a);
    else b = cut(b);
  }
  return { first: a, second: b };
}

function join(sentences: Document): Int32Array {
  const joined = new Int32Array(sentences.reduce((sum, sentence) => sum + sentence.length, 0));
  let at = 0;
  for (const sentence of sentences) {
    joined.set(sentence, at);
    at += sentence.length;
  }
  return joined;
}

/** A whole number from `low` to `high`, both included. */
function between(low: number, high: number, random: Mt19937): number {
  return low + (random.nextUint32() % (high - low + 1));
}
