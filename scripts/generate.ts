// Writes every file that is derived from lists in src/: `node scripts/generate.ts`. test/config/generated.test.ts fails
// when one of them is stale.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { renderReference } from '../src/config/reference.ts';
import { renderIpuConfigSchema } from '../src/config/ipu-config-schema.ts';
import { type JsonSchema, renderEditorSchema, renderExperimentSchema } from '../src/config/schema.ts';
import { renderManifestStrings, renderPackageJson } from './contributes.ts';
import { renderStrings } from './strings.ts';

/** A generated file: its path from the project's folder, and its text, given the text it has now (empty if none). */
export interface Generated {
  readonly path: string;
  readonly render: (current: string) => string | Promise<string>;
}

/** All generated files. */
export const generated: readonly Generated[] = [
  { path: 'schemas/experiment.schema.json', render: () => asJson(renderExperimentSchema()) },
  { path: 'schemas/experiment.editor.json', render: () => asJson(renderEditorSchema()) },
  { path: 'schemas/ipu_config.schema.json', render: () => asJson(renderIpuConfigSchema()) },
  { path: 'docs/experiment-file.md', render: renderReference },
  { path: 'package.json', render: renderPackageJson },
  { path: 'package.nls.json', render: renderManifestStrings },
  { path: 'l10n/bundle.l10n.json', render: renderStrings },
];

function asJson(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

const project = resolve(import.meta.dirname, '..');

/** The file's text as it is and as it should be. */
export async function compareGenerated({ path, render }: Generated): Promise<{ current: string; wanted: string }> {
  const current = await readFile(resolve(project, path), 'utf8').catch(() => '');
  return { current, wanted: await render(current) };
}

/** Writes the file if it is stale; whether it was. */
export async function updateGenerated(file: Generated): Promise<boolean> {
  const { current, wanted } = await compareGenerated(file);
  if (current === wanted) return false;
  const path = resolve(project, file.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, wanted);
  return true;
}

if (import.meta.main) {
  for (const file of generated) {
    console.log(`${file.path}: ${(await updateGenerated(file)) ? 'written' : 'up to date'}`);
  }
}
