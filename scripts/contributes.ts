// Writes what src/contributions says into package.json, and its texts into package.nls.json: `npm run generate`. Touches only the
// generated keys.

import { fileURLToPath } from 'node:url';
import { assembleContributions } from '../src/contributions/contributes.ts';
import { takeStrings } from './manifest-strings.ts';

/** The file that holds the generated keys. */
export const packageFile = fileURLToPath(new URL('../package.json', import.meta.url));

/** The text of package.json with its generated keys up to date and everything else as it was. */
export function renderPackageJson(text: string): string {
  const manifest = JSON.parse(text) as Record<string, unknown>;
  return asJson({ ...manifest, ...takeStrings(assembleContributions()).value });
}

/** The text of package.nls.json: what stands in package.json as `%key%`. */
export function renderManifestStrings(): string {
  return asJson(takeStrings(assembleContributions()).strings);
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
