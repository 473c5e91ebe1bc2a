// What a model card says, as data: what is rendered, and what is read of a card that somebody else wrote. Texts are plain here;
// Markdown and YAML are the business of the renderer and the reader.

/** A figure of the evaluation, as the Hub lists it. */
export interface CardMetric {
  /** The metric's id on the Hub, such as `f1`. */
  readonly type: string;
  readonly value: number | string;
  readonly name?: string;
}

/** One entry of `model-index`: the figures of a model in one task on one dataset. */
export interface CardResult {
  readonly task: { readonly type: string; readonly name?: string };
  readonly dataset: {
    readonly name: string;
    /** The dataset's id on the Hub, or how its file is loaded, such as `json`. */
    readonly type: string;
    readonly config?: string;
    readonly split?: string;
    readonly revision?: string;
  };
  readonly metrics: readonly CardMetric[];
}

/** The front matter, which the Hub reads. */
export interface CardMetadata {
  readonly license: string | null;
  readonly tags: readonly string[];
  /** Ids on the Hub. */
  readonly datasets: readonly string[];
  /** Ids on the Hub. */
  readonly baseModels: readonly string[];
  readonly pipelineTag: string | null;
  readonly metrics: readonly string[];
  readonly modelIndex: { readonly name: string; readonly results: readonly CardResult[] } | null;
  /** Everything else, by its key. */
  readonly other: Readonly<Record<string, unknown>>;
}

/** A model or a dataset; one on the Hub is linked. */
export interface CardName {
  readonly name: string;
  readonly onHub: boolean;
}

/** Data that were used, and what for where the card says it. */
export interface CardData extends CardName {
  readonly use: 'training' | 'evaluation' | null;
}

/** A name and what is said of it. */
export interface CardEntry {
  readonly name: string;
  readonly text: string;
}

/** Everything that a model card says about a run. Names and texts are not empty. */
export interface CardFacts {
  readonly metadata: CardMetadata;
  readonly title: string;
  /** Paragraphs. */
  readonly description: readonly string[];
  /** What was fine-tuned; null: random weights, or the card does not say. */
  readonly baseModel: CardName | null;
  /** What it was trained on, in the sentence about its intended use. */
  readonly trainedOnData: string | null;
  readonly data: readonly CardData[];
  /** The machine and the program; null where the card does not say. */
  readonly machine: { readonly device: string; readonly library: string; readonly libraryUrl: string | null } | null;
  /** A run without an end, or with another one than completion. */
  readonly unfinished: { readonly state: string; readonly step: number } | null;
  /** The command line as it stands there. */
  readonly command: string | null;
  /** Fields of the run that no argument of the command says, with their values as JSON. */
  readonly notInCommand: readonly CardEntry[];
  /** The trainer's list, as it stands there. It may contradict the command. */
  readonly hyperparameters: readonly CardEntry[];
  readonly ipuConfig: Readonly<Record<string, unknown>> | null;
  /** Figures of IPUs that were computed, never measured. */
  readonly modelled: readonly CardEntry[];
  readonly results: Readonly<Record<string, number>> | null;
  /** `text` is the version. */
  readonly versions: readonly CardEntry[];
}
