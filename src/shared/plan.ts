// What a configuration would do on a pod: the shape of a plan, as the panel, `ipuw plan --json` and the search show it.
// Every figure in it is modelled, never measured. How it is worked out is in src/engine/ipu/.

/** The IPUs one can plan for. */
export const chips = ['gc200', 'bow', 'c600'] as const;
export type Chip = (typeof chips)[number];

/** How a replica's fullest tile stands: comfortable, within a few per cent of the limit, or beyond it. */
export type MemoryVerdict = 'fits' | 'tight' | 'does-not-fit';

/** What the configuration means for a pod. Sums are sums: the parts of a total add up to it. */
export interface Plan {
  readonly source: 'model';
  readonly mode: 'training' | 'inference';
  readonly machine: MachinePlan;
  readonly batch: BatchPlan;
  /** The IPUs of one replica in pipeline order, all replicas being alike. Empty if the layers cannot be placed. */
  readonly ipus: readonly IpuPlan[];
  /** Evaluation's layout, one replica; the same as `ipus` where only inference is planned. Empty if it cannot be placed. */
  readonly inferenceIpus: readonly InferenceIpuPlan[];
  readonly pipeline: PipelinePlan;
  readonly time: TimePlan;
  readonly throughput: ThroughputPlan;
  readonly energy: EnergyPlan;
  /** Null without a price. */
  readonly cost: CostPlan | null;
  /** Null if the layers cannot be placed. */
  readonly verdict: MemoryVerdict | null;
  /** `fits` or `tight`, and no warning is an error. */
  readonly fits: boolean;
  /** Worst first. */
  readonly warnings: readonly PlanWarning[];
  /** What would make it fit, cheapest in speed first; if it fits, what would make it faster. */
  readonly remedies: readonly Remedy[];
}

export interface MachinePlan {
  readonly chip: Chip;
  /** What the chip is called: Mk2 GC200, Bow, C600. */
  readonly name: string;
  /** IPUs that are there; null if nobody said, and then as many as are used. */
  readonly podIpus: number | null;
  /** IPUs that the configuration takes, for training (or, where only inference is planned, for inference). */
  readonly usedIpus: number;
  readonly replicas: number;
  readonly ipusPerReplica: number;
  readonly inferenceReplicas: number;
  readonly inferenceIpusPerReplica: number;
}

/** Sizes in sequences as they pass through the model: with packing, in packs of `sequencesPerPack`. */
export interface BatchPlan {
  readonly microBatch: number;
  readonly gradientAccumulationSteps: number;
  readonly replicas: number;
  readonly deviceIterations: number;
  /** microBatch × gradient accumulation × replicas: what the optimizer sees. */
  readonly perUpdate: number;
  /** perUpdate × device iterations: one call from the host, one step of the logs. */
  readonly perStep: number;
  readonly evalMicroBatch: number;
  readonly evalReplicas: number;
  readonly evalDeviceIterations: number;
  readonly evalPerStep: number;
  readonly sequencesPerPack: number;
  /** Packs of the data; null as long as nobody has counted them. */
  readonly trainSamples: number | null;
  readonly evalSamples: number | null;
  /** Whole steps only: the last incomplete one is dropped. */
  readonly stepsPerEpoch: number | null;
  readonly updatesPerEpoch: number | null;
  readonly totalSteps: number | null;
  readonly totalUpdates: number | null;
  readonly evalSteps: number | null;
}

export interface IpuPlan {
  readonly index: number;
  /** Whole encoder layers, or where attention and feed-forward blocks are placed apart, half the blocks. */
  readonly layers: number;
  /** What lies there, in order of execution: `embeddings`, `layers 0–3`, `pooler`, `QA head` … */
  readonly contents: readonly string[];
  readonly parameters: number;
  /** Share of an update's pipeline time in which this IPU works, from 0 to 1: of the busiest IPU, 1 − bubble. */
  readonly utilisation: number;
  /** Time of one micro-batch here, in seconds; recomputation is part of `backward`. */
  readonly seconds: { readonly forward: number; readonly backward: number };
  readonly memory: MemoryPlan;
}

export interface InferenceIpuPlan {
  readonly index: number;
  readonly layers: number;
  readonly contents: readonly string[];
  readonly parameters: number;
  /** Share of the time in which this IPU works: sharded execution runs one IPU of a replica at a time. */
  readonly utilisation: number;
  readonly seconds: { readonly forward: number };
  readonly memory: MemoryPlan;
}

