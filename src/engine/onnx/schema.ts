// The part of onnx.proto (ONNX IR version 10, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that we write, as a protobufjs description.

const field = (type: string, id: number, rule?: 'repeated') => (rule ? { type, id, rule } : { type, id });

export const onnxSchema = {
  nested: {
    onnx: {
      nested: {
        ModelProto: {
          fields: {
            irVersion: field('int64', 1),
            producerName: field('string', 2),
            producerVersion: field('string', 3),
            docString: field('string', 6),
            graph: field('GraphProto', 7),
            opsetImport: field('OperatorSetIdProto', 8, 'repeated'),
          },
        },
        OperatorSetIdProto: { fields: { domain: field('string', 1), version: field('int64', 2) } },
        GraphProto: {
          fields: {
            node: field('NodeProto', 1, 'repeated'),
            name: field('string', 2),
            initializer: field('TensorProto', 5, 'repeated'),
            input: field('ValueInfoProto', 11, 'repeated'),
            output: field('ValueInfoProto', 12, 'repeated'),
          },
        },
        NodeProto: {
          fields: {
            input: field('string', 1, 'repeated'),
            output: field('string', 2, 'repeated'),
            name: field('string', 3),
            opType: field('string', 4),
            attribute: field('AttributeProto', 5, 'repeated'),
            domain: field('string', 7),
          },
        },
        AttributeProto: {
          fields: {
            name: field('string', 1),
            f: field('float', 2),
            i: field('int64', 3),
            s: field('bytes', 4),
            t: field('TensorProto', 5),
            ints: field('int64', 8, 'repeated'),
            type: field('int32', 20),
          },
        },
        TensorProto: {
          fields: {
            dims: field('int64', 1, 'repeated'),
            dataType: field('int32', 2),
            name: field('string', 8),
            rawData: field('bytes', 9),
          },
        },
        ValueInfoProto: { fields: { name: field('string', 1), type: field('TypeProto', 2) } },
        TypeProto: {
          oneofs: { value: { oneof: ['tensorType', 'sequenceType'] } },
          fields: { tensorType: field('TensorTypeProto', 1), sequenceType: field('SequenceTypeProto', 4) },
        },
        SequenceTypeProto: { fields: { elemType: field('TypeProto', 1) } },
        TensorTypeProto: { fields: { elemType: field('int32', 1), shape: field('TensorShapeProto', 2) } },
        TensorShapeProto: { fields: { dim: field('DimensionProto', 1, 'repeated') } },
        DimensionProto: {
          oneofs: { value: { oneof: ['dimValue', 'dimParam'] } },
          fields: { dimValue: field('int64', 1), dimParam: field('string', 2) },
        },
      },
    },
  },
};

/** TensorProto.DataType. */
export const onnxDataTypes = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10 } as const;

/** AttributeProto.AttributeType. */
export const onnxAttributeTypes = { float: 1, int: 2, string: 3, tensor: 4, ints: 7 } as const;
