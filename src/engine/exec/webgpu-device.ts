// WebGPU with tensors that stay in GPU memory. ONNX Runtime's Node binding neither allocates, fills nor reads such tensors by itself:
// three one-operation programs do. Results go into tensors that exist already, and never into a tensor that the same run reads:
// WebGPU forbids one buffer for both.

import type * as Runtime from 'onnxruntime-node';
import { GraphBuilder, type Graph } from '../graph/graph.ts';
import { inferTypes } from '../ops/table.ts';
import type { Device, DeviceTensor } from './device.ts';
import { GpuTensor } from './gpu-tensor.ts';
import { Program } from './program.ts';

const zero = Float32Array.of(0);

export class WebGpuDevice implements Device {
  readonly provider = 'webgpu';
  readonly #runtime: typeof Runtime;
  readonly #allocate: Program;
  readonly #fill: Program;
  readonly #copy: Program;

  private constructor(runtime: typeof Runtime, allocate: Program, fill: Program, copy: Program) {
    this.#runtime = runtime;
    this.#allocate = allocate;
    this.#fill = fill;
    this.#copy = copy;
  }

  /** Opens the default GPU; throws what ONNX Runtime says where there is none. */
  static async open(): Promise<WebGpuDevice> {
    const runtime = await import('onnxruntime-node');
    const allocate = await Program.compile(fillGraph(), 'webgpu', 'gpu-buffer');
    return new WebGpuDevice(
      runtime,
      allocate,
      await Program.compile(fillGraph(), 'webgpu'),
      await Program.compile(copyGraph(), 'webgpu'),
    );
  }

  compile(graph: Graph): Promise<Program> {
    return Program.compile(graph, 'webgpu');
  }

  async zeros(length: number): Promise<GpuTensor> {
    const { filled } = await this.#allocate.allocate({ value: zero }, { N: length });
    return new GpuTensor(this.#runtime, filled!);
  }

  async upload(data: Float32Array): Promise<GpuTensor> {
    const tensor = await this.zeros(data.length);
    await this.write(tensor, data);
    return tensor;
  }

  async write(tensor: DeviceTensor, data: Float32Array): Promise<void> {
    await this.#copy.run({ from: data }, { to: tensor }, { N: data.length });
  }

  async read(tensor: DeviceTensor, into: Float32Array): Promise<void> {
    await this.#copy.run({ from: tensor }, { to: into }, { N: into.length });
  }

  async clear(tensor: DeviceTensor): Promise<void> {
    await this.#fill.run({ value: zero }, { filled: tensor }, { N: tensor.length });
  }

  async release(): Promise<void> {
    for (const program of [this.#allocate, this.#fill, this.#copy]) await program.release();
  }
}

function fillGraph(): Graph {
  const graph = new GraphBuilder(inferTypes);
  graph.output('filled', graph.emit('broadcastTo', [graph.input('value', 'float32', [])], { shape: ['N'] }));
  return graph;
}

function copyGraph(): Graph {
  const graph = new GraphBuilder(inferTypes);
  graph.output('to', graph.input('from', 'float32', ['N']));
  return graph;
}
