// Parts of an ONNX model as protobufjs wants them, for everything that writes such files. Which nodes a model has is decided elsewhere.

import protobuf from 'protobufjs';
import type { Dim, Shape } from '../graph/dim.ts';
import type { OnnxAttribute } from '../ops/op.ts';
import { onnxAttributeTypes, onnxDataTypes, onnxSchema } from './schema.ts';

const messages = protobuf.Root.fromJSON(onnxSchema);

/** Encodes whole models. */
export const modelType = messages.lookupType('onnx.ModelProto');

/** Encodes the graph of a model by itself. */
export const graphType = messages.lookupType('onnx.GraphProto');

/** Encodes a tensor by itself. */
export const tensorType = messages.lookupType('onnx.TensorProto');

/** A ValueInfoProto: name, type and shape of an input or output. */
export function valueInfo(name: string, dtype: keyof typeof onnxDataTypes, shape: Shape): object {
  const dim = shape.map((size: Dim) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: onnxDataTypes[dtype], shape: { dim } } } };
}

/** An AttributeProto. A plain number is a float. */
export function attributeProto(name: string, value: OnnxAttribute): object {
  if (typeof value === 'number') return { name, type: onnxAttributeTypes.float, f: value };
  if (typeof value === 'string') return { name, type: onnxAttributeTypes.string, s: new TextEncoder().encode(value) };
  if ('int' in value) return { name, type: onnxAttributeTypes.int, i: value.int };
  return { name, type: onnxAttributeTypes.ints, ints: value.ints };
}
