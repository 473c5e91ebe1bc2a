// The pages of components as files that open without a server: script, style and what the planner says are inside. Does not write them.
import { join } from 'node:path';
import { build } from 'esbuild';
import { suggestConfigurations } from '../src/engine/ipu/search.ts';
import { baseCard, largeTooFull, unplaceable, viewOf } from '../test/webview/plan/fixtures.ts';
import type { Modelled } from '../webview/components/fixtures/modelled.ts';

/** The pages, each of which has the styles of one page of the workbench. */
export const componentPages = ['index', 'compare', 'plan'] as const;
export type ComponentPage = (typeof componentPages)[number];

const root = join(import.meta.dirname, '..');

/** Builds one of them. */
export async function renderComponentPage(page: ComponentPage): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`webview/components/${page}.ts`],
    outdir: 'out',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2023',
    define: { modelled: JSON.stringify(askPlanner()) },
    logLevel: 'warning',
  });
  const text = (suffix: string): string => outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Components: ${page}</title>
    <style>${text('.css')}</style>
  </head>
  <body data-page="${page === 'index' ? 'dashboard' : page}">
    <script>${text('.js').replaceAll('</script', '<\\/script')}</script>
  </body>
</html>
`;
}

function askPlanner(): Modelled {
  return {
    fits: viewOf(baseCard),
    tooFull: viewOf(largeTooFull, {
      problems: [{ severity: 'warning', message: 'The seed is not set.', hint: 'Set one.', line: 12, column: 3 }],
    }),
    unplaced: viewOf(unplaceable),
    suggestions: suggestConfigurations(largeTooFull),
  };
}
