// The parts of TensorBoard's messages that we read and write, as a protobufjs description. Fields that are not listed are passed over.
// Source: tensorflow/core/util/event.proto, tensorflow/core/framework/{summary,tensor}.proto, tensorboard/plugins/hparams/plugin_data.proto.

import protobuf from 'protobufjs';

const field = (type: string, id: number, rule?: 'repeated') => (rule ? { type, id, rule } : { type, id });

const schema = {
  nested: {
    Event: {
      fields: {
        wallTime: field('double', 1),
        step: field('int64', 2),
        fileVersion: field('string', 3),
        summary: field('Summary', 5),
      },
    },
    Summary: { fields: { value: field('Value', 1, 'repeated') } },
    Value: {
      // As in the original: outside of it a zero would be no value.
      oneofs: { value: { oneof: ['simpleValue', 'tensor'] } },
      fields: {
        tag: field('string', 1),
        simpleValue: field('float', 2),
        tensor: field('Tensor', 8),
        metadata: field('Metadata', 9),
      },
    },
    Metadata: { fields: { pluginData: field('PluginData', 1) } },
    PluginData: { fields: { pluginName: field('string', 1), content: field('bytes', 2) } },
    Tensor: {
      fields: {
        dtype: field('int32', 1),
        tensorContent: field('bytes', 4),
        floatVal: field('float', 5, 'repeated'),
        doubleVal: field('double', 6, 'repeated'),
        intVal: field('int32', 7, 'repeated'),
        int64Val: field('int64', 10, 'repeated'),
        halfVal: field('int32', 13, 'repeated'),
      },
    },
    HParamsPluginData: {
      fields: {
        version: field('int32', 1),
        sessionStartInfo: field('SessionStartInfo', 3),
        sessionEndInfo: field('SessionEndInfo', 4),
      },
    },
    SessionStartInfo: {
      fields: {
        hparams: { keyType: 'string', type: 'HParam', id: 1 },
        groupName: field('string', 4),
        startTimeSecs: field('double', 5),
      },
    },
    SessionEndInfo: { fields: { status: field('int32', 1), endTimeSecs: field('double', 2) } },
    // google.protobuf.Value
    HParam: {
      oneofs: { kind: { oneof: ['numberValue', 'stringValue', 'boolValue'] } },
      fields: {
        numberValue: field('double', 2),
        stringValue: field('string', 3),
        boolValue: field('bool', 4),
      },
    },
  },
};

const messages = protobuf.Root.fromJSON(schema);

/** One record of an event file. */
export const eventType = messages.lookupType('Event');

/** What the plug-in for hyper-parameters keeps in a summary's metadata. */
export const hparamsType = messages.lookupType('HParamsPluginData');

/** DataType of tensorflow/core/framework/types.proto, as far as scalars have them. */
export const dataTypes = { float: 1, double: 2, int32: 3, int64: 9, bfloat16: 14, half: 19 } as const;

/** Status of tensorboard/plugins/hparams/api.proto. */
export const sessionStatus = { success: 1, failure: 2 } as const;
