// The reference page of experiment files, in Markdown: every field with type, range, default, meaning and example.

import { rangeWords } from './check-value.ts';
import { versionsOf } from './explain.ts';
import { exampleOf, type Field } from './field.ts';
import { publishedConfigurationNames } from './published/configurations.ts';
import { rootFields, sectionDocs, type SectionName, sectionFields } from './fields.ts';

const introduction = `# Experiment files

<!-- Generated from src/config/fields.ts by \`node scripts/generate.ts\`. Do not edit. -->

An experiment file says everything about a run. Its name ends in \`.ipu.json\`; it is JSON with comments (\`//\` and
\`/* */\`), and a comma too many is an error. Names are those of run_qa.py, Hugging Face's TrainingArguments and
config.json, and optimum-graphcore's IPUConfig. Every field may be left out and then has its default. Paths count from
the file's folder. [quick-start.ipu.json](../samples/quick-start.ipu.json) is a complete example.

A file may extend others ([\`extends\`](#extends)) and then says only what differs:

\`\`\`json
{
  "extends": ["Graphcore/bert-base-ipu", "base.ipu.json"],
  "training": { "learning_rate": 6e-5 }
}
\`\`\`

What the file leaves out is its parents', and what they leave out is theirs in turn; of several, the last one that has a
field wins. A field is taken as a whole, also a list; of \`extra_args\`, each argument by itself. \`null\` is a value like any
other. \`name\` and \`description\` stay a file's own. Paths in a parent count from the parent's folder, a name that may be one
on the Hugging Face Hub first from there. Rules across fields are checked of all files together. At most 16 files may
extend one another in a row. Published configurations: ${publishedConfigurationNames.map((name) => `\`${name}\``).join(', ')}.
Their replicas follow from \`n_ipu\` where the configuration does not give them.

A run keeps what it did: in its folder, experiment.json has every field written out, paths absolute, and extends
nothing.`;

/** The page, as Markdown that the formatter leaves alone. */
export function renderReference(): string {
  const sections = Object.entries(sectionFields).map(([name, fields]) =>
    [`## ${name}`, sectionDocs[name as SectionName], ...renderFields(name as SectionName, fields)].join('\n\n'),
  );
  const top = ['## At the top', 'Outside the sections.', ...renderFields(undefined, rootFields)].join('\n\n');
  return `${[introduction, top, ...sections].join('\n\n')}\n`;
}

type Fields = Readonly<Record<string, Field>>;

function renderFields(section: SectionName | undefined, fields: Fields): string[] {
  return Object.entries(fields).map(
    ([name, field]) => `### \`${name}\`\n\n${field.doc}\n\n${renderFacts(section, name, field)}`,
  );
}

function renderFacts(section: SectionName | undefined, name: string, field: Field): string {
  const versions = versionsOf(section, name, field);
  const facts = [
    `- Type: ${typeWords(field)}`,
    field.unit && `- Unit: ${field.unit}`,
    `- Default: ${field.default === '' ? 'empty' : code(field.default)}`,
    versions && `- optimum-graphcore: ${versions}`,
    field.when && `- When it matters: ${field.when}`,
    `- Example: \`${renderExample(section, name, field)}\``,
  ];
  return facts.filter((fact) => fact !== undefined && fact !== '').join('\n');
}

/** The field as one writes it in a file, in its section. */
function renderExample(section: SectionName | undefined, name: string, field: Field): string {
  const entry = `"${name}": ${spaced(exampleOf(field))}`;
  return section === undefined ? entry : `"${section}": { ${entry} }`;
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
// As one writes JSON by hand: spaces after commas and colons, and inside braces.
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, entry]) => `${JSON.stringify(name)}: ${spaced(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
