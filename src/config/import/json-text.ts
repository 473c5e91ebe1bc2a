// A text that is meant as JSON and is not: an experiment with its comments, or JSON that breaks off. Says which, and where.

import { maxCharacters, readJsonTree } from '../json-tree.ts';
import { indexLines } from '../problem.ts';
import { importedJsonBroken } from './errors.ts';

/** The file is an experiment by its name; what it holds may begin with comments and have faults. */
export function isExperimentText(text: string, source: string): boolean {
  const body = text.replace(/^(?:[\s\uFEFF]|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)+/, '');
  if (!body.startsWith('{')) return false;
  // Cells of a notebook have outputs called data.
  return /\.ipu\.json$/i.test(source) || (!/"cells"\s*:/.test(body) && /"(model|data|training)"\s*:\s*\{/.test(body));
}

/** Throws an AppError that says where JSON breaks, if the text begins as JSON does. */
export function checkBrokenJson(text: string, source: string): void {
  if (!/^[\s\uFEFF]*\{\s*(?:"|$)/.test(text)) return;
  const fault = text.length > maxCharacters ? undefined : readJsonTree(text).fault;
  if (!fault) throw importedJsonBroken(source, reasonOf(text), 'Take the whole file from where it came from, without comments.'); // prettier-ignore
  const { line, column } = indexLines(text)(fault.offset);
  throw importedJsonBroken(source, `line ${line}, column ${column}: ${fault.message}`, fault.hint);
}

function reasonOf(text: string): string {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return 'it holds no object.';
  } catch (thrown) {
    return `${(thrown as Error).message}.`;
  }
}
