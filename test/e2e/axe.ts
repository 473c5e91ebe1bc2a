// What axe-core finds wrong with a page of the extension, in the editor that shows it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, FrameLocator } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeFinding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** The serious and critical findings, each in a line or two; empty when the page is fine. */
export async function seriousFindings(document: FrameLocator): Promise<readonly string[]> {
  const handle = await document.locator('body').elementHandle();
  const frame = await handle!.ownerFrame();
  await handle!.dispose();
  const found = await run(frame!);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary}`).join('\n')}`,
    );
}

/** Evaluated over the debugger, which the page's content security policy does not bind. */
async function run(frame: Frame): Promise<readonly AxeFinding[]> {
  if (!(await frame.evaluate('"axe" in globalThis'))) await frame.evaluate(source);
  const json = await frame.evaluate('axe.run(document, { resultTypes: ["violations"] }).then((all) => JSON.stringify(all.violations))'); // prettier-ignore
  return JSON.parse(String(json)) as AxeFinding[];
}
