// What stands in a report, read from the folders of its runs: curves, results with their intervals, configuration, environment.

import { readEnvironmentFacts, type EnvironmentFacts } from '../../compare/environment.ts';
import { parseExperiment } from '../../compare/read-run.ts';
import { createDatasetReader, readScores, type ReadDataset } from '../../compare/scores.ts';
import type { Experiment } from '../../config/fields.ts';
import type { RunDetail } from '../../shared/messages/runs.ts';
import { bootstrapDefaults, bootstrapMean } from '../../shared/statistics/bootstrap.ts';
import { readRunEvents } from '../read-events.ts';
import { pointsOf } from '../series.ts';
import { CurveThinner, type ThinCurve } from './thin.ts';

/** Of a result, in its own unit. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** One run of a report. */
export interface ReportedRun {
  readonly run: RunDetail;
  readonly experiment: Experiment | null;
  readonly environment: EnvironmentFacts;
  /** By the curve's name. */
  readonly curves: ReadonlyMap<string, ThinCurve>;
  /** By the result's name; none where the questions' scores are not known, for the reason given. */
  readonly intervals: Readonly<Record<string, Interval>>;
  readonly noIntervals: string | null;
}

/** How intervals were found, for the reader. */
export const intervalNote = `${bootstrapDefaults.level * 100} % intervals: bootstrap over the questions, ${bootstrapDefaults.resamples} resamples.`;

/** A curve is drawn with so many points at most. */
export const pointsOfCurve = 600;
/** A run with more curves than anybody looks at must not fill the memory. */
const mostCurves = 500;

/** Reads the runs one after the other. */
export async function readReport(runs: readonly RunDetail[]): Promise<readonly ReportedRun[]> {
  const readDataset = createDatasetReader();
  const read: ReportedRun[] = [];
  for (const run of runs) read.push(await readRun(run, readDataset));
  return read;
}

async function readRun(run: RunDetail, readDataset: ReadDataset): Promise<ReportedRun> {
  const experiment = parseExperiment(run.experiment);
  const environment = await readEnvironmentFacts(run, experiment);
  const curves = await readCurves(run.folder);
  return { run, experiment, environment, curves, ...(await readIntervals(run, experiment, readDataset)) };
}

async function readCurves(folder: string): Promise<ReadonlyMap<string, ThinCurve>> {
  const thinners = new Map<string, CurveThinner>();
  for await (const event of readRunEvents(folder)) {
    if (!('step' in event)) continue;
    for (const { name, value } of pointsOf(event)) {
      const thinner = thinners.get(name) ?? new CurveThinner(pointsOfCurve);
      if (thinners.size < mostCurves) thinners.set(name, thinner);
      thinner.add(event.step, value);
    }
  }
  return new Map([...thinners].map(([name, thinner]) => [name, thinner.curve]));
}

async function readIntervals(
  run: RunDetail,
  experiment: Experiment | null,
  readDataset: ReadDataset,
): Promise<Pick<ReportedRun, 'intervals' | 'noIntervals'>> {
  const scored = await readScores(run, experiment, readDataset);
  if ('reason' in scored) return { intervals: {}, noIntervals: scored.reason };
  if (scored.questions.length === 0) return { intervals: {}, noIntervals: 'it has no questions' };
  const intervalOf = (scores: readonly number[]): Interval => {
    const { low, high } = bootstrapMean(scores);
    return { low: 100 * low, high: 100 * high };
  };
  const exact = scored.version2 ? 'eval_exact' : 'eval_exact_match';
  const intervals = {
    [exact]: intervalOf(scored.questions.map(({ exactMatch }) => exactMatch)),
    eval_f1: intervalOf(scored.questions.map(({ f1 }) => f1)),
  };
  return { intervals, noIntervals: null };
}
