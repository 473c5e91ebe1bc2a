// Event files of one folder → a run: its scalars as curves with the files' own times. Files are read piece by piece and as far as they
// are whole; what is not is told.

import { basename, dirname, join } from 'node:path';
import { type Notice, Notices, showText } from '../../config/import/notices.ts';
import { describeMetric } from '../../shared/metrics.ts';
import { eventFileBroken, importNotReadable } from '../errors.ts';
import { parseTbEvent, type TbEvent } from '../tensorboard/event.ts';
import { readRecords } from '../tensorboard/records.ts';
import { metricOfTag } from '../tensorboard/tags.ts';
import { experimentOfArguments, experimentOfFields } from './experiment.ts';
import { findImported, hashFiles, type ImportedRun, type ImportRecord } from './imported-file.ts';
import { type ImportJournal, writeImportedRun } from './run-writer.ts';

const source = 'tensorboard';
/** Names are kept in memory; no run has so many by intent. */
const mostTags = 10_000;
const mostTagLength = 500;
/** Hyper-parameters stand at the beginning of a file. */
const recordsWithHparams = 100;
const filesWithHparams = 10;

/** What imported.json holds of event files. */
interface TbRecord extends ImportRecord {
  /** Names of the files that were read. */
  readonly files: readonly string[];
  readonly hparams?: TbEvent['hparams'];
}

/**
 * Imports the event files (absolute paths, all of one folder) as one run of this name. Rejects with an AppError if not one
 * record of them can be read.
 */
export async function importEventFiles(files: readonly string[], name: string, runs: string): Promise<ImportedRun> {
  const file = files.length === 1 ? files[0]! : dirname(files[0]!);
  const sha256 = await hashFiles(files);
  const known = await findImported(runs, source, sha256);
  if (known !== undefined)
    return { runId: known, folder: join(runs, known), name, source, file, isNew: false, notices: [] };
  const hparams = await findHparams(files);
  const place = dirname(file);
  const found =
    experimentOfFields(hparams ?? {}, place) ??
    (await experimentOfArguments(hparams ?? {}, place, `the hyper-parameters of ${basename(file)}`));
  const experiment = { ...found.experiment, name };
  const written = await writeImportedRun(runs, { experiment, environment: null, startedAt: 0 }, async (journal) => {
    const reading = new Reading(journal, found.notices);
    for (const each of files) await reading.read(each);
    const startedAt = reading.finish(file);
    const record: TbRecord = {
      ...{ source, file, sha256, importedAt: Date.now(), notices: reading.notices },
      files: files.map((each) => basename(each)),
      ...(hparams === undefined ? {} : { hparams }),
    };
    return { record, startedAt };
  });
  const { runId, folder, record } = written;
  return { runId, folder, name, source, file, isNew: true, notices: record.notices };
}

/** The run's journal while its files are read one after the other. */
class Reading {
  readonly #journal: ImportJournal;
  readonly #notices = new Notices();
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #results: Record<string, number> = {};
  readonly #counts = { badSteps: 0, badTimes: 0, backwards: 0, tagsLeftOut: 0 };
  #waiting: { step: number; time: number; values: Record<string, number> } | null = null;
  /** Of the first event, and of the first with a value: a writer may be open for long before. */
  #openedAt: number | null = null;
  #startedAt: number | null = null;
  #lastTime = 0;
  #lastStep = -1;
  #end: 'completed' | 'failed' | undefined;

  constructor(journal: ImportJournal, notices: readonly Notice[]) {
    this.#journal = journal;
    for (const { kind, name, message } of notices) this.#notices.add(kind, name, message);
  }

  get notices(): readonly Notice[] {
    return this.#notices.all;
  }

  async read(file: string): Promise<void> {
    let unreadable = 0;
    try {
      for await (const record of readRecords(file)) {
        if ('data' in record) {
          const event = parseTbEvent(record.data);
          if (event) this.#add(event);
          else unreadable += 1;
          continue;
        }
        const rest = record.isEnd ? ' What comes after that is not read.' : '';
        this.#notices.add('dropped', basename(file), `${basename(file)}: ${record.problem}, at byte ${record.atByte}.${rest}`); // prettier-ignore
      }
    } catch (error) {
      throw importNotReadable(file, error instanceof Error ? error.message : String(error));
    }
    if (unreadable > 0)
      this.#notices.add('dropped', basename(file), `${basename(file)}: records that are no events and were passed over: ${unreadable}.`); // prettier-ignore
  }

