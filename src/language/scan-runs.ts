// Earlier runs of a workspace and their checkpoints, from the files of the run folders alone: the end of the journal says how a
// run stands. The store is not asked and no database is opened.

import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EarlierRun, RunCheckpoint } from '../config/language/surroundings.ts';
import { decodeLine } from '../shared/journal/line.ts';
import type { JournalEvent } from '../shared/journal/event.ts';
import { taskScores } from '../shared/metrics.ts';
import { runFiles, runsFolder } from '../shared/run-folder.ts';
import { isRunId } from '../shared/run-id.ts';
import { describeMetric } from '../shared/metrics.ts';
import { formatMetric, stateLabels } from '../shared/run-text.ts';
import { findModel } from './scan-models.ts';

/** The newest runs; older ones are found by the dashboard. */
const mostRuns = 50;
const mostCheckpoints = 100;
/** Results and the end are the last that a run writes. */
const tailBytes = 64 * 1024;
const largestExperimentCharacters = 2 ** 20;

export interface ScannedRuns {
  readonly runs: readonly EarlierRun[];
  readonly checkpoints: readonly RunCheckpoint[];
}

/** Runs of the workspace, newest first. `isOver` says when to end the search. */
export async function scanRuns(workspace: string, isOver: () => boolean): Promise<ScannedRuns> {
  const folder = join(workspace, ...runsFolder.split('/'));
  const ids = (await readdir(folder).catch(() => [])).filter(isRunId).sort().reverse().slice(0, mostRuns);
  const runs: EarlierRun[] = [];
  const checkpoints: RunCheckpoint[] = [];
  for (const id of ids) {
    if (isOver()) break;
    runs.push(await readRun(join(folder, id), id));
    if (checkpoints.length < mostCheckpoints) checkpoints.push(...(await findCheckpoints(join(folder, id), id)));
  }
  return { runs, checkpoints };
}

async function readRun(folder: string, id: string): Promise<EarlierRun> {
  const { name, group } = await readNames(join(folder, runFiles.experiment));
  const events = await readTail(join(folder, runFiles.journal));
  const last = events.findLast(({ kind }) => kind === 'end' || kind === 'state');
  const state = last?.kind === 'end' || last?.kind === 'state' ? stateLabels[last.state].toLowerCase() : 'started';
  return { id, name: name || id, group, state, score: scoreOf(events) };
}

async function readNames(path: string): Promise<{ name: string; group: string }> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const asText = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');
  try {
    const json: unknown = text.length > largestExperimentCharacters ? null : JSON.parse(text);
    const { name, group } = (json ?? {}) as Readonly<Record<string, unknown>>;
    return { name: asText(name), group: asText(group) };
  } catch {
    return { name: '', group: '' };
  }
}

/** The journal's last events, as far as they can be read. */
async function readTail(path: string): Promise<JournalEvent[]> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return [];
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return eventsIn(buffer.subarray(0, bytesRead), start > 0);
  } catch {
    return [];
  } finally {
    await file.close().catch(() => undefined);
  }
}

function eventsIn(bytes: Uint8Array, startsWithin: boolean): JournalEvent[] {
  const events: JournalEvent[] = [];
  let start = startsWithin ? bytes.indexOf(0x0a) + 1 : 0;
  for (let end = bytes.indexOf(0x0a, start); end !== -1; end = bytes.indexOf(0x0a, start)) {
    const line = decodeLine(bytes.subarray(start, end));
    if ('event' in line) events.push(line.event);
    start = end + 1;
  }
  return events;
}

/** The score that stands for the whole run. */
function scoreOf(events: readonly JournalEvent[]): string | null {
  const values = Object.assign({}, ...events.map((event) => (event.kind === 'result' ? event.values : {}))) as Record<
    string,
    number
  >;
  const name = Object.entries(taskScores)
    .filter(([, { headline }]) => headline)
    .map(([score]) => `eval_${score}`)
    .filter((each) => Object.hasOwn(values, each))
    .sort((a, b) => Number(b === 'eval_f1') - Number(a === 'eval_f1'))[0];
  return name === undefined ? null : `${describeMetric(name).label} ${formatMetric(name, values[name]!)}`;
}

async function findCheckpoints(run: string, runId: string): Promise<RunCheckpoint[]> {
  const folder = join(run, runFiles.checkpoints);
  const steps = (await readdir(folder).catch(() => []))
    .map((name) => /^checkpoint-(\d{1,12})$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => b - a)
    // The last ones of a run: one starts from its end, or steps back a little.
    .slice(0, 3);
  const found = await Promise.all(
    steps.map(async (step) => ({ step, model: await findModel(join(folder, `checkpoint-${step}`)) })),
  );
  return found.flatMap(({ step, model }) => (model && model.missing.length === 0 ? [{ ...model, runId, step }] : []));
}
