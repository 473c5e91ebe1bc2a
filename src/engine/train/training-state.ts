// What a run learns: weights, gradient sums and the optimizer's moments, wherever the device keeps them. Knows nothing of batches.

import type { DeviceTensor } from '../exec/device.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import type { AdamWStep, Moments } from '../optim/adamw.ts';

/** A tensor's weights and moments as arrays of this process. */
export interface TensorState extends Moments {
  readonly weights: Float32Array;
}

export interface TrainingState {
  /** Weights and gradient sums, for the program of a micro-batch to read. */
  inputs(): Readonly<Record<string, DeviceTensor>>;
  /** Where it writes the new sums. */
  outputs(): Readonly<Record<string, DeviceTensor>>;
  /** To be called after each micro-batch. */
  accumulated(): void;
  /** Before the first micro-batch of an update. */
  clearGradients(): Promise<void>;
  /** After the last micro-batch: clears the rows that are never learned, and gives the norm over all gradients. */
  finishGradients(): Promise<number>;
  /** One optimizer step; `stepOf` says how each tensor takes it. */
  update(stepOf: (spec: ParameterSpec) => AdamWStep): Promise<void>;
  /** Copies the weights into the arrays that the state was made from. */
  readWeights(): Promise<void>;
  /** All that a resumed run needs, by tensor name. Valid until the next update. */
  read(): Promise<ReadonlyMap<string, TensorState>>;
  /** Takes over what another state gave, or a file; arrays that threads do not share may be empty afterwards. */
  write(state: ReadonlyMap<string, TensorState>): Promise<void>;
  /** Gives the memory back. */
  release(): Promise<void>;
}
