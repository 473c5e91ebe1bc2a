// The JSON Schema of optimum-graphcore's ipu_config.json (draft-07), from the table of its entries. What depends on the model, or on
// one version of optimum-graphcore, is `ipuw ipu-config`'s question.

import { outputModes } from '../engine/ipu/ipu-config/check.ts';
import { podTypes } from '../engine/ipu/ipu-config/pod.ts';
import { type ConfigKind, extraNames, hasField, type IpuConfigField, ipuConfigTable } from '../engine/ipu/ipu-config/table.ts'; // prettier-ignore
import { describe, type JsonSchema } from './schema.ts';

/** The schema of every ipu_config.json that a version of optimum-graphcore can read. */
export function renderIpuConfigSchema(): JsonSchema {
  const extras = extraNames.map((name) => [
    name,
    { ...describe('Which version saved the file; read by nothing.'), type: 'string' },
  ]);
  const entries = ipuConfigTable.map((entry) => [entry.name, entrySchema(entry)]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'optimum-graphcore IPUConfig',
    ...describe('How a model is laid out on IPUs: the IPUConfig of optimum-graphcore, as ipu_config.json holds it.'),
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries([...entries, ...extras]) as JsonSchema,
  };
}

function entrySchema(entry: IpuConfigField): JsonSchema {
  const { kind, meaning, rules, versions, defaults } = entry;
  const fallback = Object.values(defaults).at(-1);
  return {
    ...describe([meaning, ...rules, `In optimum-graphcore ${versions}.`].join(' ')),
    ...valueSchema(kind),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(hasField(entry, '0.6.1')
      ? {}
      : { deprecationMessage: `Of optimum-graphcore ${versions} alone. Leave it out.` }),
  };
}

// Up to v0.6.0 a value may be a dictionary of machines; null is a default that is derived.
function valueSchema(kind: ConfigKind): JsonSchema {
  const strict = kindSchema(kind);
  if (kind === 'kwargs') return { anyOf: [strict, { type: 'null' }] };
  const perPod = Object.fromEntries([...podTypes('0.5'), 'default'].map((pod) => [pod, strict]));
  const dictionary = { type: 'object', additionalProperties: false, minProperties: 1, properties: perPod };
  return { anyOf: [strict, { type: 'null' }, dictionary] };
}

function kindSchema(kind: ConfigKind): JsonSchema {
  switch (kind) {
    case 'count':
      return { type: 'integer', minimum: 1 };
    case 'factor':
      return { type: 'integer', minimum: 0 };
    case 'layers':
      return { type: 'array', minItems: 1, items: { type: 'integer', minimum: -1 } };
    case 'splits':
      return { type: 'array', minItems: 1, items: { type: 'integer', minimum: 0 } };
    case 'proportion':
      return { type: ['number', 'array'], minimum: 0, minItems: 1, items: { type: 'number', minimum: 0 } };
    case 'flag':
      return { type: 'boolean' };
    case 'text':
      return { type: 'string' };
    case 'mode':
      return { enum: outputModes };
    case 'seed':
      return { type: 'integer' };
    case 'kwargs':
      return { type: 'object' };
    default:
      return kind satisfies never;
  }
}
