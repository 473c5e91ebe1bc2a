// What reads the tensors of a model's weights: one file or several, of whichever format.

/** A tensor as 32-bit floats. */
export interface Tensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

/** Open weights, whose names and shapes are known and whose values are read when asked for. */
export interface WeightSource {
  /** The file to name in messages. */
  readonly path: string;
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[] }>;
  /** The wanted tensors as 32-bit floats. Throws an AppError that names the tensor which cannot be read so. */
  read(wanted: (name: string) => boolean): Promise<Map<string, Tensor>>;
  close(): Promise<void>;
}
