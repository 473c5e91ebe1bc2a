// Where each entry of an experiment's text stands: its key, its value and the object around it, by its place in the file.

import type { Node } from 'jsonc-parser';
import type { TextRange } from '../../shared/language.ts';
import { readTolerantTree } from '../json-tree.ts';

/** One entry of an object. */
export interface FieldNode {
  /** Such as `training.learning_rate`. */
  readonly path: string;
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
  /** Key and value. */
  readonly property: Node;
  readonly object: Node;
}

/** The entries of a text, as far as it can be read. */
export class FieldNodes {
  readonly root: Node | undefined;
  readonly all: readonly FieldNode[];
  readonly #first = new Map<string, FieldNode>();
  readonly #byKey = new Map<number, FieldNode>();

  constructor(text: string) {
    this.root = readTolerantTree(text).root;
    this.all = this.root ? [...entriesOf(this.root, '')] : [];
    for (const entry of this.all) {
      if (!this.#first.has(entry.path)) this.#first.set(entry.path, entry);
      this.#byKey.set(entry.key.offset, entry);
    }
  }

  /** The entry at a path; of a name that is given twice the first, which counts. */
  get(path: string): FieldNode | undefined {
    return this.#first.get(path);
  }

  /** The entry whose name stands here. */
  named({ offset }: TextRange): FieldNode | undefined {
    return this.#byKey.get(offset);
  }

  /** The innermost entry that this range lies in. */
  around({ offset, length }: TextRange): FieldNode | undefined {
    return this.all.findLast(
      ({ property }) => property.offset <= offset && offset + length <= property.offset + property.length,
    );
  }

  /** Where to mend what has to do with these fields, best first: a value, else what the file extends, else a section's name. */
  place(fields: readonly string[]): TextRange {
    const value = fields.map((path) => this.get(path)?.value).find((node) => node !== undefined);
    const section = fields.map((path) => this.get(path.split('.')[0]!)?.key).find((node) => node !== undefined);
    const found = value ?? this.get('extends')?.value ?? section;
    return found ? rangeOf(found) : { offset: this.root?.offset ?? 0, length: this.root ? 1 : 0 };
  }
}

/** A node's place in the text. */
export function rangeOf({ offset, length }: Node): TextRange {
  return { offset, length };
}

function* entriesOf(object: Node, prefix: string): Generator<FieldNode> {
  if (object.type === 'array') for (const entry of object.children ?? []) yield* entriesOf(entry, prefix);
  if (object.type !== 'object') return;
  for (const property of object.children ?? []) {
    const [key, value] = property.children ?? [];
    if (!key || !value) continue;
    const name = String(key.value);
    const path = `${prefix}${name}`;
    yield { path, name, key, value, property, object };
    yield* entriesOf(value, `${path}.`);
  }
}
