// Lowers a graph to ONNX: runs each operator's lowering rule and writes the result as a model file's bytes.
// Shapes that hold more than one unknown size become small int64 inputs, fed with each execution.

import type { ExecutionProvider } from '../../shared/execution-provider.ts';
import { multiplyDims, type Shape } from '../graph/dim.ts';
import type { Graph, Node, TensorType, Value } from '../graph/graph.ts';
import { verify } from '../graph/verify.ts';
import type { LoweringContext, OnnxNodeOptions } from '../ops/op.ts';
import { inferTypes, opOf } from '../ops/table.ts';
import { attributeProto, modelType, valueInfo } from './messages.ts';
import { onnxDataTypes } from './schema.ts';

/** A graph as ONNX model bytes, with what an execution must feed besides the graph's inputs. */
export interface OnnxProgram {
  readonly bytes: Uint8Array;
  readonly inputs: ReadonlyMap<string, TensorType>;
  readonly outputs: ReadonlyMap<string, TensorType>;
  /** int64 inputs that hold a shape's sizes. */
  readonly shapeInputs: ReadonlyMap<string, Shape>;
}

const opset = { standard: 21, microsoft: 1 };

/** The name of an output before all others that is not a tensor, for `LowerOptions.marker`. */
export const markerOutput = 'marker';

export interface LowerOptions {
  /** Adds `markerOutput`, a sequence, before all other outputs. */
  readonly marker?: boolean;
}

/** Lowers a sound graph for an execution provider: the same values, by the operators that it has. */
export function lower(graph: Graph, provider: ExecutionProvider = 'cpu', options: LowerOptions = {}): OnnxProgram {
  verify(graph, inferTypes);
  const writer = new Writer(graph, provider);
  for (const node of graph.nodes) writer.lowerNode(node);
  return writer.finish(options);
}

type Scalar = 'float32' | 'int64' | 'bool';

class Writer {
  readonly #graph: Graph;
  readonly #provider: ExecutionProvider;
  readonly #names = new Map<number, string>();
  readonly #nodes: object[] = [];
  readonly #constants = new Map<string, object>();
  readonly #shapeInputs = new Map<string, Shape>();
  #fresh = 0;

  constructor(graph: Graph, provider: ExecutionProvider) {
    this.#graph = graph;
    this.#provider = provider;
    for (const { name, value } of graph.inputs) this.#names.set(value.id, name);
    for (const { name, value } of graph.outputs) {
      if (!this.#names.has(value.id)) this.#names.set(value.id, name);
    }
  }

  lowerNode(node: Node): void {
    const types = (values: readonly Value[]) => values.map((value) => value.type);
    const context: LoweringContext<typeof node.op> = {
      inputs: node.inputs.map((value) => this.#nameOf(value)),
      inputTypes: types(node.inputs),
      outputs: node.outputs.map((value) => this.#nameOf(value)),
      outputTypes: types(node.outputs),
      attributes: node.attributes,
      provider: this.#provider,
      node: (opType, inputs, options) => this.#node(opType, inputs, options),
      constant: (dtype, shape, values) => this.#constant(dtype, shape, values),
      shapeTensor: (shape) => this.#shapeTensor(shape),
    };
    opOf(node.op).lower(context as never);
  }

  finish({ marker = false }: LowerOptions): OnnxProgram {
    const ports = (list: Graph['inputs']) => new Map(list.map(({ name, value }) => [name, value.type]));
    for (const { name, value } of this.#graph.outputs) {
      const own = this.#nameOf(value);
      if (own !== name) this.#node('Identity', [own], { outputs: [name] });
    }
    const inputs = ports(this.#graph.inputs);
    const outputs = ports(this.#graph.outputs);
    const shapeInputs = [...this.#shapeInputs].map(([name, shape]) => valueInfo(name, 'int64', [shape.length]));
    if (marker) this.#node('SequenceConstruct', [this.#constant('float32', [], [0])], { outputs: [markerOutput] });
    const message = modelType.create({
      irVersion: 10,
      producerName: 'ipu-workbench',
      opsetImport: [
        { domain: '', version: opset.standard },
        { domain: 'com.microsoft', version: opset.microsoft },
      ],
      graph: {
        name: 'graph',
        node: this.#nodes,
        initializer: [...this.#constants.values()],
        input: [...[...inputs].map(([name, { dtype, shape }]) => valueInfo(name, dtype, shape)), ...shapeInputs],
        output: [
          ...(marker ? [sequenceInfo(markerOutput)] : []),
          ...[...outputs].map(([name, { dtype, shape }]) => valueInfo(name, dtype, shape)),
        ],
      },
    });
    return { bytes: modelType.encode(message).finish(), inputs, outputs, shapeInputs: this.#shapeInputs };
  }

  #nameOf(value: Value): string {
    const known = this.#names.get(value.id);
    if (known !== undefined) return known;
    const name = `%${value.id}`;
    this.#names.set(value.id, name);
    return name;
  }

  #node(opType: string, inputs: readonly string[], options: OnnxNodeOptions = {}): string {
    const outputs = options.outputs ?? [`.${this.#fresh++}`];
    const attribute = Object.entries(options.attributes ?? {}).map(([name, value]) => attributeProto(name, value));
    this.#nodes.push({ input: inputs, output: outputs, opType, attribute, domain: options.domain ?? '' });
    return outputs[0]!;
  }

  #constant(dtype: Scalar, shape: readonly number[], values: readonly number[]): string {
    const name = `const:${dtype}[${shape.join(',')}]=${values.join(',')}`;
    this.#constants.set(name, { name, dataType: onnxDataTypes[dtype], dims: shape, rawData: rawBytes(dtype, values) });
    return name;
  }

  #shapeTensor(shape: Shape): string {
    const unknown = shape.filter((dim) => typeof dim === 'string');
    if (unknown.length === 0) return this.#constant('int64', [shape.length], shape as number[]);
    const name = `shape:${shape.map((dim) => multiplyDims([dim])).join(',')}`;
    this.#shapeInputs.set(name, shape);
    return name;
  }
}

function sequenceInfo(name: string): object {
  const elemType = { tensorType: { elemType: onnxDataTypes.float32, shape: { dim: [] } } };
  return { name, type: { sequenceType: { elemType } } };
}

function rawBytes(dtype: Scalar, values: readonly number[]): Uint8Array {
  if (dtype === 'bool') return Uint8Array.from(values);
  if (dtype === 'int64') return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return new Uint8Array(Float32Array.from(values).buffer);
}
