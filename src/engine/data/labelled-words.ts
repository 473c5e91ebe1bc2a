// Sentences with a tag for every word: CoNLL text (a word and its tags a line, a blank line after each sentence), or rows of tokens and tags.

import { noRows, wordsWithoutTags } from './errors.ts';
import type { DataRow, DataRows } from './rows.ts';
import { describe, fieldPlace, ValueReader } from './values.ts';

const remedy =
  'Use CoNLL text (a line a word with its tag in the last column, a blank line after each sentence), or rows {"tokens": […], ' +
  '"ner_tags": […]} as JSON, JSON Lines or Parquet, with tags as text such as "B-PER".';

export interface TaggedSentence {
  readonly words: readonly string[];
  /** Such as `B-PER`; as many as words. */
  readonly tags: readonly string[];
  /** Where the sentence begins in the file, for messages. */
  readonly place: string;
}

/** The sentences of CoNLL text: the first column is the word, the last its tag; `-DOCSTART-` lines are no words. */
export function parseConll(text: string, fileName: string): TaggedSentence[] {
  const sentences: TaggedSentence[] = [];
  let current: { words: string[]; tags: string[]; place: string } | null = null;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const columns = line.trim().split(/\s+/);
    if (line.trim() === '' || columns[0] === '-DOCSTART-') {
      current = null;
      continue;
    }
    const place = `line ${index + 1}`;
    if (columns.length < 2)
      throw wordsWithoutTags(fileName, place, `the word ${JSON.stringify(columns[0])} has no tag`, remedy);
    if (current === null) sentences.push((current = { words: [], tags: [], place }));
    current.words.push(columns[0]!);
    current.tags.push(columns.at(-1)!);
  }
  if (sentences.length === 0) throw noRows(fileName, remedy);
  return sentences;
}

/**
 * The sentences of a file's rows.
 *
 * @param known names of tags by id, for files that have numbers and do not say what they mean; null: unknown
 */
export function parseTaggedRows(
  { fileName, rows, classNames }: DataRows,
  known: readonly string[] | null,
): TaggedSentence[] {
  if (rows.length === 0) throw noRows(fileName, remedy);
  const reader = new ValueReader(fileName, remedy);
  const nameOf = (row: DataRow, names: readonly string[]): string =>
    names.find((name) => name in row.fields) ?? names[0]!;
  return rows.map((row) => {
    const [wordField, tagField] = [nameOf(row, ['tokens', 'words']), nameOf(row, ['ner_tags', 'tags'])];
    const read = (name: string, of: (value: unknown, place: string) => string): string[] =>
      reader
        .list(row.fields[name], fieldPlace(row, name))
        .map((value, i) => of(value, `${fieldPlace(row, name)}[${i}]`));
    const words = read(wordField, (value, place) => reader.text(value, place));
    const tags = read(tagField, (value, place) => tagOf(value, place, classNames?.get(tagField) ?? known, reader));
    if (words.length !== tags.length) {
      throw wordsWithoutTags(fileName, row.place, `it has ${words.length} words, but ${tags.length} tags`, remedy);
    }
    return { words, tags, place: row.place };
  });
}

function tagOf(value: unknown, place: string, known: readonly string[] | null, reader: ValueReader): string {
  if (typeof value === 'string') return value;
  const name = typeof value === 'number' ? known?.[value] : undefined;
  return name ?? reader.refuse(place, 'the name of a tag', describe(value));
}
