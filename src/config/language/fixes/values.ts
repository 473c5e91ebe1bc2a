// Fixes of values that a field cannot hold: quotation marks that are too many or missing, numbers out of range, choices that do not
// exist. Each is proposed only if the field takes it.

import { getNodeValue, type Node } from 'jsonc-parser';
import { checkValue } from '../../check-value.ts';
import type { Field, NumberRule } from '../../field.ts';
import { rootFields, sectionFields } from '../../fields.ts';
import { nearestName } from '../../../shared/nearest.ts';
import { renderValue } from '../../text-edits.ts';
import type { FieldNode } from '../field-nodes.ts';
import { type Fixer, type FixInput, preferFirst, removeEntry, replaceAt } from './candidate.ts';

/** The field whose value, or an entry of it, is at fault. */
interface Faulty {
  readonly entry: FieldNode;
  readonly field: Field;
  /** The value, or the entry of a list. */
  readonly node: Node;
  readonly value: unknown;
}

/** A value of the wrong type, out of range, or not among the choices. */
export const wrongValue: Fixer = (input) => {
  const faulty = findFaulty(input);
  if (!faulty) return [];
  const { entry, field, node, value } = faulty;
  const meant = meantValues(faulty).filter((each) => takes(faulty, each));
  const digits = writtenAsText(faulty, meant[0]);
  const contents = [...new Set([...digits, ...meant.slice(digits.length).map(renderValue)])];
  // A value that says the same in another form was not looked at before.
  const isForm = typeof value === 'string' || typeof value === 'boolean' || Array.isArray(value);
  const written = contents.map((content, index) => ({
    ...replaceAt(node, `Write ${content.slice(0, 60)}`, content),
    ...(index === 0 && isForm && { reveals: entry.path }),
  }));
  return [...preferFirst(written), removeEntry(input, entry, `Remove \`${entry.name}\`${defaultOf(field)}`)];
};

/** The very digits of a text that is a number. */
function writtenAsText({ value }: Faulty, meant: unknown): string[] {
  const bare = typeof value === 'string' ? value.trim() : '';
  return typeof meant === 'number' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(bare) ? [bare] : [];
}

/** The field's entry, and in a list the entry at fault. */
function findFaulty({ nodes, diagnostic }: FixInput): Faulty | undefined {
  const around = nodes.around(diagnostic);
  // What is inside an object that a field holds is not a field's own value.
  const entry = around && fieldAt(around.path) ? around : undefined;
  const field = entry && fieldAt(entry.path);
  if (!entry || !field) return undefined;
  const inner = entry.value.children?.find(
    ({ offset, length }) => offset === diagnostic.offset && length === diagnostic.length,
  );
  const node = entry.value.type === 'array' && inner ? inner : entry.value;
  return { entry, field, node, value: getNodeValue(node) as unknown };
}

function fieldAt(path: string): Field | undefined {
  const [first = '', ...rest] = path.split('.');
  const fields: Readonly<Record<string, Field>> =
    rest.length === 0
      ? rootFields
      : Object.hasOwn(sectionFields, first)
        ? sectionFields[first as keyof typeof sectionFields]
        : {};
  const name = rest.length === 0 ? first : rest.join('.');
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The field can hold `value` at the place of the fault. */
function takes({ entry, field, node }: Faulty, value: unknown): boolean {
  const whole =
    node === entry.value
      ? value
      : (entry.value.children ?? []).map((child) => (child === node ? value : (getNodeValue(child) as unknown)));
  const fault = checkValue(entry.name, field, whole);
  return fault === undefined || (node !== entry.value && fault.within?.[0] !== entry.value.children?.indexOf(node));
}

/** What may have been meant, the likeliest first; some of it the field may not take. */
function meantValues({ field, value, node, entry }: Faulty): unknown[] {
  switch (field.type) {
    case 'boolean':
      return meantBooleans(value);
    case 'choice':
      return meantChoices(field.values, value);
    case 'string':
      return meantTexts(value);
    case 'number':
    case 'integer':
      return meantNumbers(field, field.type === 'integer', value, field.default);
    case 'numbers':
      if (node !== entry.value) return meantNumbers(field, field.integer, value, null);
      return [...(field.scalar ? meantNumbers(field, field.integer, value, null) : []), ...meantLists(value)];
    case 'texts':
      return Array.isArray(value)
        ? [value.filter((each) => typeof each === 'string' && each.trim() !== '')]
        : meantTexts(value);
    case 'arguments':
    case 'parameters':
      return [];
    default:
      return field satisfies never;
  }
}

function meantBooleans(value: unknown): boolean[] {
  const word = wordOf(value).trim().toLowerCase();
  if (['true', 'yes', 'y', 'on', '1'].includes(word)) return [true];
  return ['false', 'no', 'n', 'off', '0'].includes(word) ? [false] : [true, false];
}

/** An object may have a `toString` of its own, which is none. */
function wordOf(value: unknown): string {
  return typeof value === 'object' ? '' : String(value);
}

const mostChoices = 6;

function meantChoices(values: readonly string[], value: unknown): string[] {
  const nearest = nearestName(wordOf(value), values);
  return [...new Set([...(nearest ? [nearest] : []), ...values])].slice(0, mostChoices);
}

function meantTexts(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.length === 1 ? [value[0]] : [];
  if (typeof value === 'string') return [value.replaceAll('\0', '')].filter((text) => text.trim() !== '');
  return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}

/** The number that a text says, whole ones near it, and the ends of the range. */
function meantNumbers(rule: NumberRule, isWhole: boolean, value: unknown, fallback: unknown): unknown[] {
  const number = Array.isArray(value) && value.length === 1 ? toNumber(value[0]) : toNumber(value);
  if (Number.isNaN(number)) return [];
  const ends = [rule.min, rule.max].filter((end) => end !== undefined);
  const nearest = ends.sort((a, b) => Math.abs(a - number) - Math.abs(b - number))[0];
  const isInside = (rule.min ?? -Infinity) <= number && number <= (rule.max ?? Infinity) && Number.isFinite(number);
  const whole = !isWhole || Number.isInteger(number) ? [] : [Math.round(number), Math.floor(number), Math.ceil(number)];
  if (!isInside) return [nearest, fallback];
  return number === value ? [...whole, fallback] : [number, ...whole];
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return NaN;
  return Number(value.trim().replaceAll('_', ''));
}

/** `"[0 4 4 4]"` as overrides on a command line have it, texts for numbers, or one number for a list of one. */
function meantLists(value: unknown): unknown[] {
  if (typeof value === 'number') return [[value]];
  const entries = Array.isArray(value) ? value : typeof value === 'string' ? (value.match(/[^\s,;[\]()]+/g) ?? []) : [];
  const numbers = entries.flat().map(toNumber);
  return numbers.length > 0 && numbers.every(Number.isFinite) ? [numbers] : [];
}

/** ` (default 5e-5)`, or nothing if a default says nothing. */
function defaultOf({ default: fallback }: Field): string {
  const isShown = fallback !== null && fallback !== '' && typeof fallback !== 'object';
  return isShown ? `, which makes it ${JSON.stringify(fallback)}` : '';
}
