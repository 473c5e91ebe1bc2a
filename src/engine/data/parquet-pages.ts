// Checks a Parquet file's pages before they are decoded: the decoder takes a broken page header at its word, and may then never end. Values
// are not looked at.

import { type ColumnMetaData, type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';

/** Throws an Error, with the reason, unless the columns are those of the schema and their pages fill their part of the file. */
export function checkPages(bytes: Uint8Array, metadata: FileMetaData): void {
  const expected = listLeaves(parquetSchema(metadata)).join();
  for (const { columns } of metadata.row_groups) {
    const found = columns.map(({ meta_data: column }) => column && describeColumn(column.path_in_schema, column.type));
    if (found.join() !== expected) throw new Error('its columns are not those of its schema');
    for (const { meta_data: column, file_path: otherFile } of columns) {
      if (otherFile !== undefined) throw new Error(`it refers to another file, ${otherFile}`);
      if (column !== undefined) checkColumn(bytes, column);
    }
  }
}

function listLeaves({ children, path, element }: SchemaTree): string[] {
  return children.length === 0 ? [describeColumn(path, element.type)] : children.flatMap(listLeaves);
}

function describeColumn(path: readonly string[], type: string | undefined): string {
  return `${path.join('.')} ${type}`;
}

function checkColumn(bytes: Uint8Array, column: ColumnMetaData): void {
  const name = column.path_in_schema.join('.');
  const start = Number(column.dictionary_page_offset ?? column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  if (column.num_values === 0n && end === start) return;
  if (!(start >= 4 && end >= start && end <= bytes.length)) throw new Error(`column ${name} lies outside the file`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  let values = 0;
  for (let offset = start; offset < end;) {
    const page = readPageHeader(view, offset, name);
    values += page.values;
    offset = page.end;
  }
  if (values !== Number(column.num_values)) {
    throw new Error(`column ${name} has ${values} values, but should have ${column.num_values}`);
  }
}

/** Fields of the Parquet format's PageHeader by their numbers (parquet.thrift). */
interface PageHeader {
  readonly field_1?: unknown;
  readonly field_2?: unknown;
  readonly field_3?: unknown;
  readonly field_5?: { readonly field_1?: unknown };
  readonly field_8?: { readonly field_1?: unknown; readonly field_5?: unknown; readonly field_6?: unknown };
}

const pageTypes = { data: 0, dictionary: 2, dataV2: 3 } as const;

function readPageHeader(
  view: DataView,
  offset: number,
  name: string,
): { readonly values: number; readonly end: number } {
  const reader = { view, offset };
  const header = deserializeTCompactProtocol(reader) as PageHeader;
  const { field_1: type, field_2: uncompressedBytes, field_3: compressedBytes } = header;
  const end = reader.offset + (isCount(compressedBytes) ? compressedBytes : Number.NaN);
  if (!isCount(uncompressedBytes) || !(end <= view.byteLength))
    throw new Error(`a page of column ${name} has no sound size`);
  if (type === pageTypes.dictionary) return { values: 0, end };
  const values = type === pageTypes.dataV2 ? header.field_8?.field_1 : header.field_5?.field_1;
  if ((type !== pageTypes.data && type !== pageTypes.dataV2) || !isCount(values)) {
    throw new Error(`a page of column ${name} is broken`);
  }
  const levelBytes = type === pageTypes.dataV2 ? [header.field_8?.field_5, header.field_8?.field_6] : [];
  if (!levelBytes.every((count) => isCount(count) && count <= uncompressedBytes)) {
    throw new Error(`a page of column ${name} has levels of no sound size`);
  }
  return { values, end };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}
