// Rows of a multiple-choice dataset in SWAG's layout: a context, the beginning of the next sentence, and its possible endings.

import { choiceUnknown, noRows, textColumnsMissing } from './errors.ts';
import type { DataRows } from './rows.ts';
import { fieldPlace, ValueReader } from './values.ts';

const remedy =
  'Use rows {"sent1", "sent2", "ending0", "ending1", …, "label"} as CSV, TSV, JSON, JSON Lines or Parquet; `label` is the number of the ' +
  'right ending, from 0.';

export interface ChoiceExample {
  readonly context: string;
  /** `sent2` and each ending, with a space between them. */
  readonly continuations: readonly string[];
  /** Number of the right one, from 0. */
  readonly label: number;
}

/** The examples of a file's rows; all have as many choices as the first. */
export function parseChoices({ fileName, rows }: DataRows): ChoiceExample[] {
  if (rows.length === 0) throw noRows(fileName, remedy);
  const columns = Object.keys(rows[0]!.fields);
  const endings = columns.filter((name) => /^ending\d+$/.test(name)).map((_, i) => `ending${i}`);
  if (endings.length < 2 || !['sent1', 'sent2', ...endings].every((name) => columns.includes(name))) {
    throw textColumnsMissing(fileName, columns, remedy);
  }
  const reader = new ValueReader(fileName, remedy);
  return rows.map((row) => {
    const text = (name: string): string => reader.text(row.fields[name], fieldPlace(row, name));
    const place = fieldPlace(row, 'label');
    const label = reader.wholeNumber(row.fields['label'], place);
    if (label < 0 || label >= endings.length) throw choiceUnknown(fileName, place, label, endings.length);
    const start = text('sent2');
    return { context: text('sent1'), continuations: endings.map((name) => `${start} ${text(name)}`), label };
  });
}
