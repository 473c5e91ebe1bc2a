// Classification of words as run_ner.py has it: a word's first piece carries its tag, the other pieces take no part in the loss.

import { tokenArrays, type Sequence } from '../data/batch.ts';
import { collectLabels, LabelSet } from '../data/labels.ts';
import { parseConll, parseTaggedRows, type TaggedSentence } from '../data/labelled-words.ts';
import { scoreEntities } from '../eval/entities.ts';
import { argmax, crossEntropyOf } from '../eval/logits.ts';
import { renderRows } from '../eval/result-files.ts';
import { tokenClassification } from '../model/heads/token-classification.ts';
import type { Head } from '../model/head.ts';
import { readRowsOrText } from '../run/data-file.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { labelsUnknown } from './errors.ts';
import type { BatchContent, DataFile, DataFiles, Dataset, Evaluation, ScoreArrays, Task } from './task.ts';

/** A sentence; of a long one as much as fits. */
export interface SentenceItem {
  readonly sequence: Sequence;
  /** Position of the first piece of each word that fits. */
  readonly positions: Int32Array;
  /** Id of each such word's tag. */
  readonly labels: Int32Array;
  readonly words: readonly string[];
}

/** What evaluation needs of a sentence's scores. */
export interface SentencePrediction {
  /** Predicted tag of each labelled word. */
  readonly ids: readonly number[];
  /** Cross-entropy summed over these words. */
  readonly loss: number;
}

export interface TokenClassificationOptions {
  /** In tokens. */
  readonly maxSeqLength: number;
  /** Tags of the model to start from, in its order; null: unknown. Needed where nothing is trained. */
  readonly modelLabels: readonly string[] | null;
}

interface ReadSentences {
  readonly path: string;
  readonly sentences: readonly TaggedSentence[];
  readonly notes: readonly string[];
  /** Names of the tags by id, where the file says so. */
  readonly names: readonly string[] | undefined;
}

/** Reads the files and gives the task on them. Tags are the training file's, sorted; without one, the model's. */
export async function openTokenClassification(
  files: DataFiles,
  vocabulary: Vocabulary,
  { maxSeqLength, modelLabels }: TokenClassificationOptions,
): Promise<Task<SentenceItem, SentencePrediction>> {
  const [train, evaluation] = [await read(files.train, modelLabels), await read(files.evaluation, modelLabels)];
  const labels = settleTags(train, evaluation, modelLabels);
  const tokenizer = new Tokenizer(vocabulary);
  const prepare = (sentences: ReadSentences | null): Dataset<SentenceItem> | null =>
    sentences === null ? null : prepareDataset(sentences, labels, tokenizer, maxSeqLength);
  return new TokenClassification(prepare(train), prepare(evaluation), labels);
}

function settleTags(
  train: ReadSentences | null,
  evaluation: ReadSentences | null,
  modelLabels: readonly string[] | null,
): LabelSet {
  if (train === null) {
    if (modelLabels === null) throw labelsUnknown(evaluation?.path ?? '');
    return new LabelSet(modelLabels);
  }
  if (train.names !== undefined) return new LabelSet(train.names);
  const tags = train.sentences.flatMap((sentence) => sentence.tags);
  return collectLabels(tags, train.path, modelLabels);
}

async function read(file: DataFile | null, known: readonly string[] | null): Promise<ReadSentences | null> {
  if (file === null) return null;
  const content = await readRowsOrText(file.path);
  const isText = 'text' in content;
  const sentences = isText ? parseConll(content.text, file.path) : parseTaggedRows(content, known);
  const names = isText ? undefined : (content.classNames?.get('ner_tags') ?? content.classNames?.get('tags'));
  return { path: file.path, sentences: sentences.slice(0, file.maxSamples ?? undefined), notes: content.notes, names };
}

function prepareDataset(
  { path, sentences, notes }: ReadSentences,
  labels: LabelSet,
  tokenizer: Tokenizer,
  maxSeqLength: number,
): Dataset<SentenceItem> {
  const items = sentences.map((sentence) => encodeSentence(sentence, path, labels, tokenizer, maxSeqLength));
  const words = sentences.reduce((sum, sentence) => sum + sentence.words.length, 0);
  const cut = items.filter((item, i) => item.positions.length < sentences[i]!.words.length).length;
  const cutNote = `${path}: of ${cut} sentence${cut === 1 ? '' : 's'} not every word is labelled: they are longer than ${maxSeqLength} tokens, or a word has no token.`;
  return {
    items,
    summary: `${items.length} sentences, ${words} words, ${labels.names.length} tags (${labels.names.join(', ')})`,
    notes: cut === 0 ? notes : [...notes, cutNote],
  };
}

