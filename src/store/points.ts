// Writes the points of a run's curves. What events add is held until the end of the transaction, and then written series by
// series: the latest points as rows, older ones packed into chunks. A step that comes twice keeps its last value.

import type { HostEvent, IpuSample } from '../shared/journal/event.ts';
import type { ValueRange } from '../shared/messages/runs.ts';
import type { Driver } from './driver.ts';
import { SeriesWriter, type PendingPoints } from './series-writer.ts';

const ofMetric = 0;
/** A series of IPU samples. */
export const ofDevice = 1;
const ofHost = 2;

/** Where on a curve, and when. */
export interface Moment {
  readonly step: number;
  readonly time: number;
}

/** Collects points of one run, and writes them when it is told to; lives as long as one transaction. */
export class PointWriter {
  readonly #db: Driver;
  readonly #runKey: number;
  readonly #pending = new Map<string, PendingPoints>();

  constructor(db: Driver, runKey: number) {
    this.#db = db;
    this.#runKey = runKey;
  }

  addMetrics(at: Moment, values: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(values)) this.#add(name, ofMetric, at, value);
  }

  addDevices(at: Moment, devices: readonly IpuSample[]): void {
    for (const { index, utilisation, memoryBytes, powerWatts } of devices) {
      this.#add(`ipu/${index}/utilisation`, ofDevice, at, utilisation);
      if (memoryBytes !== undefined) this.#add(`ipu/${index}/memoryBytes`, ofDevice, at, memoryBytes);
      if (powerWatts !== undefined) this.#add(`ipu/${index}/powerWatts`, ofDevice, at, powerWatts);
    }
  }

  addHost(at: Moment, { cpu, ownCpu, memoryBytes, availableBytes, loaderWait }: HostEvent): void {
    const values = { cpu, ownCpu, memoryBytes, availableBytes, loaderWait };
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) this.#add(`host/${name}`, ofHost, at, value);
    }
  }

  /** Removes all that `addDevices` has added to the run. */
  forgetDevices(): void {
    this.#db.run('DELETE FROM series WHERE run_key = ? AND of_device = ?', this.#runKey, ofDevice);
    for (const [name, { kind }] of this.#pending) if (kind === ofDevice) this.#pending.delete(name);
  }

  /** Writes what was added; gives the least and the greatest finite value of each metric that the run has. */
  flush(): Map<string, ValueRange> {
    const rows = this.#db.all('SELECT * FROM series WHERE run_key = ? ORDER BY name', this.#runKey);
    const writers = new Map(rows.map((row) => [String(row['name']), new SeriesWriter(this.#db, row)]));
    for (const [name, points] of this.#pending) {
      const writer = writers.get(name) ?? SeriesWriter.create(this.#db, this.#runKey, name, points.kind);
      writers.set(name, writer);
      writer.write(points);
    }
    this.#pending.clear();
    const ranges = new Map<string, ValueRange>();
    // By name, so that the row is the same in however many pieces the journal was read.
    for (const name of [...writers.keys()].sort()) {
      const { kind, extent } = writers.get(name)!;
      if (kind === ofMetric && extent.low !== null) ranges.set(name, { min: extent.low, max: extent.high! });
    }
    return ranges;
  }

  #add(name: string, kind: number, { step, time }: Moment, value: number): void {
    let points = this.#pending.get(name);
    if (points === undefined) this.#pending.set(name, (points = { kind, steps: [], values: [], times: [] }));
    points.steps.push(step);
    points.values.push(value);
    points.times.push(time);
  }
}
