// All points of a chart as CSV, fetched in parts that the store may send, whatever few of them are drawn.

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
  lastStep: number,
): Promise<string> {
  const isStep = x.kind === 'step';
  const fetchPart = async (fromStep: number, toStep: number): Promise<string[]> => {
    const axis = isStep ? {} : { x };
    const part = await ask('runs/series', { runId, names, fromStep, toStep, ...axis, maxPoints: pointsOfPart });
    if (part.every(({ steps, totalPoints }) => steps.length === totalPoints)) return csvRows(part, names, !isStep);
    // A single step has one point a series, so that halving ends.
    const middle = Math.floor((fromStep + toStep) / 2);
    return [...(await fetchPart(fromStep, middle)), ...(await fetchPart(middle + 1, toStep))];
  };
  const head = ['step', ...(isStep ? [] : [xLabel]), ...names].map(quoted).join(',');
  return `${[head, ...(await fetchPart(0, lastStep))].join('\n')}\n`;
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

function quoted(words: string): string {
  return /[",\n\r]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}

/** A file name of a run's chart. */
export function fileName(runName: string, chartId: string, ending: string): string {
  const safe = `${runName}-${chartId}`.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '');
  return `${safe.slice(0, 120) || 'chart'}.${ending}`;
}
