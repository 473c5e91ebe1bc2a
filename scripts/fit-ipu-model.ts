// Fits the time model's constants to published throughput and writes them down: `npm run fit-ipu-model`.
// With `--check` it writes nothing and fails if src/engine/ipu/fitted.ts or docs/ipu-model.md is not what the fit gives.

import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type CompileFit, type Fit, fitCompilation, fitModel } from './ipu-model/fit.ts';
import { readPoints } from './ipu-model/points.ts';
import { renderDocument, renderFitted, summarise } from './ipu-model/render.ts';

const project = join(import.meta.dirname, '..');

/** A file that the fit writes: as it is, and as it should be. */
export interface FitFile {
  readonly path: string;
  readonly current: string;
  readonly wanted: string;
}

/** The files of a fit. */
export async function renderFit(fit: Fit, compilation: CompileFit): Promise<FitFile[]> {
  const files = [
    { path: join(project, 'src/engine/ipu/fitted.ts'), render: () => renderFitted(fit, compilation) },
    { path: join(project, 'docs/ipu-model.md'), render: (text: string) => renderDocument(text, fit, compilation) },
  ];
  return Promise.all(
    files.map(async ({ path, render }) => {
      const current = await readFile(path, 'utf8');
      const options = await resolveConfig(path);
      return { path, current, wanted: await format(render(current), { ...options, filepath: path }) };
    }),
  );
}

async function main(isCheck: boolean): Promise<void> {
  const fit = fitModel(readPoints());
  console.log(JSON.stringify(fit.constants, null, 2));
  for (const line of summarise(fit)) console.log(line);
  for (const { path, current, wanted } of await renderFit(fit, fitCompilation())) {
    const name = relative(project, path);
    const isStale = current !== wanted;
    if (isStale && !isCheck) await writeFile(path, wanted);
    if (isStale && isCheck) process.exitCode = 1;
    console.log(`${name}: ${!isStale ? 'up to date' : isCheck ? 'stale, run npm run fit-ipu-model' : 'written'}`);
  }
}

if (import.meta.main) await main(process.argv.includes('--check'));
