// Devices whose tensors are arrays of this process: the CPU, and the GPU providers through which ONNX Runtime's Node binding keeps
// no tensors (cuda, coreml, dml): those copy what they need with each run.

import type { ExecutionProvider } from '../../shared/execution-provider.ts';
import type { Graph } from '../graph/graph.ts';
import type { Device, DeviceTensor } from './device.ts';
import { Program } from './program.ts';

export class HostDevice implements Device {
  readonly provider: ExecutionProvider;

  constructor(provider: ExecutionProvider) {
    this.provider = provider;
  }

  compile(graph: Graph): Promise<Program> {
    return Program.compile(graph, this.provider);
  }

  zeros(length: number): Promise<Float32Array> {
    return Promise.resolve(new Float32Array(length));
  }

  upload(data: Float32Array): Promise<Float32Array> {
    return Promise.resolve(data);
  }

  write(tensor: DeviceTensor, data: Float32Array): Promise<void> {
    if (tensor !== data) arrayOf(tensor).set(data);
    return Promise.resolve();
  }

  read(tensor: DeviceTensor, into: Float32Array): Promise<void> {
    if (tensor !== into) into.set(arrayOf(tensor));
    return Promise.resolve();
  }

  clear(tensor: DeviceTensor): Promise<void> {
    arrayOf(tensor).fill(0);
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}

function arrayOf(tensor: DeviceTensor): Float32Array {
  if (tensor instanceof Float32Array) return tensor;
  throw new Error('a tensor in GPU memory was given to a device that has none');
}
