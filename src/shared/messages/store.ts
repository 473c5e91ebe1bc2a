// Host ⇄ store process. The store ingests journals by itself while it follows a runs folder; the host only asks.

import type { ErrorShape } from '../errors.ts';
import type {
  AnnotationChange,
  HeatMap,
  HeatMapRequest,
  RunDetail,
  RunSummary,
  Series,
  SeriesRequest,
} from './runs.ts';

export interface StoreContract {
  /** First message: opens (or creates) the database and starts following the runs folder. Rejects with an AppError. */
  open: {
    readonly params: { readonly databaseFile: string; readonly runsFolder: string };
    readonly result: {
      readonly sqliteVersion: string;
      /** True if there was no usable database, and it was filled from the run folders. */
      readonly rebuilt: boolean;
      /** Where a damaged or foreign file was put that was in its place. */
      readonly keptAside?: string;
    };
  };
  /** All runs, newest first. */
  'runs/list': { readonly params: Record<string, never>; readonly result: readonly RunSummary[] };
  'runs/get': { readonly params: { readonly runId: string }; readonly result: RunDetail | null };
  'runs/series': { readonly params: SeriesRequest; readonly result: readonly Series[] };
  'runs/heat-map': { readonly params: HeatMapRequest; readonly result: HeatMap };
  /** Values of experiment fields (`training.learning_rate`) of all runs, in the order of `paths`; null where a run has none. */
  'runs/fields': {
    readonly params: { readonly paths: readonly string[] };
    readonly result: Readonly<Record<string, readonly FieldValue[]>>;
  };
  /** Writes the runs' `annotations.json` and reads them in. */
  'runs/annotate': {
    readonly params: { readonly runIds: readonly string[]; readonly change: AnnotationChange };
    readonly result: readonly RunSummary[];
  };
  /** Reads everything new of one run now; resolves when it is committed. */
  'runs/ingest': { readonly params: { readonly runId: string }; readonly result: RunSummary | null };
  /** Notes that a run's process is gone without an `end`; ignored if the journal has grown or ended since. */
  'runs/mark-lost': { readonly params: { readonly runId: string }; readonly result: RunSummary | null };
  close: { readonly params: Record<string, never>; readonly result: null };
}

/** A field of an experiment, lists and objects as JSON text. */
export type FieldValue = string | number | boolean | null;

/** Sent by the store without being asked. */
export interface StoreNotifications {
  /** These runs have new events or are new; at most about ten times a second. */
  'runs/changed': { readonly runs: readonly RunSummary[] };
  /** The folders of these runs are gone, and so are their rows. */
  'runs/removed': { readonly runIds: readonly string[] };
  /** Following failed (disk full, a journal that may not be read); it goes on trying, and says the same at most once a minute. */
  'store/problem': { readonly error: ErrorShape };
}
