// What the tab of a run's details asks for: what was run, with what, and how to run it again.

/** A field of the experiment as the run had it. Values are JSON text. */
export interface ConfigurationField {
  /** Such as `training.learning_rate`. */
  readonly path: string;
  readonly value: string;
  /** What it would have been if nobody had set it. */
  readonly fallback: string;
  readonly differs: boolean;
  /** What the field is, in the words of the reference. */
  readonly doc: string;
}

export interface Configuration {
  /** All fields in the order of the reference; none if the experiment was not recorded or cannot be read. */
  readonly fields: readonly ConfigurationField[];
  /** Why there are none; empty if nothing was recorded. */
  readonly problem: string;
}

/** Uncommitted work and the commit below it. */
export interface RecordedGit {
  readonly commit?: string;
  readonly branch?: string;
  readonly dirty: boolean;
  readonly diff: string;
  readonly diffTruncated: boolean;
}

/** What `environment.json` of a run folder says; what it does not say is absent. */
export interface RecordedEnvironment {
  /** Of programs, by their names: `workbench`, `node`, `onnxruntime`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly platform?: string;
  readonly release?: string;
  readonly arch?: string;
  readonly host?: string;
  readonly processor?: string;
  readonly processors?: number;
  readonly memoryBytes?: number;
  /** Absent outside a repository. */
  readonly git?: RecordedGit;
}

export interface RunDetails {
  readonly configuration: Configuration;
  /** Null if nothing of it was recorded. */
  readonly environment: RecordedEnvironment | null;
}

interface OneRun {
  readonly runId: string;
}

export interface DetailMessages {
  'details/get': { readonly params: OneRun; readonly result: RunDetails };
  /** Puts the run_qa.py command that does the same on the clipboard, and tells what it cannot say. */
  'details/copy-command': { readonly params: OneRun; readonly result: null };
  /** Launches the resolved experiment once more, as a new run. */
  'details/run-again': { readonly params: OneRun; readonly result: null };
  /** Shows the run folder, or a checkpoint of it, where the system shows files. */
  'details/reveal': { readonly params: OneRun & { readonly checkpoint?: number }; readonly result: null };
  /** Opens the run's notes as a document. */
  'details/open-notes': { readonly params: OneRun; readonly result: null };
}

/** Analysis thread: reads what stands beside a run's journal. */
export interface DetailAnalysis {
  'details/environment': {
    /** Absolute path of the run folder. */
    readonly params: { readonly folder: string };
    readonly result: RecordedEnvironment | null;
  };
}
