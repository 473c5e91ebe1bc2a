// The table of operators: total by type. A new operator is a name in attributes.ts, a record, and a line here.

import type { Node, ShapeRule } from '../graph/graph.ts';
import type { DimBindings } from '../graph/dim.ts';
import type { OpName } from './attributes.ts';
import * as elementwise from './elementwise.ts';
import * as heads from './heads.ts';
import * as normalization from './normalization.ts';
import type { Op } from './op.ts';
import * as products from './products.ts';
import * as shapes from './shapes.ts';

export const ops: { readonly [K in OpName]: Op<K> } = {
  after: shapes.after,
  add: elementwise.add,
  sub: elementwise.sub,
  mul: elementwise.mul,
  div: elementwise.div,
  sqrt: elementwise.sqrt,
  scale: elementwise.scale,
  matmul: products.matmul,
  matmulAdd: products.matmulAdd,
  linear: products.linear,
  reshape: shapes.reshape,
  transpose: shapes.transpose,
  broadcastTo: shapes.broadcastTo,
  reduceSum: shapes.reduceSum,
  reduceMean: shapes.reduceMean,
  zeros: shapes.zeros,
  gather: shapes.gather,
  scatterAdd: shapes.scatterAdd,
  softmax: normalization.softmax,
  gelu: elementwise.gelu,
  geluGradient: elementwise.geluGradient,
  layerNorm: normalization.layerNorm,
  crossEntropy: normalization.crossEntropy,
  tanh: heads.tanh,
  labelCrossEntropy: heads.labelCrossEntropy,
};

/** The record of an operator whose name is only known at run time. */
export function opOf<K extends OpName>(name: K): Op<K> {
  return ops[name] as Op<K>;
}

/** The shape rules of the table, for the builder and the verifier. */
export const inferTypes: ShapeRule = (name, inputs, attributes) => opOf(name).infer(inputs, attributes as never);

/** Floating-point operations of a node under the given sizes. */
export function flopsOf(node: Node, bindings: DimBindings): number {
  const types = (values: Node['inputs']) => values.map((value) => value.type);
  return opOf(node.op).flops(types(node.inputs), types(node.outputs), bindings, node.attributes as never);
}
