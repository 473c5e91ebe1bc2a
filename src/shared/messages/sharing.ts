// What the page asks for to hand a run on, and what the host has written and read in the analysis thread.

import type { ImportSource, RunDetail } from './runs.ts';

export const exportKinds = ['card', 'report', 'runs', 'series', 'tensorboard'] as const;

/**
 * `card`: README.md for the Hub; `report`: one HTML file; `runs`: a table, one row a run; `series`: a table, one row a point;
 * `tensorboard`: event files.
 */
export type ExportKind = (typeof exportKinds)[number];

export const exportFormats = ['csv', 'json', 'parquet'] as const;

/** The form of a table. */
export type ExportFormat = (typeof exportFormats)[number];

export interface SharingMessages {
  /** Asks where to, writes it there and opens what can be looked at; false if the user thought better of it. */
  'share/export': {
    readonly params: {
      readonly runIds: readonly string[];
      readonly kind: ExportKind;
      /** Of a table; absent for other kinds. */
      readonly format?: ExportFormat;
    };
    readonly result: { readonly saved: boolean };
  };
}

/** Host ⇄ analysis thread. Paths are absolute. */
export interface SharingAnalysis {
  'exchange/export': {
    readonly params: {
      readonly kind: ExportKind;
      readonly format: ExportFormat;
      readonly runs: readonly RunDetail[];
      readonly target: string;
    };
    readonly result: { readonly files: readonly string[]; readonly notices: readonly string[] };
  };
  /** Imports all runs of a file or folder into a runs folder, which has to be there. */
  'exchange/import': {
    readonly params: { readonly path: string; readonly runsFolder: string };
    readonly result: readonly {
      readonly runId: string;
      readonly name: string;
      readonly source: ImportSource;
      readonly isNew: boolean;
      /** In words, as they are told. */
      readonly notices: readonly string[];
    }[];
  };
}
