// The strings of the code and of the pages, as l10n/bundle.l10n.json has them: what translations are made from.

import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';

const project = resolve(import.meta.dirname, '..');

/** The text of l10n/bundle.l10n.json: every string of src/ and webview/ that goes through `l10n.t`. */
export async function renderStrings(): Promise<string> {
  const files = globSync('{src,webview}/**/*.ts', { cwd: project }).sort();
  const sources = files.map((file) => ({ extension: '.ts', contents: readFileSync(join(project, file), 'utf8') }));
  const strings = await getL10nJson(sources.filter(({ contents }) => contents.includes('l10n')));
  const sorted = Object.entries(strings).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}
