// The bytes of an ONNX file, part after part, so that a large model's weights are in memory only once. Protobuf fields are written
// in whatever order suits: https://protobuf.dev/programming-guides/encoding.

import protobuf from 'protobufjs';
import { graphType, modelType, tensorType, valueInfo } from '../messages.ts';
import { onnxDataTypes } from '../schema.ts';
import type { ForwardModel } from './forward.ts';
import { roundToHalf } from './half.ts';
import { exportOpset } from './opset11.ts';
import type { ModelPort } from './ports.ts';
import type { FloatType } from './staged-writer.ts';

/** What no protobuf message, and so no ONNX file, may exceed. */
export const largestFileBytes = 2 ** 31 - 1;

/** A weight. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface OnnxFile {
  readonly producerVersion: string;
  readonly description: string;
  readonly model: ForwardModel;
  readonly weights: readonly Weight[];
  readonly floatType: FloatType;
}

interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  /** Floats are written as `OnnxFile.floatType`. */
  readonly data: Float32Array | BigInt64Array;
}

/** ONNX 1.6, the newest that PopART reads. */
const irVersion = 6;
/** Field numbers in onnx.proto. */
const graphField = 7;
const initializerField = 5;
const rawDataField = 9;

/** Size of the file, and its bytes in order. */
export function planModelFile(file: OnnxFile): { readonly bytes: number; readonly parts: () => Iterable<Uint8Array> } {
  const { producerVersion, description, model, weights, floatType } = file;
  const head = modelType
    .encode({
      irVersion,
      producerName: 'ipu-workbench',
      producerVersion,
      docString: description,
      opsetImport: [{ domain: '', version: exportOpset }],
    })
    .finish();
  const info = ({ name, dtype, shape }: ModelPort): object => valueInfo(name, dtype, shape);
  const [input, output] = [model.inputs.map(info), model.outputs.map(info)];
  const graph = graphType.encode({ node: model.nodes, name: 'forward', input, output }).finish();
  const initializers: Initializer[] = [...weights, ...[...model.shapes].map(shapeTensor)];
  const headers = initializers.map((initializer) => initializerHeader(initializer, floatType));
  const sizes = initializers.map((initializer) => dataBytes(initializer, floatType));
  const graphBytes = graph.length + sum(headers.map(({ length }) => length)) + sum(sizes);
  const graphHeader = lengthPrefix(graphField, graphBytes);
  function* parts(): Generator<Uint8Array> {
    yield head;
    yield graphHeader;
    yield graph;
    for (const [i, { data }] of initializers.entries()) {
      yield headers[i]!;
      yield bytesOf(isHalf(data, floatType) ? roundToHalf(data) : data);
    }
  }
  return { bytes: head.length + graphHeader.length + graphBytes, parts };
}

function shapeTensor([name, sizes]: readonly [string, readonly number[]]): Initializer {
  return { name, shape: [sizes.length], data: BigInt64Array.from(sizes, BigInt) };
}

/** Everything of an initializer in the graph but its data, which follow. */
function initializerHeader(initializer: Initializer, floatType: FloatType): Uint8Array {
  const { name, shape, data } = initializer;
  const dtype = data instanceof BigInt64Array ? 'int64' : floatType;
  const tensor = tensorType.encode({ dims: shape, dataType: onnxDataTypes[dtype], name }).finish();
  const rawBytes = dataBytes(initializer, floatType);
  const raw = lengthPrefix(rawDataField, rawBytes);
  const whole = lengthPrefix(initializerField, tensor.length + raw.length + rawBytes);
  return Buffer.concat([whole, tensor, raw]);
}

/** Tag and length of a field whose content is bytes. */
function lengthPrefix(field: number, length: number): Uint8Array {
  return new protobuf.Writer()
    .uint32((field << 3) | 2)
    .uint64(length)
    .finish();
}

function dataBytes({ data }: Initializer, floatType: FloatType): number {
  return isHalf(data, floatType) ? 2 * data.length : data.byteLength;
}

function isHalf(data: Initializer['data'], floatType: FloatType): data is Float32Array {
  return floatType === 'float16' && data instanceof Float32Array;
}

function bytesOf({ buffer, byteOffset, byteLength }: Initializer['data'] | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
