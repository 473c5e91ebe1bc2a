// All points of a chart as CSV, fetched in parts that the store may send, whatever few of them are drawn.

import { csvText } from '../../../src/shared/csv.ts';
import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { HorizontalAxis, Series } from '../../../src/shared/messages/runs.ts';

/** As many points as one answer may have. */
const pointsOfPart = 10_000;

export interface CsvRequest {
  readonly runId: string;
  readonly names: readonly string[];
  readonly x: HorizontalAxis;
  /** Heading of the horizontal axis. */
  readonly xLabel: string;
}

/** Every point of the series as it was recorded, one row for each step: step, place on the axis if it is not the step, values. */
export async function fetchCsv(
  ask: Sender<DashboardContract>,
  { runId, names, x, xLabel }: CsvRequest,
): Promise<string> {
  const isStep = x.kind === 'step';
  const query = { runId, names, ...(!isStep && { x }), maxPoints: pointsOfPart };
  const fetchRows = async (part: readonly Series[], from: number, to: number): Promise<string[]> => {
    // A single step has one point a series, so that halving ends.
    if (isWhole(part) || from >= to) return csvRows(part, names, !isStep);
    const middle = Math.floor((from + to) / 2);
    const rows: string[][] = [];
    for (const [fromStep, toStep] of [
      [from, middle],
      [middle + 1, to],
    ] as const) {
      rows.push(await fetchRows(await ask('runs/series', { ...query, fromStep, toStep }), fromStep, toStep));
    }
    return rows.flat();
  };
  const first = await ask('runs/series', query);
  // However many points are left out, the first and the last of a curve are there.
  const ends = first.flatMap(({ steps }) => [steps[0] ?? 0, steps.at(-1) ?? 0]);
  const head = ['step', ...(isStep ? [] : [xLabel]), ...names].map(csvText).join(',');
  const rows = await fetchRows(first, Math.min(0, ...ends), Math.max(0, ...ends));
  return `${[head, ...rows].join('\n')}\n`;
}

function isWhole(part: readonly Series[]): boolean {
  return part.every(({ steps, totalPoints }) => steps.length >= totalPoints);
}

/** One row for each step that any of the series has; series in the order of `names`. */
export function csvRows(series: readonly Series[], names: readonly string[], hasPlace: boolean): string[] {
  const columns = names.map((name) => {
    const found = series.find((one) => one.name === name);
    return new Map(found?.steps.map((step, index) => [step, found.values[index]!]));
  });
  const places = new Map<number, number>();
  for (const { steps, x = steps } of series) steps.forEach((step, index) => places.set(step, x[index]!));
  return [...places]
    .sort(([a], [b]) => a - b)
    .map(([step, place]) => {
      const values = columns.map((column) => cell(column.get(step)));
      return [cell(step), ...(hasPlace ? [cell(place)] : []), ...values].join(',');
    });
}

/** Numbers as they are; what a spreadsheet cannot read as a number keeps its name. */
function cell(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** A file name of a run's chart. */
export function fileName(runName: string, chartId: string, ending: string): string {
  const safe = `${runName}-${chartId}`.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '');
  return `${safe.slice(0, 120) || 'chart'}.${ending}`;
}
