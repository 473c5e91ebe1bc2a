// The value that a field has in the end, where it comes from and what it stands for, as a few words of Markdown.

import { dirname, relative, sep } from 'node:path';
import type { Field } from '../field.ts';
import { rootFields, sectionFields } from '../fields.ts';
import type { Inherited, Origin } from '../extends.ts';
import type { ExaminedExperiment } from '../load.ts';
import { geometryFields } from '../model-folder.ts';
import { publishedConfiguration } from '../published/configurations.ts';
import type { FieldPath } from '../rules.ts';
import { codeSpan, formatValue } from './figures.ts';
import { findSecrets } from './secrets.ts';

/** What there is to know about a text's values. */
export interface Values {
  /** Absolute path of the file with the text. */
  readonly file: string;
  readonly examined: Pick<ExaminedExperiment, 'experiment' | 'readable' | 'setIn' | 'modelNote'>;
  /** What everything together says that the text extends. */
  readonly inherited: Pick<Inherited, 'values' | 'origins'>;
}

/** The description of a field by its place; undefined of a section or an unknown name. */
export function fieldAt(path: FieldPath): Field | undefined {
  const [first = '', second] = path.split('.');
  if (second === undefined) return own(rootFields, first);
  const section = own(sectionFields, first);
  return section && own<Field>(section as Readonly<Record<string, Field>>, path.slice(first.length + 1));
}

/** The value at a place of nested values; undefined if nothing is there. */
export function valueAt(values: object, path: FieldPath): unknown {
  const [first = '', ...rest] = path.split('.');
  const outer = own(values as Readonly<Record<string, unknown>>, first);
  if (rest.length === 0) return outer;
  return typeof outer === 'object' && outer !== null
    ? own(outer as Record<string, unknown>, rest.join('.'))
    : undefined;
}

/**
 * Such as `**In effect:** 9e-5, from this file instead of 6e-5 from base.ipu.json:12`; `line` is that of the entry which is told
 * about. Empty where it is not known, as the text cannot be read.
 */
export function describeEffective(path: FieldPath, line: number, values: Values): string {
  const { examined, inherited, file } = values;
  const origin = examined.setIn(path);
  const isOwn = 'file' in origin && origin.file === file;
  if (!isOwn && !examined.readable) return '';
  const shown = `**In effect:** ${showValue(path, valueAt(examined.experiment, path))}`;
  if (!isOwn) return `${shown}, ${fromWhere(origin, file)}; the value here cannot be used`;
  const before = inherited.origins.get(path);
  const instead = before
    ? ` instead of ${showValue(path, valueAt(inherited.values, path))} ${fromWhere(before, file)}`
    : '';
  const place = settledBy(path, values) ?? (origin.line === line ? 'this file' : describeOrigin(origin, file));
  return `${shown}, from ${place}${instead}`;
}

function fromWhere(origin: Origin, file: string): string {
  if ('default' in origin) return 'the default';
  const source = 'published' in origin ? publishedConfiguration(origin.published)?.source : undefined;
  return `from ${describeOrigin(origin, file)}${source === undefined ? '' : ` (${source})`}`;
}

/** Such as `base.ipu.json:12`, a published configuration or the default. */
export function describeOrigin(origin: Origin, from: string): string {
  if ('default' in origin) return 'the default';
  if ('published' in origin) return codeSpan(origin.published);
  if (origin.file === from) return `line ${origin.line} of this file`;
  return codeSpan(`${shownPath(origin.file, from)}:${origin.line}`);
}

/** A path as one writes it in the file `from`. */
function shownPath(path: string, from: string): string {
  const folder = dirname(from);
  return (path.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? relative(folder, path) : path).replaceAll(
    '\\',
    '/',
  );
}

/** What else there is to know of a value: default, range, unit. */
export function describeField(field: Field): string {
  const parts: string[] = [];
  if (field.default !== null && field.default !== '') parts.push(`default ${code(field.default)}`);
  if ('min' in field || 'max' in field || 'exclusiveMin' in field) parts.push(rangeText(field));
  if (field.unit !== undefined) parts.push(`in ${field.unit}`);
  return parts.join(' · ');
}

/** A value as code; of what looks like a secret, only that. */
export function showValue(path: FieldPath, value: unknown): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const json = JSON.stringify({ [name]: value }) ?? '';
  return findSecrets(json).length > 0 ? 'a value that looks like a secret and is not repeated' : code(value);
}

/** What goes before the value that is written here; undefined if that counts. */
function settledBy(path: FieldPath, { examined }: Values): string | undefined {
  const [section, name = ''] = path.split('.');
  const isGeometry = section === 'model' && (geometryFields as readonly string[]).includes(name);
  // Only what config.json says goes before; a name alone is a guess.
  if (isGeometry && examined.modelNote.endsWith('from its config.json')) return 'the model’s config.json';
  const steps = 'gradient_accumulation_steps';
  const isGiven = 'file' in examined.setIn(`training.${steps}`);
  return path === `ipu_config.${steps}` && isGiven ? `\`${steps}\` of the section \`training\`` : undefined;
}

function rangeText({ min, exclusiveMin, max }: { min?: number; exclusiveMin?: number; max?: number }): string {
  const low = exclusiveMin === undefined ? min : exclusiveMin;
  const lower =
    low === undefined ? '' : exclusiveMin === undefined ? `at least ${formatValue(low)}` : `above ${formatValue(low)}`;
  const upper = max === undefined ? '' : `at most ${formatValue(max)}`;
  return [lower, upper].filter((part) => part !== '').join(', ');
}

function code(value: unknown): string {
  return codeSpan(showWritten(value));
}

/** A value as one writes it in a file, on one line. */
export function showWritten(value: unknown): string {
  if (typeof value === 'number') return formatValue(value);
  if (Array.isArray(value)) return `[${value.map(showWritten).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).map(([name, entry]) => `${JSON.stringify(name)}: ${showWritten(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
