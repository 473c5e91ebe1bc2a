// Collects the nodes of an ONNX graph, each with the IPU and the pipeline stage that PopART is to put it on. Constants are nodes
// of the stage that reads them, because PopART trains initializers. Shapes are initializers all the same: PopART reads them while it
// compiles and passes them to no operator, and onnx's shape inference misreads constant nodes that have further attributes.

import type { Stage } from '../../ipu/stages.ts';
import type { OnnxNodeOptions } from '../../ops/op.ts';
import { attributeProto } from '../messages.ts';
import { onnxAttributeTypes, onnxDataTypes } from '../schema.ts';
import { roundToHalf } from './half.ts';

/** PopART's names of node attributes: graphcore/popart willow/include/popart/names.hpp. */
const ipuAttribute = '__ipu_number';
const stageAttribute = '__pipeline_stage';

/** Type of weights and activations. */
export type FloatType = 'float32' | 'float16';

type ConstantType = FloatType | 'int32' | 'bool';

/** A node as it stands in the file. */
export interface StagedNode {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly object[];
  /** Stands in `attribute` as well; not a field of the file. */
  readonly stage: Stage;
}

export class StagedWriter {
  readonly nodes: StagedNode[] = [];
  /** Sizes by the name of the initializer that holds them. */
  readonly shapes = new Map<string, readonly number[]>();
  readonly #constants = new Map<string, string>();
  #stage: Stage;
  #scope = '';

  constructor(first: Stage) {
    this.#stage = first;
  }

  /** Nodes from here on belong to this stage; their names begin with `scope`. */
  enter(stage: Stage, scope: string): void {
    this.#stage = stage;
    this.#scope = scope;
  }

  /** Appends a node and gives the name of its first output. */
  node(opType: string, inputs: readonly string[], { outputs, attributes, domain }: OnnxNodeOptions = {}): string {
    if (domain !== undefined) throw new Error(`${opType} of ${domain} is not standard ONNX`);
    const attribute = Object.entries(attributes ?? {}).map(([name, value]) => attributeProto(name, value));
    return this.#append(opType, inputs, outputs, attribute);
  }

  /** A constant of this stage. */
  constant(dtype: ConstantType, shape: readonly number[], values: ArrayLike<number>): string {
    const key = `${this.#stage.stage} ${dtype} [${shape.join()}] ${Array.from(values).join()}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const t = { dims: shape, dataType: onnxDataTypes[dtype], rawData: rawBytes(dtype, values) };
    const name = this.#append('Constant', [], undefined, [{ name: 'value', type: onnxAttributeTypes.tensor, t }]);
    this.#constants.set(key, name);
    return name;
  }

  /** Name of the initializer with the sizes of a shape. */
  shape(sizes: readonly number[]): string {
    const name = `shape:${sizes.join(',')}`;
    this.shapes.set(name, sizes);
    return name;
  }

  #append(
    opType: string,
    input: readonly string[],
    outputs: readonly string[] | undefined,
    attributes: readonly object[],
  ): string {
    const name = `${this.#scope}/${opType}_${this.nodes.length}`;
    const output = outputs ?? [name];
    const { ipu, stage } = this.#stage;
    const place = [attributeProto(ipuAttribute, { int: ipu }), attributeProto(stageAttribute, { int: stage })];
    this.nodes.push({ name, opType, input, output, attribute: [...attributes, ...place], stage: this.#stage });
    return output[0]!;
  }
}

function rawBytes(dtype: ConstantType, values: ArrayLike<number>): Uint8Array {
  if (dtype === 'bool') return Uint8Array.from(values);
  if (dtype === 'int32') return new Uint8Array(Int32Array.from(values).buffer);
  const floats = Float32Array.from(values);
  return new Uint8Array(dtype === 'float32' ? floats.buffer : roundToHalf(floats).buffer);
}
