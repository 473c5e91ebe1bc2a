// How long the plan's page takes for one update while somebody types: its thread's own time for script, style and layout,
// so that other programs on the machine do not count. Painting is not in it.
import { chromium } from 'playwright-core';
import type { PlanInput } from '../src/engine/ipu/plan-input.ts';
import { buildPage } from '../test/webview/host.ts';
import { baseCard, largeTooFull, pretraining64, viewOf } from '../test/webview/plan/fixtures.ts';
import { showPlan } from '../test/webview/plan/open.ts';
import { setUpChromium } from './setup/chromium.mjs';

const UPDATES = 60;

/** What one types in turn: each is another micro-batch, so that nearly every figure of the page changes. */
const cases: readonly (readonly [name: string, input: PlanInput])[] = [
  ['BERT-base, 16 IPUs', baseCard],
  ['BERT-large that does not fit', largeTooFull],
  ['pre-training on 64 IPUs', pretraining64],
];

const built = await buildPage('plan');
const browser = await chromium.launch({ executablePath: await setUpChromium(), args: ['--no-sandbox'] });
try {
  for (const [name, input] of cases) {
    const { page, host } = await showPlan(browser, built, viewOf(input), { width: 760 });
    await page.locator('[data-verdict]').waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const read = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      const seconds = (key: string) => metrics.find((metric) => metric.name === key)?.value ?? NaN;
      return {
        script: seconds('ScriptDuration'),
        style: seconds('RecalcStyleDuration'),
        layout: seconds('LayoutDuration'),
      };
    };
    const type = async (updates: number) => {
      for (let update = 0; update < updates; update++) {
        const microBatchSize = input.microBatchSize + 1 + (update % 2);
        host.notify('plan/changed', { view: viewOf({ ...input, microBatchSize }) });
        await page.locator(`[data-batch="microBatch"][data-value="${microBatchSize}"]`).waitFor();
      }
    };
    await type(10);
    const before = await read();
    await type(UPDATES);
    const after = await read();
    const parts = (['script', 'style', 'layout'] as const).map(
      (part) => (1000 * (after[part] - before[part])) / UPDATES,
    );
    const total = parts.reduce((sum, part) => sum + part, 0);
    const [script, style, layout] = parts.map((part) => part.toFixed(1));
    console.log(`${name}: ${total.toFixed(1)} ms an update (script ${script}, style ${style}, layout ${layout})`);
    await page.close();
  }
} finally {
  await browser.close();
}
