// Reads who imports whom and judges it by a table of layers. Knows nothing of the table's contents: that is layers.test.ts.
import { posix } from 'node:path';
import ts from 'typescript';

/** One row: files whose path starts with one of `of` may import their own layer, and what starts with one of `may`. */
export interface Layer {
  readonly name: string;
  readonly of: readonly string[];
  /** Path beginnings of our own files, `node:` for Node's modules, or names of packages. */
  readonly may: readonly string[];
}

/** An import that the table forbids. */
export interface Breach {
  readonly file: string;
  readonly imported: string;
  readonly reason: string;
}

/** The targets of all imports of a source text: project paths (`src/…`) or module names. Imports of types count as well. */
export function collectImports(file: string, text: string): string[] {
  const isLocal = (name: string): boolean => name.startsWith('.');
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => (isLocal(fileName) ? posix.join(posix.dirname(file), fileName) : fileName));
}

/** The layer a file is in: the row with the longest beginning that fits. */
export function layerOf(file: string, layers: readonly Layer[]): Layer | undefined {
  let best: { layer: Layer; length: number } | undefined;
  for (const layer of layers) {
    for (const start of layer.of) {
      if (file.startsWith(start) && start.length > (best?.length ?? -1)) best = { layer, length: start.length };
    }
  }
  return best?.layer;
}

/** Every import of this file that its layer does not allow. */
export function findBreaches(file: string, text: string, layers: readonly Layer[]): Breach[] {
  const layer = layerOf(file, layers);
  if (!layer) return [{ file, imported: '', reason: 'belongs to no layer of the table' }];
  return collectImports(file, text)
    .filter((imported) => !isAllowed(imported, layer, layers))
    .map((imported) => ({ file, imported, reason: `${layer.name} may not import it` }));
}

function isAllowed(imported: string, layer: Layer, layers: readonly Layer[]): boolean {
  if (layerOf(imported, layers) === layer) return true;
  return layer.may.some((start) => imported === start || (/[/:]$|\.ts$/.test(start) && imported.startsWith(start)));
}
