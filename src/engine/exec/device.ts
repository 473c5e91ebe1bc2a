// What computes, and where its tensors live. On the CPU a tensor is an array of this process; on a GPU it stays in GPU memory, and
// only what is asked for crosses the bus.

import type { ExecutionProvider } from '../../shared/execution-provider.ts';
import type { Graph } from '../graph/graph.ts';
import type { GpuTensor } from './gpu-tensor.ts';
import type { Program } from './program.ts';

/** float32 elements where the device computes: an array that may be used directly, or a tensor in GPU memory. */
export type DeviceTensor = Float32Array | GpuTensor;

export interface Device {
  readonly provider: ExecutionProvider;
  /** Lowers and compiles a graph; programs read and write this device's tensors and arrays alike. */
  compile(graph: Graph): Promise<Program>;
  /** A tensor of zeros. */
  zeros(length: number): Promise<DeviceTensor>;
  /** A tensor that holds these numbers: the array itself where tensors are arrays. */
  upload(data: Float32Array): Promise<DeviceTensor>;
  /** Overwrites a tensor. */
  write(tensor: DeviceTensor, data: Float32Array): Promise<void>;
  /** Copies a tensor's elements into an array of its length. */
  read(tensor: DeviceTensor, into: Float32Array): Promise<void>;
  /** Sets a tensor to zero. */
  clear(tensor: DeviceTensor): Promise<void>;
  /** Gives the device's own programs back; tensors and compiled programs are their owners' to give back, before. */
  release(): Promise<void>;
}
