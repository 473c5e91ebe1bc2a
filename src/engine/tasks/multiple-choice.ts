// Multiple choice as run_swag.py has it: the context with each ending is a sequence, and the best ending is to be found.

import { firstTokens, tokenArrays, type Sequence } from '../data/batch.ts';
import { parseChoices } from '../data/choices.ts';
import { joinTexts } from '../data/join-texts.ts';
import { accuracy } from '../eval/classification-metric.ts';
import { argmax, crossEntropyOf } from '../eval/logits.ts';
import { renderRows } from '../eval/result-files.ts';
import { multipleChoice } from '../model/heads/multiple-choice.ts';
import type { Head } from '../model/head.ts';
import { readRows } from '../run/data-file.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { choicesDiffer } from './errors.ts';
import type { BatchContent, DataFile, DataFiles, Dataset, Evaluation, ScoreArrays, Task } from './task.ts';

/** A context with its endings. */
export interface ChoiceItem {
  /** One for each choice. */
  readonly sequences: readonly Sequence[];
  /** Number of the right one. */
  readonly label: number;
}

/** Reads the files and gives the task on them. */
export async function openMultipleChoice(
  files: DataFiles,
  vocabulary: Vocabulary,
  maxSeqLength: number,
): Promise<Task<ChoiceItem, Float32Array>> {
  const tokenizer = new Tokenizer(vocabulary);
  const train = files.train === null ? null : await readChoices(files.train, tokenizer, maxSeqLength);
  const evaluation = files.evaluation === null ? null : await readChoices(files.evaluation, tokenizer, maxSeqLength);
  const counts = [train, evaluation].flatMap((dataset) => dataset?.items[0]?.sequences.length ?? []);
  if (counts.length === 2 && counts[0] !== counts[1]) {
    throw choicesDiffer(files.train!.path, counts[0]!, files.evaluation!.path, counts[1]!);
  }
  return new MultipleChoice(train, evaluation, counts[0]!);
}

async function readChoices(file: DataFile, tokenizer: Tokenizer, maxLength: number): Promise<Dataset<ChoiceItem>> {
  const rows = await readRows(file.path);
  const { special } = tokenizer.vocabulary;
  const items = parseChoices(rows)
    .slice(0, file.maxSamples ?? undefined)
    .map(({ context, continuations, label }) => {
      const first = tokenizer.encode(context).ids;
      const sequences = continuations.map((text) => joinTexts(first, tokenizer.encode(text).ids, special, maxLength));
      return { sequences, label };
    });
  return { items, summary: `${items.length} examples of ${items[0]!.sequences.length} choices`, notes: rows.notes };
}

class MultipleChoice implements Task<ChoiceItem, Float32Array> {
  readonly head: Head;
  readonly train: Dataset<ChoiceItem> | null;
  readonly evaluation: Dataset<ChoiceItem> | null;
  readonly #choices: number;

  constructor(train: Dataset<ChoiceItem> | null, evaluation: Dataset<ChoiceItem> | null, choices: number) {
    this.train = train;
    this.evaluation = evaluation;
    this.#choices = choices;
    this.head = multipleChoice(choices);
  }

  lengthOf({ sequences }: ChoiceItem): number {
    return Math.max(...sequences.map(({ ids }) => ids.length));
  }

  labelsOf(): number {
    return 1;
  }

  trainingBatch({ items, length, weights }: BatchContent<ChoiceItem>) {
    const { inputs, bindings } = this.inferenceBatch(items, length);
    const targets = new Float32Array(items.length * this.#choices);
    for (const [row, { label }] of items.entries()) targets[row * this.#choices + label] = weights[row]!;
    return { inputs: { ...inputs, targets }, bindings };
  }

  inferenceBatch(items: readonly ChoiceItem[], length: number) {
    const sequences = items.flatMap((item) => item.sequences);
    const inputs = { ...tokenArrays(sequences, length), first_tokens: firstTokens(sequences.length, length) };
    return { inputs, bindings: { B: items.length, S: length } };
  }

  predictions(items: readonly ChoiceItem[], _: number, scores: ScoreArrays): Float32Array[] {
    return items.map((_, row) => scores['logits']!.slice(row * this.#choices, (row + 1) * this.#choices));
  }

  evaluate({ items }: Dataset<ChoiceItem>, predictions: readonly Float32Array[]): Evaluation {
    const labels = items.map(({ label }) => label);
    const found = predictions.map(argmax);
    const loss = predictions.reduce((sum, logits, i) => sum + crossEntropyOf(logits, labels[i]!), 0);
    const rows = found.map((prediction, i) => ({ prediction, label: labels[i], logits: [...predictions[i]!] }));
    return {
      figures: { loss: loss / Math.max(1, labels.length), accuracy: accuracy(labels, found) },
      files: { 'eval_predictions.json': renderRows(rows) },
    };
  }
}
