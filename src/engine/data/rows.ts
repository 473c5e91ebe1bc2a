// Bytes of a dataset file to rows, whatever task they are for: JSON, JSON Lines, CSV, TSV, plain text and Parquet. The bytes decide on
// the format, and the name where they leave it open. What a row must hold is each task's business (values.ts has the words
// for it); reading the file is run/data-file.ts's.

import { parseDelimited } from './delimited.ts';
import { decodeText } from './decode-text.ts';
import { unknownFormat } from './errors.ts';
import { recogniseBytes } from './file-kind.ts';
import { looksLikeJson, parseJsonLines, parseJsonOrLines } from './json-rows.ts';

/** One row: named values as the file has them. CSV, TSV and plain text give text for every value, also for numbers. */
export interface DataRow {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Where it stands in the file, for messages: `data[3]` (JSON, from 0), `line 4`, or `row 4` (Parquet); the last two from 1. */
  readonly place: string;
}

/** All rows of a file, in its order. */
export interface DataRows {
  /** As it was named; for messages. */
  readonly fileName: string;
  readonly rows: readonly DataRow[];
  /** What is odd about the file as a whole, in sentences for the user; about single rows, the task's parser says it. */
  readonly notes: readonly string[];
  /** Names of classes by column, where the file has numbers for them and says what they mean: Parquet of Hugging Face's datasets. */
  readonly classNames?: ReadonlyMap<string, readonly string[]>;
}

/** Rows before the file's name and notes are known to them. */
export type ParsedRows = Pick<DataRows, 'rows' | 'notes' | 'classNames'>;

/**
 * The rows of a file's bytes. Nothing is dropped but blank lines. Throws an AppError that names line or row if something is broken; a
 * file without rows gives an empty list.
 */
export async function parseRows(bytes: Uint8Array, fileName: string): Promise<DataRows> {
  if (recogniseBytes(bytes, fileName) === 'parquet') {
    // Loaded only here: the decompressors take longer to load than most commands to run.
    const { parseParquet } = await import('./parquet.ts');
    return { fileName, ...(await parseParquet(bytes, fileName)) };
  }
  const { text, notes } = decodeText(bytes, fileName);
  const parsed = parseTextRows(text, fileName);
  return { ...parsed, notes: [...notes, ...parsed.notes] };
}

/** The same for text: every format but Parquet. */
export function parseTextRows(text: string, fileName: string): DataRows {
  return { fileName, ...parseText(text.startsWith('\ufeff') ? text.slice(1) : text, fileName) };
}

function parseText(text: string, fileName: string): ParsedRows {
  const ending = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  if (ending === 'txt') return parsePlainText(text);
  if (ending === 'jsonl' || ending === 'ndjson') return parseJsonLines(text, fileName);
  if (ending === 'json' || looksLikeJson(text)) return parseJsonOrLines(text, fileName);
  if (ending === 'csv') return parseDelimited(text, ',', fileName);
  if (ending === 'tsv') return parseDelimited(text, '\t', fileName);
  throw unknownFormat(fileName);
}

/** Lines as rows with the one field `text`, as Hugging Face's `text` datasets have them; blank lines are none. */
function parsePlainText(text: string): ParsedRows {
  const lines = text.split(/\r\n|\n|\r/);
  const rows = lines.map((line, index) => ({ fields: { text: line }, place: `line ${index + 1}` }));
  return { rows: rows.filter(({ fields }) => fields.text.trim() !== ''), notes: [] };
}
