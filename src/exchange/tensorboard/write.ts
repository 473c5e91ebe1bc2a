// A run → one TensorBoard event file: every curve as scalars with their times, results at the last step, the recipe as hyper-parameters.
// Event files hold 32-bit floats. Figures of IPUs that were computed are under `modelled/`, and none of them was measured.

import { withoutFolders } from '../../card/values-to-say.ts';
import { parseResolvedExperiment } from '../../config/resolved.ts';
import { sectionFields } from '../../config/fields.ts';
import { AppError } from '../../shared/errors.ts';
import type { IpuSample, JournalEvent } from '../../shared/journal/event.ts';
import type { RunState } from '../../shared/run-state.ts';
import { readRunEvents } from '../read-events.ts';
import { frameRecord } from './records.ts';
import { eventType, hparamsType, sessionStatus } from './schema.ts';
import { tagOfMetric } from './tags.ts';

/** What is exported. */
export interface TbRun {
  readonly runId: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly state: RunState;
  readonly startedAt: number;
  readonly lastEventAt: number;
  /** The resolved experiment as parsed JSON, or null. */
  readonly experiment: unknown;
}

/** A name by which TensorBoard finds the file. */
export function eventFileName({ startedAt }: Pick<TbRun, 'startedAt'>): string {
  const seconds = Math.floor(startedAt / 1000);
  return `events.out.tfevents.${String(Math.max(0, seconds)).padStart(10, '0')}.ipu-workbench`;
}

/** The file's bytes, piece by piece. */
export async function* renderEventFile(run: TbRun): AsyncGenerator<Uint8Array> {
  yield encode({ wallTime: run.startedAt / 1000, fileVersion: 'brain.Event:2' });
  yield encodeHparams(run.startedAt, '_hparams_/session_start_info', { sessionStartInfo: { hparams: hparamsOf(run.experiment), groupName: run.runId, startTimeSecs: run.startedAt / 1000 } }); // prettier-ignore
  const results = new Map<string, number>();
  let step = 0;
  for await (const event of readRunEvents(run.folder)) {
    if (event.kind === 'result') for (const [name, value] of Object.entries(event.values)) results.set(name, value);
    const values = valuesOf(event);
    if (values.length === 0 || !('step' in event)) continue;
    step = Math.max(step, event.step);
    yield encodeScalars(event.time, event.step, values);
  }
  if (results.size > 0) yield encodeScalars(run.lastEventAt, step, [...results].map(([name, value]) => [tagOfMetric(name), value])); // prettier-ignore
  const status = run.state === 'completed' ? sessionStatus.success : sessionStatus.failure;
  yield encodeHparams(run.lastEventAt, '_hparams_/session_end_info', { sessionEndInfo: { status, endTimeSecs: run.lastEventAt / 1000 } }); // prettier-ignore
}

type Scalars = readonly (readonly [tag: string, value: number])[];

function valuesOf(event: JournalEvent): Scalars {
  switch (event.kind) {
    case 'metrics':
      return Object.entries(event.values).map(([name, value]) => [tagOfMetric(name), value]);
    case 'ipu':
      return event.devices.flatMap((device) => deviceValues(device, event.source));
    case 'host': {
      const { cpu, memoryBytes, loaderWait } = event;
      return Object.entries({ cpu, memoryBytes, loaderWait }).map(([name, value]) => [`host/${name}`, value]);
    }
    default:
      return [];
  }
}

function deviceValues({ index, ...figures }: IpuSample, source: 'model' | 'device'): Scalars {
  const prefix = source === 'model' ? 'modelled/' : '';
  return Object.entries(figures).map(([name, value]) => [`${prefix}ipu/${index}/${name}`, value]);
}

function encodeScalars(time: number, step: number, values: Scalars): Uint8Array {
  return encode({ wallTime: time / 1000, step, summary: { value: values.map(([tag, simpleValue]) => ({ tag, simpleValue })) } }); // prettier-ignore
}

function encodeHparams(time: number, tag: string, content: object): Uint8Array {
  const data = hparamsType.encode(hparamsType.fromObject({ version: 0, ...content })).finish();
  const pluginData = { pluginName: 'hparams', content: data };
  return encode({ wallTime: time / 1000, summary: { value: [{ tag, metadata: { pluginData } }] } });
}

function encode(event: object): Uint8Array {
  return frameRecord(eventType.encode(eventType.create(event)).finish());
}

/** Numbers, texts and truth values of the experiment by their fields; folders of this machine are left out. */
function hparamsOf(json: unknown): Record<string, object> {
  const experiment = readExperiment(json);
  if (experiment === null) return {};
  const entries = Object.keys(sectionFields).flatMap((section) =>
    Object.entries(experiment[section as keyof typeof sectionFields]).flatMap(([name, value]): [string, object][] => {
      const kind = ({ number: 'numberValue', string: 'stringValue', boolean: 'boolValue' } as Record<string, string>)[typeof value]; // prettier-ignore
      return kind === undefined ? [] : [[`${section}.${name}`, { [kind]: withoutFolders(value) }]];
    }),
  );
  return Object.fromEntries(entries);
}

function readExperiment(json: unknown) {
  try {
    return parseResolvedExperiment(json);
  } catch (error) {
    // A run whose experiment cannot be read has curves all the same.
    if (error instanceof AppError) return null;
    throw error;
  }
}
