// What lies around an experiment file, as far as completion offers it: models, data, other experiments, earlier runs. Pure data;
// it is gathered by src/language/scan.ts, and what is the same everywhere (pods, published configurations) is not in it.

import type { PlannedModel } from '../../engine/ipu/plan-input.ts';
import type { Experiment, PartialExperiment } from '../fields.ts';

/** What a data file is called by its form. */
export type DataFormat = 'JSON' | 'JSON Lines' | 'CSV' | 'TSV' | 'Parquet' | 'text' | 'CoNLL';

/** A folder with a model that an experiment can start from. */
export interface ModelFolder {
  /** Absolute. */
  readonly path: string;
  /** What its config.json says; null if it cannot be read. */
  readonly geometry: PlannedModel | null;
  /** Files that it lacks, such as `vocab.txt`. */
  readonly missing: readonly string[];
}

/** A checkpoint of a run: a model folder, too. */
export interface RunCheckpoint extends ModelFolder {
  readonly runId: string;
  /** Weight updates after which it was saved. */
  readonly step: number;
}

/** A model in the Hugging Face Hub's cache on this machine. */
export interface CachedModel {
  /** Such as `Graphcore/bert-base-uncased`. */
  readonly name: string;
  readonly geometry: PlannedModel | null;
}

export interface VocabularyFile {
  readonly path: string;
  readonly tokens: number;
}

export interface DataFile {
  readonly path: string;
  readonly format: DataFormat;
  readonly sizeBytes: number;
  /** Tasks whose data look like this; empty: it cannot be told. */
  readonly tasks: readonly Experiment['task'][];
}

export interface ExperimentFile {
  readonly path: string;
  readonly description: string;
}

export interface EarlierRun {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  /** As its journal says last; `running` also of a run whose process is gone without a word. */
  readonly state: string;
  /** The score that stands for the run, such as `F1 88.8 %`; null before its evaluation. */
  readonly score: string | null;
}

/** What a workspace and this machine hold. */
export interface Workspace {
  readonly models: readonly ModelFolder[];
  readonly checkpoints: readonly RunCheckpoint[];
  readonly cachedModels: readonly CachedModel[];
  /** Names of datasets in the Hub's cache. */
  readonly cachedDatasets: readonly string[];
  readonly vocabularies: readonly VocabularyFile[];
  readonly dataFiles: readonly DataFile[];
  readonly experiments: readonly ExperimentFile[];
  /** Newest first. */
  readonly runs: readonly EarlierRun[];
}

/** What lies around one experiment file. */
export interface Surroundings extends Workspace {
  /** Absolute path of the experiment file, whether it exists or not. */
  readonly file: string;
  /** What the files and configurations say that it extends. */
  readonly inherited: PartialExperiment;
}

/** A workspace that is being gathered. */
export type FoundWorkspace = { -readonly [K in keyof Workspace]: Workspace[K][number][] };

/** A workspace in which nothing has been found yet. */
export function emptyWorkspace(): FoundWorkspace {
  return {
    models: [],
    checkpoints: [],
    cachedModels: [],
    cachedDatasets: [],
    vocabularies: [],
    dataFiles: [],
    experiments: [],
    runs: [],
  };
}

/** Around a file of which nothing is known yet. */
export function nothingAround(file: string): Surroundings {
  return { file, inherited: {}, ...emptyWorkspace() };
}
