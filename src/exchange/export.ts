// A kind of export and runs → files. The one way in for the command line and for VS Code.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { renderModelCard } from '../card/render.ts';
import { collectCardFacts } from '../card/run-folder.ts';
import type { ExportFormat, ExportKind } from '../shared/messages/sharing.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import { writeFileAtomic } from '../system/atomic-file.ts';
import { writeFailed } from '../system/errors.ts';
import type { Column, Row } from './columns.ts';
import { renderCsv } from './csv.ts';
import { renderJson } from './json.ts';
import { renderParquet } from './parquet.ts';
import { renderReport } from './report/report.ts';
import { runsTable } from './runs-table.ts';
import { seriesColumns, seriesRows } from './series.ts';
import { eventFileName, renderEventFile } from './tensorboard/write.ts';
import { writeStreamed } from './write-file.ts';

/** What to write, and where. */
export interface ExportRequest {
  readonly kind: ExportKind;
  /** Of tables; other kinds have one form. */
  readonly format: ExportFormat;
  /** At least one; a card is of one. */
  readonly runs: readonly RunDetail[];
  /** Absolute path of the file, or of TensorBoard's log folder. */
  readonly target: string;
}

/** What was written, and what is to be told of it. */
export interface Exported {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly notices: readonly string[];
}

/** Writes the export; what is there under that name is replaced. Rejects with an AppError. */
export async function exportRuns(request: ExportRequest): Promise<Exported> {
  const { kind, format, runs, target } = request;
  switch (kind) {
    case 'card': {
      const { facts, notices } = await collectCardFacts(runs[0]!);
      await writeFileAtomic(target, renderModelCard(facts));
      return { files: [target], notices: notices.map(({ message }) => message) };
    }
    case 'runs': {
      const { columns, rows } = runsTable(runs);
      await writeStreamed(target, renderTable(format, columns, rows));
      return { files: [target], notices: [] };
    }
    case 'series':
      await writeStreamed(target, renderTable(format, seriesColumns, seriesRows(runs)));
      return { files: [target], notices: [] };
    case 'tensorboard':
      return { files: await writeEventFiles(runs, target), notices: [] };
    case 'report':
      await writeStreamed(target, renderReport(runs));
      return { files: [target], notices: [] };
  }
}

function renderTable(
  format: ExportFormat,
  columns: readonly Column[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncIterable<string | Uint8Array> {
  if (format === 'parquet') return renderParquet(columns, rows);
  return format === 'csv' ? renderCsv(columns, rows) : renderJson(columns, rows);
}

/** One folder a run, as TensorBoard wants it. */
async function writeEventFiles(runs: readonly RunDetail[], folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const run of runs) {
    const place = join(folder, run.runId);
    await mkdir(place, { recursive: true }).catch((error: unknown) => {
      throw writeFailed(place, error);
    });
    const file = join(place, eventFileName(run));
    await writeStreamed(file, renderEventFile(run));
    files.push(file);
  }
  return files;
}
