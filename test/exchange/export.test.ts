// Tables of runs and of their points, read back from each of the three forms; event files as TensorBoard reads them.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { findReferencePython } from '../../scripts/bench/reference.ts';
import { csvCell } from '../../src/exchange/csv.ts';
import { exportRuns } from '../../src/exchange/export.ts';
import { renderParquet } from '../../src/exchange/parquet.ts';
import { importRuns } from '../../src/exchange/import/import-runs.ts';
import type { RunDetail } from '../../src/shared/messages/runs.ts';
import { readEvents } from './journal.ts';
import { makeExportedRun, startedAt } from './runs.ts';

let folder: string;
let run: RunDetail;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-export-'));
  run = await makeExportedRun(join(folder, 'runs'));
});
after(() => rm(folder, { recursive: true }));

async function written(kind: 'runs' | 'series', format: 'csv' | 'json' | 'parquet', runs = [run]): Promise<Buffer> {
  const target = join(folder, `it's a ${kind}.${format}`);
  const { files } = await exportRuns({ kind, format, runs, target });
  assert.deepEqual(files, [target]);
  return readFile(target);
}

async function parquetRows(bytes: Uint8Array): Promise<readonly Record<string, unknown>[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return parquetReadObjects({ file });
}

/** The points of the run in their order, the one that came twice once. */
const points: readonly (readonly [metric: string, step: number, second: number, value: number, source?: string])[] = [
  ['loss', 1, 2, 0.1 + 0.2],
  ['learning_rate', 1, 2, 9e-5],
  ['loss', 2, 3, NaN],
  ['=HYPERLINK("x")', 2, 3, -0],
  ['loss', 3, 6, -Infinity],
  ['loss', 4, 7, Number.MIN_VALUE],
  ['eval_f1', 4, 7, 60],
  ['ipu/0/utilisation', 4, 8, 0.5, 'model'],
  ['ipu/1/utilisation', 4, 8, 0.25, 'model'],
  ['ipu/1/memoryBytes', 4, 8, 9, 'model'],
  ['host/cpu', 4, 9, 0.75],
  ['host/memoryBytes', 4, 9, 1e9],
  ['host/loaderWait', 4, 9, 0],
];
const at = (second: number): string => new Date(startedAt + 1000 * second).toISOString();

describe('every point of a run', () => {
  it('as CSV: numbers to the last digit, words for what is none, no formula', async () => {
    const text = (await written('series', 'csv')).toString();
    const rows = parse(text, { columns: true });
    const number = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
    assert.deepEqual(
      rows,
      points.map(([metric, step, second, value, source = '']) => ({ run_id: run.runId, metric: metric.replace(/^=/, "'="), step: String(step), time: at(second), value: number(value), source })), // prettier-ignore
    );
    assert.ok(text.includes(',0.30000000000000004,'));
  });

  it('as JSON, with strings for what JSON has no number for', async () => {
    const rows = JSON.parse((await written('series', 'json')).toString()) as readonly Record<string, unknown>[];
    const value = (number: number): unknown => (Number.isFinite(number) ? number : String(number));
    assert.deepEqual(
      rows,
      points.map(([metric, step, second, number, source]) => ({ run_id: run.runId, metric, step, time: at(second), value: value(number), ...(source && { source }) })), // prettier-ignore
    );
  });

  it('as Parquet', async () => {
    const rows = await parquetRows(await written('series', 'parquet'));
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      points.map(([metric, step, second, value, source]) => ({ run_id: run.runId, metric, step: BigInt(step), time: new Date(startedAt + 1000 * second), value, source: source ?? null })), // prettier-ignore
    );
  });

  it('of several runs, one after the other; of one without a journal, none', async () => {
    const other = { ...run, runId: 'other', folder: join(folder, 'nowhere') };
    const rows = JSON.parse((await written('series', 'json', [other, run, other])).toString()) as readonly unknown[];
    assert.equal(rows.length, points.length);
    assert.equal((await written('series', 'json', [other])).toString(), '[]\n');
    assert.deepEqual(await parquetRows(await written('series', 'parquet', [other])), []);
  });
});

it('a Parquet file of several groups of rows is one table', async () => {
  const count = 150_000;
  const rows = Array.from({ length: count }, (_, index) => [index, `name ${index % 7}`]);
  const parts: Uint8Array[] = [];
  for await (const part of renderParquet([{ name: 'n', type: 'integer' }, { name: 'text', type: 'text' }], rows)) parts.push(part); // prettier-ignore
  assert.ok(parts.length > 2, 'it comes piece by piece');
  const read = await parquetRows(new Uint8Array(Buffer.concat(parts)));
  assert.equal(read.length, count);
  assert.deepEqual({ ...read[100_000] }, { n: 100_000n, text: `name ${100_000 % 7}` });
});