  /** Writes what is left, and gives the time of the first event. Throws an AppError if there was none. */
  finish(file: string): number {
    this.#flush();
    if (this.#openedAt === null) throw eventFileBroken(file, this.#notices.all[0]?.message.replace(/\.$/, '') ?? 'it has no events'); // prettier-ignore
    this.#tellCounts();
    const time = this.#lastTime;
    if (Object.keys(this.#results).length > 0) this.#journal.write({ kind: 'result', values: this.#results }, time);
    if (this.#end === undefined)
      this.#notices.add('remark', 'state', 'Event files do not say how a run ended: it counts as completed.');
    for (const { kind, message } of this.#notices.all)
      this.#journal.write({ kind: 'log', level: kind === 'dropped' ? 'warning' : 'info', message }, time);
    this.#journal.write({ kind: 'end', state: this.#end ?? 'completed' }, time);
    return this.#startedAt ?? this.#openedAt;
  }

  #add({ wallTime, step, scalars, end }: TbEvent): void {
    if (!Number.isFinite(wallTime)) this.#counts.badTimes += 1;
    const time = Number.isFinite(wallTime) ? wallTime * 1000 : this.#lastTime;
    this.#openedAt ??= time;
    this.#lastTime = time;
    this.#end = end ?? this.#end;
    if (scalars.length === 0) return;
    this.#startedAt ??= time;
    if (!Number.isSafeInteger(step) || step < 0) {
      this.#counts.badSteps += scalars.length;
      return;
    }
    for (const { tag, value } of scalars) {
      const name = this.#nameOf(tag);
      if (name !== undefined) this.#addValue(name, value, step, time);
    }
  }

  #addValue(name: string, value: number, step: number, time: number): void {
    if (this.#waiting?.step !== step || Object.hasOwn(this.#waiting.values, name)) {
      this.#flush();
      this.#waiting = { step, time, values: {} };
    }
    // A name may be `__proto__`.
    Object.defineProperty(this.#waiting!.values, name, { value, enumerable: true, configurable: true, writable: true });
    if (describeMetric(name).chart === 'results') this.#results[name] = value;
  }

  /** The metric of a tag; two tags never become one metric. */
  #nameOf(tag: string): string | undefined {
    const known = this.#names.get(tag);
    if (known !== undefined) return known;
    if (this.#names.size >= mostTags || tag.length > mostTagLength || tag === '') {
      this.#counts.tagsLeftOut += 1;
      return undefined;
    }
    const wanted = metricOfTag(tag);
    const name = this.#taken.has(wanted) ? tag : wanted;
    if (this.#taken.has(name)) this.#notices.add('contradiction', name, `Two tags stand for ${showText(name)}: the last value of a step counts.`); // prettier-ignore
    this.#names.set(tag, name);
    this.#taken.add(name);
    return name;
  }

  #flush(): void {
    if (!this.#waiting) return;
    const { step, time, values } = this.#waiting;
    if (step < this.#lastStep) this.#counts.backwards += 1;
    this.#lastStep = step;
    this.#journal.write({ kind: 'metrics', step, values }, time);
    this.#waiting = null;
  }

  #tellCounts(): void {
    const { badSteps, badTimes, backwards, tagsLeftOut } = this.#counts;
    if (badSteps > 0)
      this.#notices.add('dropped', 'step', `Values at steps below 0, or too large to be exact, are left out: ${badSteps}.`); // prettier-ignore
    if (badTimes > 0) this.#notices.add('remark', 'time', `Events without a time: ${badTimes}. They have that of the one before.`); // prettier-ignore
    if (backwards > 0) this.#notices.add('remark', 'step', `Steps go back ${backwards} times: of a step that comes twice, the last value counts.`); // prettier-ignore
    if (tagsLeftOut > 0)
      this.#notices.add('dropped', 'tag', `Values of tags beyond the first ${mostTags}, or with names longer than ${mostTagLength} characters or empty, are left out: ${tagsLeftOut}.`); // prettier-ignore
  }
}

async function findHparams(files: readonly string[]): Promise<TbEvent['hparams']> {
  for (const file of files.slice(0, filesWithHparams)) {
    let count = 0;
    try {
      for await (const record of readRecords(file)) {
        const hparams = 'data' in record ? parseTbEvent(record.data)?.hparams : undefined;
        if (hparams !== undefined) return hparams;
        if (++count >= recordsWithHparams) break;
      }
    } catch {
      // Reading the scalars says what is wrong.
    }
  }
  return undefined;
}
