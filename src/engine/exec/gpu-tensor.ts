// A tensor in the memory of a GPU. ONNX Runtime's object would crash the process when read directly or used after its end; this one throws.

import type * as Runtime from 'onnxruntime-node';

/** float32 elements in GPU memory, row-major; programs see them in the shape that they declare. */
export class GpuTensor {
  readonly length: number;
  readonly #runtime: typeof Runtime;
  #tensor: Runtime.Tensor | undefined;

  /** Takes over a one-dimensional tensor that a program put in GPU memory. */
  constructor(runtime: typeof Runtime, tensor: Runtime.Tensor) {
    if (tensor.location !== 'gpu-buffer') throw new Error(`the tensor is in ${tensor.location}, not in GPU memory`);
    this.#runtime = runtime;
    this.#tensor = tensor;
    this.length = tensor.size;
  }

  /** The same elements for a program, in the given shape. */
  view(sizes: readonly number[]): Runtime.Tensor {
    if (this.#tensor === undefined) throw new Error('the GPU tensor was given back');
    const length = sizes.reduce((product, size) => product * size, 1);
    if (length !== this.length) throw new Error(`[${sizes.join(', ')}] does not hold ${this.length} elements`);
    return this.#runtime.Tensor.fromGpuBuffer(this.#tensor.gpuBuffer, { dataType: 'float32', dims: [...sizes] });
  }

  /** Gives the memory back. */
  dispose(): void {
    this.#tensor?.dispose();
    this.#tensor = undefined;
  }
}