it('a table of runs has their results, last values, words and fields', async () => {
  const more = await makeExportedRun(join(folder, 'runs'), {
    runId: '20231114-221320-more-bbbb',
    name: '-1+1|cmd',
    results: { eval_f1: NaN },
    annotations: { tags: ['a', 'b, "c"'], notes: 'two\nlines', starred: true },
    imported: 'tensorboard',
  });
  const [first, second] = parse((await written('runs', 'csv', [run, more])).toString(), { columns: true }) as unknown as readonly Record<string, string>[]; // prettier-ignore
  assert.deepEqual([first!['result.eval_f1'], second!['result.eval_f1'], second!['result.eval_exact_match']], ['60.5', 'NaN', '']); // prettier-ignore
  assert.deepEqual([second!['name'], second!['tags'], second!['notes'], second!['starred'], second!['imported']], ["'-1+1|cmd", 'a; b, "c"', 'two\nlines', 'true', 'tensorboard']); // prettier-ignore
  assert.deepEqual([first!['training.learning_rate'], first!['started'], first!['last.loss']], ['0.00009', at(0), '5e-324']); // prettier-ignore
  const [, inParquet] = await parquetRows(await written('runs', 'parquet', [run, more]));
  assert.deepEqual([inParquet!['result.eval_f1'], inParquet!['result.eval_exact_match'], inParquet!['starred']], [NaN, null, true]); // prettier-ignore
});

it('texts that a spreadsheet would run are texts, numbers stay numbers', () => {
  const cells = ['=1', '+1', '-1', '@x', '\t=1', '\r=1', 'a=1', '', ' x', 'a"b', -1, 1e21].map((cell) => csvCell(cell));
  assert.deepEqual(cells, ["'=1", "'+1", "'-1", "'@x", "'\t=1", `"'\r=1"`, 'a=1', '', '" x"', '"a""b"', '-1', '1e+21']); // prettier-ignore
});

it('an export that fails leaves what was there', async () => {
  const target = join(folder, 'taken.csv');
  await mkdir(target);
  await assert.rejects(exportRuns({ kind: 'series', format: 'csv', runs: [run], target }), { code: 'not-a-folder' });
  await assert.rejects(exportRuns({ kind: 'runs', format: 'csv', runs: [run], target: join(folder, 'no/where.csv') }), { code: 'folder-missing' }); // prettier-ignore
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.endsWith('.tmp')),
    [],
  );
});

/** A Python that has tensorboard, or why there is none. */
async function findPython(): Promise<{ readonly path: string } | { readonly reason: string }> {
  try {
    const path = findReferencePython(process.env['IPUW_REFERENCE_PYTHON']);
    await promisify(execFile)(path, ['-c', 'import tensorboard']);
    return { path };
  } catch (error) {
    return { reason: `no Python with tensorboard: ${error instanceof Error ? error.message.split('\n')[0] : error}` };
  }
}

const python = await findPython();
const skip = 'reason' in python ? python.reason : false;

describe('event files', () => {
  const single = (value: number): number => Math.fround(value);

  it('imported again they are the run, in 32-bit floats', async () => {
    const logs = join(folder, 'logs');
    const { files } = await exportRuns({ kind: 'tensorboard', format: 'csv', runs: [run], target: logs });
    assert.match(files[0]!, /20231114-221320-odd-aaaa[\\/]events\.out\.tfevents\.1700000000\.ipu-workbench$/);
    const runs = join(folder, 'imported');
    await mkdir(runs);
    const [again] = await importRuns(logs, runs);
    const values = (await readEvents(again!.folder)).flatMap((event) => (event.kind === 'metrics' ? Object.entries(event.values).map(([name, value]) => [name, event.step, value]) : [])); // prettier-ignore
    const expected = points.map(([name, step, , value]) => [name.replace(/^ipu/, 'modelled/ipu'), step, single(value)]); // prettier-ignore
    assert.deepEqual(values, [...expected, ['eval_f1', 4, 60.5], ['eval_exact_match', 4, 50]]);
    const { training } = JSON.parse(await readFile(join(again!.folder, 'experiment.json'), 'utf8')) as { training: Record<string, unknown> }; // prettier-ignore
    assert.equal(training['learning_rate'], 9e-5, 'hyper-parameters are not rounded');
  });

  it('TensorBoard reads the same values', { skip }, async () => {
    const logs = join(folder, 'python');
    await exportRuns({ kind: 'tensorboard', format: 'csv', runs: [run], target: logs });
    const script = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2
reader = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
reader.Reload()
tags = reader.Tags()["scalars"]
scalars = {tag: [[e.step, e.wall_time, repr(e.value)] for e in reader.Scalars(tag)] for tag in tags}
content = reader.SummaryMetadata("_hparams_/session_start_info").plugin_data.content
start = plugin_data_pb2.HParamsPluginData.FromString(content).session_start_info
print(json.dumps({"scalars": scalars, "rate": start.hparams["training.learning_rate"].number_value, "group": start.group_name}))`;
    const path = 'path' in python ? python.path : '';
    const { stdout } = await promisify(execFile)(path, ['-c', script, join(logs, run.runId)]);
    const { scalars, rate, group } = JSON.parse(stdout) as { scalars: Record<string, [number, number, string][]>; rate: number; group: string }; // prettier-ignore
    assert.deepEqual([rate, group], [9e-5, run.runId]);
    assert.deepEqual(scalars['train/loss'], [[1, 1_700_000_002, repr(single(0.1 + 0.2))], [2, 1_700_000_003, 'nan'], [3, 1_700_000_006, '-inf'], [4, 1_700_000_007, '0.0']]); // prettier-ignore
    assert.deepEqual(scalars['eval/f1']?.map(([step, , value]) => [step, value]), [[4, '60.0'], [4, '60.5']]); // prettier-ignore
    assert.deepEqual(scalars['modelled/ipu/0/utilisation'], [[4, 1_700_000_008, '0.5']]);
    assert.deepEqual(scalars['train/learning_rate']?.[0]?.[2], '9.000000136438757e-05');
  });
});

function repr(value: number): string {
  return String(value);
}
