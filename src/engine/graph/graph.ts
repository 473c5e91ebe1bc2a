// The computation graph: one straight line of operations in single-assignment form. Built only through `emit`, which applies the
// operator's shape rule, so that a graph cannot hold a value whose type nobody checked.

import type { Attributes, OpName } from '../ops/attributes.ts';
import type { Shape } from './dim.ts';

export type DType = 'float32' | 'int32' | 'bool';

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** One tensor: a graph input or a result of a node. */
export interface Value {
  readonly id: number;
  readonly type: TensorType;
}

/** An application of an operator. */
export interface Node<K extends OpName = OpName> {
  readonly op: K;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes[K];
  readonly outputs: readonly Value[];
}

/** A named end of the graph. */
export interface Port {
  readonly name: string;
  readonly value: Value;
}

export interface Graph {
  readonly inputs: readonly Port[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly Port[];
}

/** Gives the output types of an operator, or throws if its inputs do not fit. */
export type ShapeRule = (op: OpName, inputs: readonly TensorType[], attributes: Attributes[OpName]) => TensorType[];

/** Builds a graph. `emit` is the only way in. */
export class GraphBuilder {
  readonly inputs: Port[] = [];
  readonly nodes: Node[] = [];
  readonly outputs: Port[] = [];
  readonly #infer: ShapeRule;
  #nextId = 0;

  constructor(infer: ShapeRule) {
    this.#infer = infer;
  }

  /** A named input of the graph. */
  input(name: string, dtype: DType, shape: Shape): Value {
    if (this.inputs.some((port) => port.name === name)) throw new Error(`graph input ${name} exists already`);
    const value = this.#value({ dtype, shape });
    this.inputs.push({ name, value });
    return value;
  }

  /** Applies an operator and gives all its outputs. */
  emitAll<K extends OpName>(op: K, inputs: readonly Value[], attributes: Attributes[K]): Value[] {
    const types = this.#infer(
      op,
      inputs.map((input) => input.type),
      attributes,
    );
    const outputs = types.map((type) => this.#value(type));
    this.nodes.push({ op, inputs, attributes, outputs });
    return outputs;
  }

  /** Applies an operator and gives its first output. */
  emit<K extends OpName>(op: K, inputs: readonly Value[], attributes: Attributes[K]): Value {
    return this.emitAll(op, inputs, attributes)[0]!;
  }

  /** Makes a value a named output of the graph. */
  output(name: string, value: Value): void {
    if (this.outputs.some((port) => port.name === name)) throw new Error(`graph output ${name} exists already`);
    this.outputs.push({ name, value });
  }

  #value(type: TensorType): Value {
    return { id: this.#nextId++, type };
  }
}
