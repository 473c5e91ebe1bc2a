// The JSON Schema of experiment files (draft-07), for editors: completion, hover and a first check. What it cannot say,
// rules across fields and files, is said by the parser.

import { explainField } from './explain.ts';
import { exampleOf, type Field, type NumberRule, sweepScales } from './field.ts';
import { rootFields, sectionDocs, type SectionName, sectionFields } from './fields.ts';

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** How a schema is put together: for editors that check by it, or for ours, which checks by itself. */
interface Form {
  /** A schema of the values of one type. */
  readonly value: (strict: JsonSchema) => JsonSchema;
  readonly object: (properties: JsonSchema) => JsonSchema;
  /** What goes with an example of a value. */
  readonly example: (value: unknown) => JsonSchema;
  readonly root: JsonSchema;
}

/** Other editors and programs check files by the schema alone. */
const strictForm: Form = {
  value: (strict) => strict,
  object: (properties) => ({ type: 'object', additionalProperties: false, properties }),
  example: (value) => ({ examples: [value] }),
  root: { allowTrailingCommas: false },
};

// VS Code would say again, in other words, what our own diagnostics say better: the schema gives it names, values and texts,
// and lets everything pass.
const editorForm: Form = {
  value: (strict) => ({ anyOf: [strict, {}] }),
  object: (properties) => ({ anyOf: [{ type: 'object' }, {}], properties }),
  // It would be offered as a value, beside those that are known to go with the file.
  example: () => ({}),
  root: { allowTrailingCommas: true },
};

/** The schema that experiment files are valid by, as far as a schema can say it. */
export function renderExperimentSchema(): JsonSchema {
  return renderSchema(strictForm);
}

/** The schema for VS Code's completion and hover; every JSON text is valid by it. */
export function renderEditorSchema(): JsonSchema {
  return renderSchema(editorForm);
}

function renderSchema(form: Form): JsonSchema {
  const sections = Object.entries(sectionFields).map(([name, fields]) => [
    name,
    { ...describe(sectionDocs[name as SectionName]), ...form.object(schemasOf(name as SectionName, fields, form)) },
  ]);
  const schema = { description: 'Where this file’s schema is, for editors without the extension.', ...form.value({ type: 'string' }) }; // prettier-ignore
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'IPU Workbench experiment',
    ...describe('A BERT experiment: what is trained, on which data, how, and on which IPUs. JSON with comments.'),
    // VS Code's own keywords.
    allowComments: true,
    ...form.root,
    ...form.object({ $schema: schema, ...schemasOf(undefined, rootFields, form), ...Object.fromEntries(sections) }),
  };
}

type Fields = Readonly<Record<string, Field>>;

function schemasOf(section: SectionName | undefined, fields: Fields, form: Form): JsonSchema {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldSchema(explainField(section, name, field), field, form)]),
  );
}

function fieldSchema(text: string, field: Field, form: Form): JsonSchema {
  const value = form.value(valueSchema(field));
  return { ...describe(text), ...value, default: field.default, ...form.example(exampleOf(field)) };
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
/** A description for editors that read Markdown and for those that do not. */
export function describe(markdown: string): JsonSchema {
  return { description: markdown.replaceAll('`', ''), markdownDescription: markdown };
}
