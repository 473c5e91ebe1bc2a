// The JSON Schema of experiment files (draft-07), for editors: completion, hover and a first check. What it cannot say,
// rules across fields and files, is said by the parser.

import { type Field, type NumberRule, sweepScales } from './field.ts';
import { rootFields, sectionDocs, type SectionName, sectionFields } from './fields.ts';

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of an experiment file. */
export function renderExperimentSchema(): JsonSchema {
  const sections = Object.entries(sectionFields).map(([name, fields]) => [
    name,
    { ...describe(sectionDocs[name as SectionName]), ...objectSchema(schemasOf(fields)) },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'IPU Workbench experiment',
    ...describe('A BERT experiment: what is trained, on which data, how, and on which IPUs. JSON with comments.'),
    // VS Code's own keywords.
    allowComments: true,
    allowTrailingCommas: false,
    ...objectSchema({ $schema: { type: 'string' }, ...schemasOf(rootFields), ...Object.fromEntries(sections) }),
  };
}

function objectSchema(properties: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: false, properties };
}

function schemasOf(fields: Readonly<Record<string, Field>>): JsonSchema {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]));
}

function fieldSchema(field: Field): JsonSchema {
  const unit = field.unit ? ` In ${field.unit}.` : '';
  const examples = field.example === undefined ? {} : { examples: [field.example] };
  return { ...describe(field.doc + unit), ...valueSchema(field), default: field.default, ...examples };
}

function valueSchema(field: Field): JsonSchema {
  switch (field.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { enum: field.values };
    case 'string':
      return { type: orNull('string', field.nullable), ...(field.path ? { minLength: 1 } : {}) };
    case 'number':
    case 'integer':
      return { type: orNull(field.type, field.nullable), ...rangeSchema(field) };
    case 'numbers': {
      const type = field.integer ? 'integer' : 'number';
      const list = { minItems: 1, maxItems: field.maxItems, items: { type, ...rangeSchema(field) } };
      const types = [...(field.scalar ? [type] : []), 'array', ...(field.nullable ? ['null'] : [])];
      return { type: types.length > 1 ? types : 'array', ...(field.scalar ? rangeSchema(field) : {}), ...list };
    }
    case 'texts':
      return {
        type: ['string', 'array'],
        minLength: 1,
        maxItems: field.maxItems,
        items: { type: 'string', minLength: 1 },
      };
    case 'arguments':
      return { type: 'object', additionalProperties: argumentSchema };
    case 'parameters':
      return { type: 'object', additionalProperties: { anyOf: [{ type: 'array', minItems: 1 }, sweepRangeSchema] } };
    default:
      return field satisfies never;
  }
}

const argumentSchema: JsonSchema = {
  type: ['string', 'number', 'boolean', 'null', 'array'],
  items: { type: ['string', 'number', 'boolean'] },
};

const sweepRangeSchema: JsonSchema = {
  type: 'object',
  properties: { min: { type: 'number' }, max: { type: 'number' }, scale: { enum: sweepScales } },
  required: ['min', 'max'],
  additionalProperties: false,
};

function orNull(type: string, nullable: boolean): string | readonly string[] {
  return nullable ? [type, 'null'] : type;
}

function rangeSchema({ min, max, exclusiveMin }: NumberRule): JsonSchema {
  return {
    ...(min === undefined ? {} : { minimum: min }),
    ...(exclusiveMin === undefined ? {} : { exclusiveMinimum: exclusiveMin }),
    ...(max === undefined ? {} : { maximum: max }),
  };
}

// Editors other than VS Code read `description`, which is plain text.
function describe(markdown: string): JsonSchema {
  return { description: markdown.replaceAll('`', ''), markdownDescription: markdown };
}
