// Every point of runs' curves as rows, one a point, in the order in which they were recorded.

import type { IpuSample, JournalEvent } from '../shared/journal/event.ts';
import type { Column, Row } from './columns.ts';
import { readRunEvents } from './read-events.ts';

/** `source` says where figures of IPUs come from: `model` are computed, `device` measured. */
export const seriesColumns: readonly Column[] = [
  { name: 'run_id', type: 'text' },
  { name: 'metric', type: 'text' },
  { name: 'step', type: 'integer' },
  { name: 'time', type: 'time' },
  { name: 'value', type: 'number' },
  { name: 'source', type: 'text' },
];

/** A run and where its folder is. */
export interface RunPlace {
  readonly runId: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
}

/** All points of these runs, one run after the other. */
export async function* seriesRows(runs: readonly RunPlace[]): AsyncGenerator<Row> {
  for (const { runId, folder } of runs)
    for await (const event of readRunEvents(folder))
      for (const { name, value, source } of pointsOf(event))
        yield [runId, name, stepOf(event), event.time, value, source];
}

/** One value of a curve. */
export interface Point {
  readonly name: string;
  readonly value: number;
  /** Absent for what was not sampled of IPUs. */
  readonly source?: 'model' | 'device';
}

/** The values that an event adds to curves, under the store's names. */
export function pointsOf(event: JournalEvent): readonly Point[] {
  switch (event.kind) {
    case 'metrics':
      return Object.entries(event.values).map(([name, value]) => ({ name, value }));
    case 'ipu':
      return event.devices.flatMap((device) => deviceFigures(device).map((point) => ({ ...point, source: event.source }))); // prettier-ignore
    case 'host': {
      const { cpu, memoryBytes, loaderWait } = event;
      return Object.entries({ cpu, memoryBytes, loaderWait }).map(([name, value]) => ({ name: `host/${name}`, value }));
    }
    default:
      return [];
  }
}

function deviceFigures({ index, utilisation, memoryBytes, powerWatts }: IpuSample): readonly Point[] {
  const figures = Object.entries({ utilisation, memoryBytes, powerWatts });
  return figures.flatMap(([name, value]) => (value === undefined ? [] : [{ name: `ipu/${index}/${name}`, value }]));
}

function stepOf(event: JournalEvent): number | undefined {
  return 'step' in event ? event.step : undefined;
}
