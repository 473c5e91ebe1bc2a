// The program that owns the run database: started by store/client.ts with an IPC channel, ends when its parent does.
// It is the only process of its window that opens the database; views ask it by messages.

import '../system/node-version.ts';

import { AppError, toErrorShape } from '../shared/errors.ts';
import { createNotifier, serve, type Port } from '../shared/messages/channel.ts';
import type { Handlers } from '../shared/messages/contract.ts';
import type { AnnotationChange, RunSummary } from '../shared/messages/runs.ts';
import type { StoreContract, StoreNotifications } from '../shared/messages/store.ts';
import { annotateRuns } from './annotate.ts';
import { toStoreError, type Driver } from './driver.ts';
import { storeAlreadyOpen, storeNotOpen } from './errors.ts';
import { ExperimentFields } from './experiment-fields.ts';
import { Follower } from './follow.ts';
import { readHeatMap } from './heat-map.ts';
import { ingestRun, markLost } from './ingest.ts';
import { openDatabase } from './open.ts';
import { storeParsers } from './params.ts';
import { CurveCache } from './curve.ts';
import { readDetail } from './queries.ts';
import { listRuns, readSummary } from './run-rows.ts';
import { readSeries } from './series.ts';

interface OpenStore {
  readonly db: Driver;
  readonly runsFolder: string;
  readonly follower: Follower;
  readonly fields: ExperimentFields;
  readonly curves: CurveCache;
}

/** A problem that lasts is told again after this time. */
const sameProblemMs = 60_000;

type Notify = <K extends keyof StoreNotifications & string>(name: K, params: StoreNotifications[K]) => void;

/** One store: what it answers to each message. */
class Store {
  readonly #notify: Notify;
  #opening = false;
  #open: OpenStore | undefined;
  /** When each problem was told last. */
  readonly #told = new Map<string, number>();
  /** The annotations being written: one request after the other, so that none misses what the one before has said. */
  #annotating: Promise<unknown> = Promise.resolve();

  constructor(notify: Notify) {
    this.#notify = notify;
  }

  readonly handlers: Handlers<StoreContract> = {
    open: (params) => this.#openOnce(params),
    'runs/list': () => this.#use(({ db }) => listRuns(db)),
    'runs/get': ({ runId }) => this.#use(({ db, runsFolder }) => readDetail(db, runsFolder, runId)),
    'runs/series': (request) => this.#use(({ db, curves }) => readSeries(db, request, curves)),
    'runs/heat-map': (request) => this.#use(({ db, curves }) => readHeatMap(db, request, curves)),
    'runs/fields': ({ paths }) => this.#use(({ fields }) => fields.read(paths)),
    'runs/annotate': ({ runIds, change }) => {
      const annotated = this.#annotating.then(() => this.#annotate(runIds, change));
      this.#annotating = annotated.catch(() => undefined);
      return annotated;
    },
    'runs/ingest': ({ runId }) =>
      this.#use(async ({ db, runsFolder }) => {
        await ingestRun(db, runsFolder, runId);
        return readSummary(db, runId);
      }),
    'runs/mark-lost': ({ runId }) =>
      this.#use(async ({ db, runsFolder }) => {
        await markLost(db, runsFolder, runId);
        return readSummary(db, runId);
      }),
    close: async () => {
      await this.close();
      return null;
    },
  };

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.follower.stop();
    open?.db.close();
  }

  #annotate(runIds: readonly string[], change: AnnotationChange): Promise<readonly RunSummary[]> {
    return this.#use(async ({ db, runsFolder }) => {
      await annotateRuns({ db, runsFolder, onProblem: (error) => this.#tell(error) }, runIds, change);
      return runIds.flatMap((runId) => readSummary(db, runId) ?? []);
    });
  }

  async #openOnce(params: StoreContract['open']['params']): Promise<StoreContract['open']['result']> {
    if (this.#opening) throw storeAlreadyOpen();
    this.#opening = true;
    try {
      return await this.#openNow(params);
    } catch (thrown) {
      this.#opening = false;
      throw toStoreError(thrown, params.databaseFile);
    }
  }

  async #openNow({
    databaseFile,
    runsFolder,
  }: StoreContract['open']['params']): Promise<StoreContract['open']['result']> {
    const { db, fresh, keptAside } = await openDatabase(databaseFile);
    const fields = new ExperimentFields(db);
    const follower = new Follower(db, runsFolder, {
      onChanged: (runs) => this.#notify('runs/changed', { runs }),
      onRemoved: (runIds) => {
        fields.forget();
        this.#notify('runs/removed', { runIds });
      },
      onProblem: (thrown) => this.#tell(toStoreError(thrown, db.path)),
    });
    try {
      const folders = await follower.start();
      this.#open = { db, runsFolder, follower, fields, curves: new CurveCache(db) };
      const rebuilt = keptAside !== undefined || (fresh && folders > 0);
      return { sqliteVersion: db.sqliteVersion, rebuilt, ...(keptAside === undefined ? {} : { keptAside }) };
    } catch (thrown) {
      db.close();
      throw thrown;
    }
  }

  async #use<T>(work: (open: OpenStore) => T | Promise<T>): Promise<T> {
    const open = this.#open;
    if (!open) throw storeNotOpen();
    try {
      return await work(open);
    } catch (thrown) {
      throw toStoreError(thrown, open.db.path);
    }
  }

  #tell(thrown: unknown): void {
    const error = toErrorShape(thrown);
    const toldAt = this.#told.get(error.message) ?? -Infinity;
    if (performance.now() - toldAt < sameProblemMs) return;
    this.#told.set(error.message, performance.now());
    // Not expected, so a fault of ours: the whole stack goes to the host's log.
    if (!(thrown instanceof AppError))
      process.stderr.write(`${thrown instanceof Error ? thrown.stack : error.message}\n`);
    this.#notify('store/problem', { error });
  }
}

function main(): void {
  const send = process.send?.bind(process);
  if (!send) {
    process.stderr.write('This program is started by IPU Workbench, not by hand.\nhint: Run "ipuw runs" instead.\n');
    process.exitCode = 2;
    return;
  }
  const port: Port = {
    // Nobody is left to hear of a failed send: its parent is gone, and `disconnect` follows.
    post: (message) => void send(message, undefined, {}, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
  };
  const store = new Store(createNotifier<StoreNotifications>(port));
  serve<StoreContract>(port, store.handlers, storeParsers);
  process.on('disconnect', () => void store.close().finally(() => process.exit(0)));
  // Ctrl-C in a terminal reaches all its processes; the parent still has something to ask before it ends.
  // So does the signal that a service manager or `timeout` sends to a whole group.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
}

main();
