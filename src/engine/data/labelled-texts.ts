// Rows of a dataset for classifying texts: one text or two, and a label. Columns are recognised by the names that GLUE and most
// datasets on the Hub use.

import { noRows, textColumnsMissing } from './errors.ts';
import type { RawLabel } from './labels.ts';
import type { DataRow, DataRows } from './rows.ts';
import { describe, fieldPlace, ValueReader } from './values.ts';

/** Names of text columns, the first that fit are taken; pairs before single texts. */
const textColumns: readonly (readonly [first: string, second?: string])[] = [
  ['sentence1', 'sentence2'],
  ['text', 'text_pair'],
  ['text1', 'text2'],
  ['premise', 'hypothesis'],
  ['question1', 'question2'],
  ['question', 'sentence'],
  ['sentence'],
  ['text'],
];

const remedy =
  'Use rows with `label` and the texts as `sentence` or `text`, or in pairs as `sentence1` and `sentence2`, `text` and `text_pair` or ' +
  '`premise` and `hypothesis`: CSV, TSV, JSON, JSON Lines or Parquet.';

export interface LabelledText {
  readonly first: string;
  readonly second: string | null;
  readonly label: RawLabel;
  /** Where the label stands in the file, for messages. */
  readonly place: string;
}

/** The texts of a file's rows; numbers of classes that the file names become these names. Refuses rows without a text or a label. */
export function parseLabelledTexts({ fileName, rows, classNames }: DataRows): LabelledText[] {
  if (rows.length === 0) throw noRows(fileName, remedy);
  const columns = textColumns.find((names) => names.every((name) => name !== undefined && name in rows[0]!.fields));
  if (columns === undefined) throw textColumnsMissing(fileName, Object.keys(rows[0]!.fields), remedy);
  const reader = new ValueReader(fileName, remedy);
  const [first, second] = columns;
  const text = (row: DataRow, name: string): string => reader.text(row.fields[name], fieldPlace(row, name));
  return rows.map((row) => ({
    first: text(row, first),
    second: second === undefined ? null : text(row, second),
    label: readLabel(row, classNames?.get('label'), reader),
    place: fieldPlace(row, 'label'),
  }));
}

function readLabel(row: DataRow, names: readonly string[] | undefined, reader: ValueReader): RawLabel {
  const value = row.fields['label'];
  if (typeof value === 'string' && value.trim() !== '') return value;
  if (typeof value === 'number' && Number.isFinite(value)) {
    const label = names === undefined ? value : names[value];
    if (label !== undefined) return label;
  }
  const expected = names === undefined ? 'text or a number' : 'the number of a class that the file names';
  return reader.refuse(fieldPlace(row, 'label'), expected, describe(value));
}