/** Bytes on one IPU; the parts add up to `totalBytes`. */
export interface MemoryPlan {
  readonly totalBytes: number;
  readonly weightsBytes: number;
  readonly gradientsBytes: number;
  readonly optimizerBytes: number;
  /** Activations waiting for their backward pass. */
  readonly stashBytes: number;
  /** The largest working set at one time: a layer's activations while they are (re)computed. */
  readonly workingSetBytes: number;
  /** Temporaries of matrix products, embedding look-ups and updates. */
  readonly matmulBytes: number;
  /** Code, exchange code, control code and stream buffers. */
  readonly codeBytes: number;
  /** What an IPU can hold before its fullest tile is full: less than all its tiles together, as none are filled alike. */
  readonly capacityBytes: number;
  /** capacity − total: negative if it does not fit. */
  readonly marginBytes: number;
  /** The fullest tile, as modelled. */
  readonly tileBytes: number;
  readonly tileCapacityBytes: number;
  readonly verdict: MemoryVerdict;
}

export interface PipelinePlan {
  readonly stages: number;
  readonly cyclesPerUpdate: number;
  /** Share of an update's pipeline time in which even the busiest IPU waits for the pipeline to fill and run empty. */
  readonly bubble: number;
  /** The least gradient accumulation with which the busiest IPU works 90 % of the time; null for one IPU. */
  readonly gradientAccumulationFor90: number | null;
  /** Runs of cycles in which the same IPUs do the same, in order; they cover `cyclesPerUpdate`. */
  readonly phases: readonly PipelinePhase[];
}

export interface PipelinePhase {
  readonly cycles: number;
  /** Length of each of these cycles: that of its slowest IPU. */
  readonly cycleSeconds: number;
  /** For each IPU, what it does. */
  readonly active: readonly { readonly forward: boolean; readonly backward: boolean }[];
}

export interface TimePlan {
  /** One cycle of the full pipeline: the pace of micro-batches. */
  readonly microBatchSeconds: number;
  /** pipelineSeconds + updateOverheadSeconds. */
  readonly updateSeconds: number;
  readonly pipelineSeconds: number;
  /** What comes once for each weight update: reduction over replicas, optimizer, off-chip state. */
  readonly updateOverheadSeconds: number;
  /** Host time of a step: loading and the call. */
  readonly hostSecondsPerStep: number;
  readonly stepSeconds: number;
  readonly epochSeconds: number | null;
  /** All epochs, compilation and evaluation not counted. */
  readonly trainSeconds: number | null;
  readonly evaluationSeconds: number | null;
  readonly compileSeconds: number;
  /** compile + train + evaluation, as far as known. */
  readonly runSeconds: number | null;
}

export interface ThroughputPlan {
  /** Sequences (not packs) a second in training; in inference where only that is planned. */
  readonly samplesPerSecond: number;
  /** The same if the host were never waited for. */
  readonly deviceSamplesPerSecond: number;
  readonly evalSamplesPerSecond: number;
  readonly bound: 'device' | 'host';
}

export interface EnergyPlan {
  /** Mean power of the used IPU-Machines. */
  readonly watts: number;
  readonly runKilowattHours: number | null;
}

export interface CostPlan {
  readonly pricePerIpuHour: number;
  readonly perEpoch: number | null;
  readonly run: number | null;
}

/** A field of an experiment file and the value to write there; null takes the field out. */
export interface FieldEdit {
  /** Such as `ipu_config.layers_per_ipu`. */
  readonly field: string;
  readonly value: unknown;
}

/** A change, and what it would lead to. */
export interface Remedy {
  /** Says what to do, such as “Keep the optimizer state off the chip”. */
  readonly title: string;
  readonly edits: readonly FieldEdit[];
  readonly verdict: MemoryVerdict;
  /** Of the fullest IPU. */
  readonly marginBytes: number;
  readonly samplesPerSecond: number;
}

export interface PlanWarning {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly hint: string;
  /** Where it can be mended, best first, such as `ipu_config.layers_per_ipu`. */
  readonly fields: readonly string[];
  /** Changes that mend it, if we know any. */
  readonly remedies: readonly Remedy[];
}

/** One configuration that the search looked at. */
export interface Candidate {
  readonly edits: readonly FieldEdit[];
  readonly layersPerIpu: readonly number[];
  readonly replicas: number;
  readonly microBatch: number;
  readonly gradientAccumulationSteps: number;
  readonly embeddingSerializationFactor: number;
  readonly optimizerStateOffchip: boolean;
  /** Whether every layer is a checkpoint of recomputation, or only every IPU. */
  readonly recomputeCheckpointEveryLayer: boolean;
  readonly samplesPerSecond: number;
  /** Of the fullest IPU. */
  readonly marginBytes: number;
  readonly verdict: MemoryVerdict;
}

/** The answer of a search over configurations with the same global batch. */
export interface Suggestions {
  readonly source: 'model';
  /** Sequences (packs) of a weight update, held fixed. */
  readonly perUpdate: number;
  readonly podIpus: number;
  readonly looked: number;
  /** Where more speed costs memory margin: fastest first, no member both slower and fuller than another. */
  readonly front: readonly Candidate[];
  /** Why the others were left out, the most frequent reason first, with the best of each. */
  readonly rejected: readonly { readonly reason: string; readonly count: number; readonly best: Candidate | null }[];
}
