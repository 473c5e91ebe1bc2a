// Writes values into an experiment file's text: as few characters change as can be, and comments, indentation and line
// ends stay as they are. Pure; what may be written where is the caller's question.

import type { Node } from 'jsonc-parser';
import type { TextChange } from '../shared/language.ts';
import type { FieldEdit } from '../shared/plan.ts';
import { EditedText } from './edited-text.ts';
import { experimentNotEditable } from './errors.ts';
import { readTolerantTree } from './json-tree.ts';
import { indexLines, type Range } from './problem.ts';
import { insertProperty, removeProperty, renderValue } from './text-edits.ts';

/**
 * The edits of `text` that write these values; null takes a field out. They do not overlap and ascend. Throws an AppError
 * where the text cannot be read.
 */
export function editFields(text: string, edits: readonly FieldEdit[]): TextChange[] {
  const edited = new EditedText(text);
  for (const { field, value } of edits) edited.apply(editField(edited.text, field, value));
  return edited.edits();
}

/** Where the field's value stands; where the field is not given, its section's name; undefined if that is not there either. */
export function locateField(text: string, field: string): Range | undefined {
  const { root } = readTolerantTree(text);
  const [first = '', ...rest] = field.split('.');
  const outer = propertyOf(root, first);
  const inner = propertyOf(outer?.children?.[1], rest.join('.'));
  const found = inner?.children?.[1] ?? (rest.length === 0 ? outer?.children?.[1] : outer?.children?.[0]);
  return found && { offset: found.offset, length: found.length };
}

function editField(text: string, field: string, value: unknown): TextChange[] {
  const root = readRoot(text);
  if (!root) return value === null ? [] : [{ offset: text.length, length: 0, content: renderFile(field, value) }];
  const [first = '', ...rest] = field.split('.');
  if (rest.length === 0) return editProperty(text, root, first, value);
  const section = propertyOf(root, first)?.children?.[1];
  if (section?.type === 'object') return editProperty(text, section, rest.join('.'), value);
  if (value === null) return [];
  return editProperty(text, root, first, { [rest.join('.')]: value });
}

function readRoot(text: string): Node | undefined {
  const { root, fault } = readTolerantTree(text);
  const position = indexLines(text);
  if (fault && fault.code !== 'experiment-empty') throw experimentNotEditable(position(fault.offset), fault.message);
  if (root && root.type !== 'object')
    throw experimentNotEditable(position(root.offset), 'It is not an object in braces.');
  return root;
}

function editProperty(text: string, object: Node, name: string, value: unknown): TextChange[] {
  const property = propertyOf(object, name);
  const node = property?.children?.[1];
  if (!property || !node) return value === null ? [] : insertProperty(text, object, name, value);
  return value === null ? removeProperty(text, object, property) : replaceValue(node, value);
}

/** Of lists that keep their length, only the entries that differ are written, so that their layout stays. */
function replaceValue(node: Node, value: unknown): TextChange[] {
  const entries = node.children ?? [];
  if (node.type === 'array' && Array.isArray(value) && entries.length === value.length) {
    return entries.flatMap((entry, index) => replaceValue(entry, value[index]));
  }
  if (node.type !== 'array' && node.type !== 'object' && node.value === value) return [];
  return [{ offset: node.offset, length: node.length, content: renderValue(value) }];
}

function renderFile(field: string, value: unknown): string {
  const [first = '', ...rest] = field.split('.');
  if (rest.length === 0) return `{\n  ${JSON.stringify(first)}: ${renderValue(value)}\n}\n`;
  return `{\n  ${JSON.stringify(first)}: {\n    ${JSON.stringify(rest.join('.'))}: ${renderValue(value)}\n  }\n}\n`;
}

/** Of a name that is given twice the first counts, as in parse.ts. */
function propertyOf(object: Node | undefined, name: string): Node | undefined {
  if (object?.type !== 'object') return undefined;
  return object.children?.find((property) => property.children?.[0]?.value === name);
}
