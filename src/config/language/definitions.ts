// Where the texts of an experiment file lead: what it extends, and the files and folders that it names. Says where to look, best
// first; what is really there is seen by src/language/definition.ts.

import { dirname, join, resolve } from 'node:path';
import type { Node } from 'jsonc-parser';
import type { TextRange } from '../../shared/language.ts';
import type { Field } from '../field.ts';
import { publishedConfiguration } from '../published/configurations.ts';
import { fieldAt } from './effective.ts';
import { type FieldNode, FieldNodes } from './field-nodes.ts';

/** A text that leads somewhere. */
export interface Lead {
  /** The text without its quotes. */
  readonly origin: TextRange;
  /** The name of a published configuration. */
  readonly published: string | null;
  /** Absolute paths of files, of which the first that is there is meant. */
  readonly files: readonly string[];
  /** The name of a model on the Hub, whose copy in the local cache is meant if none of the files is there. */
  readonly model: string | null;
}

/** All texts of a file that lead somewhere; `file` is its absolute path. Never throws. */
export function definitions(text: string, file: string): Lead[] {
  const folder = dirname(file);
  return new FieldNodes(text).all.flatMap((entry) =>
    textsOf(entry.value).flatMap((node) => {
      const lead = leadOf(entry, String(node.value), folder);
      return lead ? [{ published: null, files: [], model: null, ...lead, origin: insideOf(node, text) }] : [];
    }),
  );
}

/** The lead at `offset`, if there is one. */
export function definitionAt(text: string, offset: number, file: string): Lead | null {
  const covers = ({ origin }: Lead): boolean => offset >= origin.offset && offset <= origin.offset + origin.length;
  return definitions(text, file).find(covers) ?? null;
}

function leadOf({ path }: FieldNode, value: string, folder: string): Partial<Lead> | undefined {
  if (value.trim() === '' || value.includes('\0')) return undefined;
  const published = publishedConfiguration(value);
  if (path === 'extends') return published ? { published: value } : { files: [resolve(folder, value)] };
  if (path === 'ipu_config.ipu_config_name') return published && { published: value };
  const field = fieldAt(path.replace(/^sweep\.parameters\./, ''));
  return field && leadOfField(field, value, resolve(folder, value));
}

function leadOfField(field: Field, value: string, path: string): Partial<Lead> | undefined {
  if (field.type !== 'string' || field.path === undefined) return undefined;
  if (field.path === 'file') return { files: [path] };
  // A folder cannot be shown; what says the most about a model is its config.json.
  const files = [join(path, 'config.json')];
  return field.path === 'folder-or-name' ? { files, model: value } : { files };
}

function textsOf(value: Node): Node[] {
  if (value.type === 'string') return [value];
  return value.type === 'array' ? (value.children ?? []).filter(({ type }) => type === 'string') : [];
}

/** The text inside of the quotes; the last one may be missing yet. */
function insideOf({ offset, length }: Node, text: string): TextRange {
  const isClosed = length > 1 && text[offset + length - 1] === '"';
  return { offset: offset + 1, length: Math.max(0, length - (isClosed ? 2 : 1)) };
}
