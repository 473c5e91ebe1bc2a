// Pictures of the plan's page as it is now, for the eye: real plans, every theme, wide and narrow. For working on the page;
// what stands in the docs comes from the real VS Code (screenshots.ts).
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { buildPage } from '../test/webview/host.ts';
import * as fixtures from '../test/webview/plan/fixtures.ts';
import { showPlan, type Look } from '../test/webview/plan/open.ts';
import { setUpChromium } from './setup/chromium.mjs';

const { baseCard, largeTooFull, pretraining64, unplaceable, viewOf } = fixtures;
const [folder = 'test-results/plan', only = ''] = process.argv.slice(2);

const outdated = viewOf(largeTooFull, {
  outdated: true,
  problems: [{ severity: 'error', message: 'A comma is missing.', hint: 'Put one after 7.', line: 12, column: 31 }],
});
const counting = viewOf(largeTooFull, { samples: { state: 'counting', note: 'Counting the training file …' } });

type Shot = Look & {
  readonly name: string;
  readonly view: Parameters<typeof showPlan>[2];
  readonly suggests?: boolean;
};
const shots: readonly Shot[] = [
  { name: 'card-dark', view: viewOf(baseCard), theme: 'dark', width: 1200 },
  { name: 'card-light-found', view: viewOf(baseCard), theme: 'light', width: 760, suggests: true },
  { name: 'card-narrow', view: viewOf(baseCard), theme: 'dark', width: 400, suggests: true },
  { name: 'full-dark', view: counting, theme: 'dark', width: 1200, searched: largeTooFull, suggests: true },
  { name: 'full-contrast', view: counting, theme: 'contrast', width: 760 },
  { name: 'pretraining-light', view: viewOf(pretraining64), theme: 'light', width: 1200 },
  { name: 'pretraining-narrow', view: viewOf(pretraining64), theme: 'light', width: 400 },
  { name: 'unplaced', view: viewOf(unplaceable), theme: 'dark', width: 760 },
  { name: 'outdated', view: outdated, theme: 'dark', width: 760 },
  { name: 'empty', view: null, theme: 'light', width: 760 },
];

await mkdir(folder, { recursive: true });
const built = await buildPage('plan');
const browser = await chromium.launch({ executablePath: await setUpChromium(), args: ['--no-sandbox'] });
try {
  for (const { name, view, suggests, ...look } of shots.filter((shot) => shot.name.includes(only))) {
    const { page, errors } = await showPlan(browser, built, view, look);
    await page
      .locator(view ? '[data-chart="pipeline"], [data-verdict]' : '[data-role="empty"]')
      .first()
      .waitFor();
    if (suggests) {
      await page.locator('[data-action="suggest"]').click();
      await page.locator('[data-candidate="0"]').waitFor();
    }
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    console.log(join(folder, `${name}.png`), ...errors);
    await page.close();
  }
} finally {
  await browser.close();
}
