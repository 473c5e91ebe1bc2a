// Rows of a Parquet file, lists and structures included, in whatever compression. All columns are read.

import { parquetMetadataAsync, parquetReadObjects, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetBroken } from './errors.ts';
import { parseClassNames } from './class-names.ts';
import { checkPages } from './parquet-pages.ts';
import type { ParsedRows } from './rows.ts';

/** The rows of a Parquet file's bytes. Throws if it is broken, or holds other than the number of rows that it says. */
export async function parseParquet(bytes: Uint8Array, fileName: string): Promise<ParsedRows> {
  const { objects, metadata } = await readObjects(bytes).catch((cause: unknown) => {
    throw parquetBroken(fileName, cause instanceof Error ? cause.message : String(cause), cause);
  });
  const expected = Number(metadata.num_rows);
  if (objects.length !== expected) {
    throw parquetBroken(fileName, `it says that it holds ${expected} rows, but ${objects.length} could be read`);
  }
  const rows = objects.map((object, index) => ({ fields: plainFields(object), place: `row ${index + 1}` }));
  const description = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  return { rows, notes: [], ...(description === undefined ? {} : { classNames: parseClassNames(description) }) };
}

async function readObjects(bytes: Uint8Array): Promise<{ objects: Record<string, unknown>[]; metadata: FileMetaData }> {
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => Promise.resolve(new Uint8Array(bytes.subarray(start, end)).buffer),
  };
  if (!isWhole(bytes)) throw new Error('it does not end as Parquet does (PAR1), and so is cut off or something else');
  const metadata = await parquetMetadataAsync(file);
  checkPages(bytes, metadata);
  const objects = await parquetReadObjects({ file, metadata, compressors });
  return { objects, metadata };
}

function isWhole(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && new TextDecoder('latin1').decode(bytes.subarray(-4)) === 'PAR1';
}

function plainFields(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, plainValue(value)]));
}

/** Values as JSON would have them: 64-bit integers as numbers where these are exact, typed arrays as lists. */
function plainValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plainValue);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) return plainFields(value as Record<string, unknown>);
  return value;
}
