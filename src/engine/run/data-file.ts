// Reads dataset files from disk. What their bytes mean is data/rows.ts's.

import { readFile } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { decodeText, type DecodedText } from '../data/decode-text.ts';
import { recogniseBytes } from '../data/file-kind.ts';
import { looksLikeJson } from '../data/json-rows.ts';
import { parseRows, type DataRows } from '../data/rows.ts';
import { parseSquadRows, type SquadDataset, type SquadOptions } from '../data/squad.ts';

/** All rows of a dataset file in any format: JSON, JSON Lines, CSV, TSV, plain text, Parquet. Throws AppErrors that name file and place. */
export async function readRows(path: string): Promise<DataRows> {
  return parseRows(await readBytes(path), path);
}

/** The rows of a file, or its text if it is neither JSON, CSV nor Parquet: for formats of a task's own, such as CoNLL. */
export async function readRowsOrText(path: string): Promise<DataRows | DecodedText> {
  const bytes = await readBytes(path);
  if (recogniseBytes(bytes, path) === 'parquet' || /\.(json|jsonl|ndjson|csv)$/i.test(path))
    return parseRows(bytes, path);
  const decoded = decodeText(bytes, path);
  const isText = /\.(txt|tsv|conll\w*|bio|iob2?)$/i.test(path) || !looksLikeJson(decoded.text);
  return isText ? decoded : parseRows(bytes, path);
}

/** A file's text, such as a corpus of sentences. */
export async function readDatasetText(path: string): Promise<DecodedText> {
  return decodeText(await readBytes(path), path);
}

/** The questions of a SQuAD file: official nested JSON, flat rows as JSON, JSON Lines, CSV or Parquet. */
export async function readSquad(path: string, options: SquadOptions): Promise<SquadDataset> {
  return parseSquadRows(await readRows(path), options);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
};

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = reasons[code ?? ''] ?? message;
    throw new AppError('file-unreadable', `Cannot read the dataset ${path}: ${reason}.`, 'Check the path.', { cause });
  }
}
