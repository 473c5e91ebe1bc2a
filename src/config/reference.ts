// The reference page of experiment files, in Markdown: every field with type, range, default, meaning and example.

import { rangeWords } from './check-value.ts';
import type { Field } from './field.ts';
import { rootFields, sectionDocs, type SectionName, sectionFields } from './fields.ts';

const introduction = `# Experiment files

<!-- Generated from src/config/fields.ts by \`node scripts/generate.ts\`. Do not edit. -->

An experiment file says everything about a run. Its name ends in \`.ipu.json\`; it is JSON with comments (\`//\` and
\`/* */\`), and a comma too many is an error. Names are those of run_qa.py, Hugging Face's TrainingArguments and
config.json, and optimum-graphcore's IPUConfig. Every field may be left out and then has its default. Paths count from
the file's folder. [quick-start.ipu.json](../samples/quick-start.ipu.json) is a complete example.`;

/** The page, as Markdown that the formatter leaves alone. */
export function renderReference(): string {
  const sections = Object.entries(sectionFields).map(([name, fields]) =>
    [`## ${name}`, sectionDocs[name as SectionName], ...renderFields(fields)].join('\n\n'),
  );
  const top = ['## At the top', 'Outside the sections.', ...renderFields(rootFields)].join('\n\n');
  return `${[introduction, top, ...sections].join('\n\n')}\n`;
}

function renderFields(fields: Readonly<Record<string, Field>>): string[] {
  return Object.entries(fields).map(
    ([name, field]) => `### \`${name}\`\n\n${field.doc}\n\n${renderFacts(name, field)}`,
  );
}

function renderFacts(name: string, field: Field): string {
  const facts = [`- Type: ${typeWords(field)}`];
  if (field.unit) facts.push(`- Unit: ${field.unit}`);
  facts.push(`- Default: ${field.default === '' ? 'empty' : code(field.default)}`);
  if (field.example !== undefined) facts.push(`- Example: \`"${name}": ${spaced(field.example)}\``);
  return facts.join('\n');
}

function typeWords(field: Field): string {
  switch (field.type) {
    case 'boolean':
      return '`true` or `false`';
    case 'choice':
      return field.values.map(code).join(' or ');
    case 'string':
      return (field.path ? pathWords[field.path] : 'text') + orNull(field.nullable);
    case 'number':
    case 'integer':
      return `${field.type === 'integer' ? 'whole number' : 'number'}${rangeWords(field)}${orNull(field.nullable)}`;
    case 'numbers': {
      const entries = `${field.integer ? 'whole numbers' : 'numbers'}${rangeWords(field)}`;
      return `${field.scalar ? 'number or ' : ''}list of 1 to ${field.maxItems} ${entries}${orNull(field.nullable)}`;
    }
    case 'texts':
      return `text, or list of up to ${field.maxItems} texts`;
    case 'arguments':
      return 'object of texts, numbers, `true`, `false`, `null` and lists of them';
    case 'parameters':
      return 'object of lists, or of `{ "min", "max", "scale" }`';
    default:
      return field satisfies never;
  }
}

const pathWords = { file: 'path of a file', folder: 'path of a folder', 'folder-or-name': 'path of a folder' };

const orNull = (nullable: boolean): string => (nullable ? ', or `null`' : '');
const code = (value: unknown): string => `\`${spaced(value)}\``;
const spaced = (value: unknown): string => JSON.stringify(value).replaceAll(',', ', ');
