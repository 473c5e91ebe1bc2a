// How a property is put into a JSON object's text or taken out of it, in the manner of the text around it. jsonc-parser's own
// `modify` puts a new property before the comment that follows the last one, and takes such comments out with what follows.

import { createScanner, type Node } from 'jsonc-parser';
import type { TextChange } from '../shared/language.ts';
import { syntaxKind } from './json-tokens.ts';

/** What follows an entry: its comma, and the end of the comments on its line. */
interface Tail {
  readonly comma: number | null;
  readonly end: number;
}

/** A value on one line. */
export function renderValue(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(renderValue).join(', ')}]` : JSON.stringify(value);
}

/** The edits that add a property at the end of the object. */
export function insertProperty(text: string, object: Node, name: string, value: unknown): TextChange[] {
  const whole = text.slice(object.offset, endOf(object));
  const last = object.children?.at(-1);
  if (!last) return [fillEmpty(text, object, name, value)];
  const tail = tailOf(text, endOf(last));
  const isMultiLine = /[\r\n]/.test(whole);
  const indent = indentAt(text, last.offset);
  const before = isMultiLine ? lineEndOf(text) + indent : ' ';
  const entry = renderEntry(text, name, value, isMultiLine ? indent : null) + (tail.comma === null ? '' : ',');
  const comma = { offset: endOf(last), length: 0, content: ',' };
  const insertion = { offset: tail.end, length: 0, content: before + entry };
  return tail.comma === null ? [comma, insertion] : [insertion];
}

/** The edits that take the property out, with its lines where it has lines of its own. */
export function removeProperty(text: string, object: Node, property: Node): TextChange[] {
  const siblings = object.children ?? [];
  const tail = tailOf(text, endOf(property));
  const previous = siblings[siblings.indexOf(property) - 1];
  // The comma before the last entry has nothing to part any more.
  const orphan = tail.comma === null && previous ? tailOf(text, endOf(previous)).comma : null;
  const removal = ownLines(text, property, tail) ?? ownPlace(text, property, tail);
  return orphan === null ? [removal] : [{ offset: orphan, length: 1, content: '' }, removal];
}

/** From the start of the entry's line to the start of the next; undefined if something else stands there. */
function ownLines(text: string, property: Node, { end }: Tail): TextChange | undefined {
  const start = property.offset - /[ \t]*$/.exec(text.slice(0, property.offset))![0].length;
  const rest = /^[ \t]*(\r\n|\r|\n)/.exec(text.slice(end));
  if (!rest || (start > 0 && !/[\r\n]/.test(text[start - 1]!))) return undefined;
  return { offset: start, length: end + rest[0].length - start, content: '' };
}

/** The entry, its comma and the spaces up to the next one, or where none follows, those before it. */
function ownPlace(text: string, property: Node, { comma }: Tail): TextChange {
  if (comma !== null) {
    const end = comma + 1 + /^[ \t]*/.exec(text.slice(comma + 1))![0].length;
    return { offset: property.offset, length: end - property.offset, content: '' };
  }
  const start = property.offset - /[ \t]*$/.exec(text.slice(0, property.offset))![0].length;
  return { offset: start, length: endOf(property) - start, content: '' };
}

function fillEmpty(text: string, object: Node, name: string, value: unknown): TextChange {
  const close = endOf(object) - 1;
  const spaces = /\s*$/.exec(text.slice(object.offset + 1, close))![0].length;
  const outer = indentAt(text, object.offset);
  const inner = outer + indentUnitOf(text);
  const eol = lineEndOf(text);
  const content = `${eol}${inner}${renderEntry(text, name, value, inner)}${eol}${outer}`;
  return { offset: close - spaces, length: spaces, content };
}

/** `"name": value`; an object as a section, on lines of its own unless `indent` is null. */
function renderEntry(text: string, name: string, value: unknown, indent: string | null): string {
  return `${JSON.stringify(name)}: ${isSection(value) ? renderSection(text, value, indent) : renderValue(value)}`;
}

function renderSection(text: string, section: object, indent: string | null): string {
  const inner = indent === null ? '' : indent + indentUnitOf(text);
  const entries = Object.entries(section).map(([name, value]) => inner + renderEntry(text, name, value, indent));
  if (indent === null) return `{ ${entries.join(', ')} }`;
  const eol = lineEndOf(text);
  return `{${eol}${entries.join(`,${eol}`)}${eol}${indent}}`;
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tailOf(text: string, offset: number): Tail {
  const scanner = createScanner(text, false);
  scanner.setPosition(offset);
  let tail: Tail = { comma: null, end: offset };
  let sameLine = true;
  for (;;) {
    const kind = scanner.scan() as number;
    const end = scanner.getTokenOffset() + scanner.getTokenLength();
    if (kind === syntaxKind.lineBreak) sameLine = false;
    else if (kind === syntaxKind.lineComment || kind === syntaxKind.blockComment) {
      if (sameLine) tail = { ...tail, end };
    } else if (kind === syntaxKind.comma && tail.comma === null) {
      tail = { comma: scanner.getTokenOffset(), end };
      sameLine = true;
    } else if (kind !== syntaxKind.trivia) return tail;
  }
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

/** The spaces that the line of this place begins with. */
function indentAt(text: string, offset: number): string {
  const line = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))![0];
}

/** What one level is indented by: as the first indented line of the text is. */
function indentUnitOf(text: string): string {
  return /(?:^|[\r\n])([ \t]+)(?=["}])/.exec(text)?.[1] ?? '  ';
}

function lineEndOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}
