// How much memory training and evaluating a model take, before either begins. Calculated from the graphs; what the graphs do not show is
// a constant, measured (docs/performance.md, "Memory").

import { elementsOf, type DimBindings } from '../graph/dim.ts';
import { peakBytes } from '../graph/memory.ts';
import type { BertConfig } from './config.ts';
import { buildInferenceGraph, buildTrainingGraph } from './graphs.ts';
import type { Head } from './head.ts';
import { elementsOfSpec } from './parameters.ts';

/** Memory of a training or an evaluation, in bytes, beyond what the process and its data take. */
export interface MemoryNeed {
  /** Weights; in training also the sums of their gradients and both moments. Not changed by the size of a batch. */
  readonly stateBytes: number;
  /** Dropout masks and what the graph computes, at its peak. */
  readonly activationBytes: number;
  /** Threads and the compiled graph. */
  readonly runtimeBytes: number;
}

/** Threads and the compiled graph, measured. */
const runtimeBytes = 100e6;
/** What the runtime's blocks take for each byte in use, measured: gaps between them, and steps inside an operator. */
const blockFactor = 1.1;

/** Need of training with micro-batches of these sizes. */
export function trainingNeed(
  config: BertConfig,
  head: Head,
  recomputeLayers: boolean,
): (bindings: DimBindings) => MemoryNeed {
  const { graph, dropoutSites } = buildTrainingGraph(config, head, { recomputeLayers });
  const stateBytes = 4 * weightBytes(config, head);
  return (bindings) => {
    const masks = dropoutSites.reduce((sum, { shape }) => sum + 4 * elementsOf(shape, bindings), 0);
    return { stateBytes, activationBytes: masks + blockFactor * peakBytes(graph, bindings), runtimeBytes };
  };
}

/** Need of evaluating with batches of these sizes. */
export function evaluationNeed(config: BertConfig, head: Head): (bindings: DimBindings) => MemoryNeed {
  const graph = buildInferenceGraph(config, head);
  const stateBytes = weightBytes(config, head);
  return (bindings) => ({ stateBytes, activationBytes: blockFactor * peakBytes(graph, bindings), runtimeBytes });
}

/** All of it. */
export function totalBytes({ stateBytes, activationBytes, runtimeBytes: runtime }: MemoryNeed): number {
  return stateBytes + activationBytes + runtime;
}

/** Bytes in the unit that people know memory by, such as `1.4 GB`. */
export function formatGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 9.95e9 ? 1 : 0)} GB`;
}

function weightBytes(config: BertConfig, head: Head): number {
  return head.parameters(config).reduce((sum, spec) => sum + 4 * elementsOfSpec(spec), 0);
}
