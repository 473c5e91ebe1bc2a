// Rows → a Parquet file, a group of rows at a time, so that it may be of any length.

import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { Cell, Column, Row } from './columns.ts';

const groupRows = 65_536;

type ColumnSource = Parameters<ParquetWriter['write']>[0]['columnData'][number];
type BasicType = NonNullable<ColumnSource['type']>;

const types: Readonly<Record<Column['type'], BasicType>> = {
  text: 'STRING',
  number: 'DOUBLE',
  integer: 'INT64',
  time: 'TIMESTAMP',
  boolean: 'BOOLEAN',
};

/** The file's bytes, piece by piece. A cell of another type than its column's is missing. */
export async function* renderParquet(
  columns: readonly Column[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columnsOf(columns, []) });
  const parquet = new ParquetWriter({ writer, schema, createdBy: 'IPU Workbench' });
  let group: Row[] = [];
  const write = (): void => {
    if (group.length > 0) void parquet.write({ columnData: columnsOf(columns, group), rowGroupSize: groupRows });
    group = [];
  };
  for await (const row of rows) {
    group.push(row);
    if (group.length < groupRows) continue;
    write();
    yield taken(writer);
  }
  write();
  void parquet.finish();
  yield taken(writer);
}

/** What was written since, which the writer forgets: it goes on counting from the beginning of the file. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = new Uint8Array(writer.buffer, 0, writer.index).slice();
  writer.index = 0;
  return bytes;
}

function columnsOf(columns: readonly Column[], rows: readonly Row[]): ColumnSource[] {
  return columns.map(({ name, type }, at) => ({
    name,
    type: types[type],
    nullable: true,
    data: rows.map((row) => valueOf(row[at], type)),
  }));
}

function valueOf(cell: Cell, type: Column['type']): unknown {
  if (type === 'text') return cell === undefined ? null : String(cell);
  if (type === 'boolean') return typeof cell === 'boolean' ? cell : null;
  if (typeof cell !== 'number') return null;
  if (type === 'number') return cell;
  if (type === 'integer') return Number.isSafeInteger(cell) ? BigInt(cell) : null;
  return Number.isFinite(cell) && Math.abs(cell) <= 8.64e15 ? new Date(cell) : null;
}
