// Which entry of an experiment's text an offset points at: its name, its value, or an element of its list. Nothing in comments,
// blanks and punctuation.

import type { Node } from 'jsonc-parser';
import type { TextRange } from '../../shared/language.ts';
import type { FieldNodes } from './field-nodes.ts';
import { type FieldNode, rangeOf } from './field-nodes.ts';

/** What is pointed at. */
export interface Pointed {
  readonly entry: FieldNode;
  readonly range: TextRange;
  /** Index in the entry's list, where an element is pointed at. */
  readonly index: number | null;
  readonly on: 'name' | 'value';
}

/** The innermost entry whose name or plain value has the offset in it. */
export function pointedAt(nodes: FieldNodes, offset: number): Pointed | undefined {
  for (const entry of nodes.all.toReversed()) {
    if (!covers(entry.property, offset)) continue;
    const found = pointedIn(entry, offset);
    if (found) return found;
  }
  return undefined;
}

function pointedIn(entry: FieldNode, offset: number): Pointed | undefined {
  const { key, value } = entry;
  if (covers(key, offset)) return { entry, range: rangeOf(key), index: null, on: 'name' };
  if (!covers(value, offset) || value.type === 'object') return undefined;
  if (value.type !== 'array') return { entry, range: rangeOf(value), index: null, on: 'value' };
  const index = (value.children ?? []).findIndex((element) => covers(element, offset));
  const element = value.children?.[index];
  if (!element || element.type === 'object' || element.type === 'array') return undefined;
  return { entry, range: rangeOf(element), index, on: 'value' };
}

function covers({ offset: start, length }: Node, offset: number): boolean {
  return offset >= start && offset < start + length;
}