function encodeSentence(
  { words, tags, place }: TaggedSentence,
  path: string,
  labels: LabelSet,
  tokenizer: Tokenizer,
  maxSeqLength: number,
): SentenceItem {
  const { cls, sep } = tokenizer.vocabulary.special;
  const ids = [cls];
  const kept: { position: number; label: number; word: string }[] = [];
  for (const [i, word] of words.entries()) {
    const pieces = tokenizer.encode(word).ids;
    const label = labels.idOf(tags[i]!, path, `the tag of ${JSON.stringify(word)} in the sentence at ${place}`);
    if (pieces.length > 0 && ids.length < maxSeqLength - 1) kept.push({ position: ids.length, label, word });
    ids.push(...pieces);
  }
  const whole = Int32Array.of(...ids.slice(0, maxSeqLength - 1), sep);
  return {
    sequence: { ids: whole, secondStart: whole.length },
    positions: Int32Array.from(kept, ({ position }) => position),
    labels: Int32Array.from(kept, ({ label }) => label),
    words: kept.map(({ word }) => word),
  };
}

class TokenClassification implements Task<SentenceItem, SentencePrediction> {
  readonly head: Head;
  readonly train: Dataset<SentenceItem> | null;
  readonly evaluation: Dataset<SentenceItem> | null;
  readonly #names: readonly string[];

  constructor(train: Dataset<SentenceItem> | null, evaluation: Dataset<SentenceItem> | null, labels: LabelSet) {
    this.train = train;
    this.evaluation = evaluation;
    this.#names = labels.names;
    this.head = tokenClassification(labels.names);
  }

  lengthOf({ sequence }: SentenceItem): number {
    return sequence.ids.length;
  }

  labelsOf({ labels }: SentenceItem): number {
    return labels.length;
  }

  trainingBatch({ items, length, weights }: BatchContent<SentenceItem>) {
    const { inputs, bindings } = this.inferenceBatch(items, length);
    const width = this.#names.length;
    const targets = new Float32Array(items.length * length * width);
    for (const [row, { positions, labels }] of items.entries()) {
      for (const [i, position] of positions.entries()) {
        targets[(row * length + position) * width + labels[i]!] = weights[row]! / labels.length;
      }
    }
    return { inputs: { ...inputs, targets }, bindings };
  }

  inferenceBatch(items: readonly SentenceItem[], length: number) {
    const sequences = items.map(({ sequence }) => sequence);
    return { inputs: tokenArrays(sequences, length), bindings: { B: items.length, S: length } };
  }

  predictions(items: readonly SentenceItem[], length: number, scores: ScoreArrays): SentencePrediction[] {
    const width = this.#names.length;
    return items.map(({ positions, labels }, row) => {
      const logits = Array.from(positions, (position) => {
        const start = (row * length + position) * width;
        return scores['logits']!.subarray(start, start + width);
      });
      const loss = logits.reduce((sum, each, i) => sum + crossEntropyOf(each, labels[i]!), 0);
      return { ids: logits.map(argmax), loss };
    });
  }

  evaluate({ items }: Dataset<SentenceItem>, predictions: readonly SentencePrediction[]): Evaluation {
    const named = (ids: ArrayLike<number>): string[] => Array.from(ids, (id) => this.#names[id]!);
    const truth = items.map(({ labels }) => named(labels));
    const found = predictions.map(({ ids }) => named(ids));
    const words = truth.flat();
    const flat = found.flat();
    const { precision, recall, f1 } = scoreEntities(truth, found);
    const count = Math.max(1, words.length);
    const rows = items.map((item, i) => ({ tokens: item.words, predictions: found[i], labels: truth[i] }));
    return {
      figures: {
        loss: predictions.reduce((sum, { loss }) => sum + loss, 0) / count,
        overall_precision: precision,
        overall_recall: recall,
        overall_f1: f1,
        overall_accuracy: words.filter((tag, i) => tag === flat[i]).length / count,
      },
      files: { 'eval_predictions.json': renderRows(rows) },
    };
  }
}
