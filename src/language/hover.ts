// Gathers what a hover needs besides the text: its examination, what it extends says by itself, and counts if they are of its data.

import { resolve } from 'node:path';
import { extendedBy, type Inherited, resolveExtends } from '../config/extends.ts';
import { hover } from '../config/language/hover.ts';
import { examineExperiment } from '../config/load.ts';
import { parentsOnDisk } from '../config/parents.ts';
import { parseExperiment } from '../config/parse.ts';
import type { HoverText } from '../shared/language.ts';
import type { HoverRequest } from '../shared/messages/language.ts';
import { dataKeyOf } from './data-key.ts';

export async function hoverText({ file, text, offset, counts }: HoverRequest): Promise<HoverText | null> {
  const path = resolve(file);
  const examined = await examineExperiment(text, path);
  const names = extendedBy(parseExperiment(text).values);
  const [inherited, ...parents] = await Promise.all(
    [names, ...names.map((name) => [name])].map((extended) => readInherited(extended, path)),
  );
  const samples = counts && counts.key === (await dataKeyOf(examined.experiment)) ? counts : null;
  return hover(text, offset, {
    file: path,
    examined,
    inherited: inherited!,
    parents: parents.map(({ values, origins }, index) => ({ name: names[index]!, values, origins })),
    samples,
  });
}

/** What a file at that path would say that did nothing but extend these. */
function readInherited(names: readonly string[], path: string): Promise<Inherited> {
  return resolveExtends(parseExperiment(JSON.stringify({ extends: names })), path, parentsOnDisk);
}
