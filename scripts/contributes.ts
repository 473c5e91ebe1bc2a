// Writes what src/contributions says into package.json: `node scripts/contributes.ts`. Touches only the generated keys.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { assembleContributions } from '../src/contributions/contributes.ts';

/** The file that holds the generated keys. */
export const packageFile = fileURLToPath(new URL('../package.json', import.meta.url));

/** The text of package.json with its generated keys up to date and everything else as it was. */
export function renderPackageJson(text: string): string {
  const manifest = JSON.parse(text) as Record<string, unknown>;
  return `${JSON.stringify({ ...manifest, ...assembleContributions() }, null, 2)}\n`;
}

if (import.meta.main) {
  const text = await readFile(packageFile, 'utf8');
  const rendered = renderPackageJson(text);
  if (rendered !== text) await writeFile(packageFile, rendered);
  console.log(rendered === text ? 'package.json is up to date.' : 'package.json: contributions written.');
}
