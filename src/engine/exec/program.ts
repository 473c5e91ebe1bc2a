// Runs a lowered graph with ONNX Runtime. Results go into arrays that the caller owns, so that nothing large is allocated by a step.

import { availableParallelism } from 'node:os';
import type * as Runtime from 'onnxruntime-node';
import type { ExecutionProvider } from '../../shared/execution-provider.ts';
import { elementsOf, sizesOf, type DimBindings } from '../graph/dim.ts';
import type { Graph, TensorType } from '../graph/graph.ts';
import { lower, markerOutput, type OnnxProgram } from '../onnx/lower.ts';
import type { DeviceTensor } from './device.ts';
import { providerFailed } from './errors.ts';
import { GpuTensor } from './gpu-tensor.ts';

export type TensorData = Float32Array | Int32Array;

/** A compiled graph. */
export class Program {
  readonly #runtime: typeof Runtime;
  readonly #session: Runtime.InferenceSession;
  readonly #program: OnnxProgram;
  readonly #marked: boolean;
  readonly #provider: ExecutionProvider;

  private constructor(
    runtime: typeof Runtime,
    session: Runtime.InferenceSession,
    program: OnnxProgram,
    marked: boolean,
    provider: ExecutionProvider,
  ) {
    this.#runtime = runtime;
    this.#session = session;
    this.#program = program;
    this.#marked = marked;
    this.#provider = provider;
  }

  /**
   * Lowers and compiles a graph.
   *
   * @param allocateIn where `allocate` puts the results; programs that run into given tensors must leave it out
   */
  static async compile(graph: Graph, provider: ExecutionProvider = 'cpu', allocateIn?: 'gpu-buffer'): Promise<Program> {
    const marked = provider === 'cpu' && allocateIn === undefined;
    const program = lower(graph, provider, { marker: marked });
    // Loaded only here: a command that computes nothing needs no native library.
    const runtime = await import('onnxruntime-node');
    const compiling = runtime.InferenceSession.create(program.bytes, {
      executionProviders: [provider],
      ...(allocateIn === undefined ? {} : { preferredOutputLocation: allocateIn }),
      intraOpNumThreads: availableParallelism(),
      // The pattern planner keeps buffers for every length that was seen: 2.4 instead of 1.5 GB, at equal speed.
      enableMemPattern: false,
      logSeverityLevel: 3,
      // Gradients of a model that has learned its examples are tiny; denormal numbers would make products many times slower.
      // Threads that wait by spinning halve the speed beside an editor that wants the processor too (docs/performance.md).
      extra: { session: { set_denormal_as_zero: '1', intra_op: { allow_spinning: '0' } } },
    });
    return new Program(runtime, await blaming(provider, compiling), program, marked, provider);
  }

  /**
   * Runs the graph once.
   *
   * @param inputs one array or device tensor for each graph input, row-major, as long as its shape says under `bindings`
   * @param outputs arrays or device tensors to write the results into, by output name; all outputs of the graph
   */
  async run(
    inputs: Readonly<Record<string, TensorData | DeviceTensor>>,
    outputs: Readonly<Record<string, DeviceTensor>>,
    bindings: DimBindings,
  ): Promise<void> {
    const fetches: Record<string, Runtime.Tensor> = {};
    for (const [name, type] of this.#program.outputs) fetches[name] = this.#tensor(name, type, outputs[name], bindings);
    const feeds = this.#feeds(inputs, bindings);
    if (!this.#marked) return void (await blaming(this.#provider, this.#session.run(feeds, fetches)));
    await withoutCopies(this.#session.run(feeds, { [markerOutput]: null, ...fetches }));
  }

  /** Runs the graph once and gives its results as new tensors. */
  allocate(
    inputs: Readonly<Record<string, TensorData | DeviceTensor>>,
    bindings: DimBindings,
  ): Promise<Readonly<Record<string, Runtime.Tensor>>> {
    return blaming(this.#provider, this.#session.run(this.#feeds(inputs, bindings)));
  }

  /** Names of the graph outputs. */
  get outputNames(): readonly string[] {
    return [...this.#program.outputs.keys()];
  }

  /** Number of elements of a graph output. */
  outputSize(name: string, bindings: DimBindings): number {
    const type = this.#program.outputs.get(name);
    if (type === undefined) throw new Error(`the graph has no output ${name}`);
    return elementsOf(type.shape, bindings);
  }

  /** Gives the memory back. */
  async release(): Promise<void> {
    await this.#session.release();
  }

  #feeds(inputs: Readonly<Record<string, TensorData | DeviceTensor>>, bindings: DimBindings) {
    const feeds: Record<string, Runtime.Tensor> = {};
    for (const [name, type] of this.#program.inputs) feeds[name] = this.#tensor(name, type, inputs[name], bindings);
    for (const [name, shape] of this.#program.shapeInputs) {
      const sizes = BigInt64Array.from(sizesOf(shape, bindings), BigInt);
      feeds[name] = new this.#runtime.Tensor('int64', sizes, [sizes.length]);
    }
    return feeds;
  }

  #tensor(
    name: string,
    type: TensorType,
    data: TensorData | DeviceTensor | undefined,
    bindings: DimBindings,
  ): Runtime.Tensor {
    if (data === undefined) throw new Error(`no array given for ${name}`);
    const sizes = sizesOf(type.shape, bindings);
    if (data instanceof GpuTensor) return data.view(sizes);
    return type.dtype === 'float32'
      ? new this.#runtime.Tensor('float32', data as Float32Array, sizes)
      : new this.#runtime.Tensor('int32', data as Int32Array, sizes);
  }
}

/** On the CPU only a fault of ours makes a graph fail; elsewhere memory may run out, or a driver give up. */
async function blaming<T>(provider: ExecutionProvider, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw provider === 'cpu' ? error : providerFailed(provider, error);
  }
}

/**
 * ONNX Runtime's Node binding (1.30) copies each result into a new array after a run, even results that went into arrays of the
 * caller: for BERT-base 436 MB for every micro-batch. It cannot convert the marker, which comes first, and so gives up before it
 * copies anything; all results are in their arrays by then. Any other failure stays one.
 */
async function withoutCopies(run: Promise<unknown>): Promise<void> {
  try {
    await run;
  } catch (error) {
    if (!/^Non tensor type is temporarily not supported/.test((error as Error).message)) throw error;
  }
}
