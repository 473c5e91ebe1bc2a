// The pages of components in a real browser, in every theme: each component draws something, nothing fails, and axe-core finds nothing
// serious. Skipped, visibly, where there is no Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { componentPages, renderComponentPage } from '../../scripts/component-pages.ts';
import { themeNames } from '../../webview/components/themes.ts';
import { seriousProblems } from './axe.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`;

let browser: Browser;
let folder: string;
before(async () => {
  if (skip) return;
  folder = await mkdtemp(join(tmpdir(), 'components-'));
  for (const page of componentPages) await writeFile(join(folder, `${page}.html`), await renderComponentPage(page));
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
});
after(async () => {
  if (skip) return;
  await browser.close();
  await rm(folder, { recursive: true });
});

/** Components that cannot be seen, or whose canvases are all empty. */
function emptyComponents(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const isInked = (canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value, index) => index % 4 === 3 && value > 0);
    };
    const isDrawn = (stage) => {
      const { width, height } = stage.getBoundingClientRect();
      const seen = [...stage.querySelectorAll('canvas:not([data-points="0"])')].filter((canvas) => canvas.clientHeight > 0);
      return width > 0 && height > 0 && stage.innerText.trim() !== '' && seen.every((each) => each.width > 0 && isInked(each));
    };
    return [...document.querySelectorAll('[data-component]')]
      .filter((component) => !isDrawn(component.querySelector('.component-stage')))
      .map(({ id }) => id);
  })()`);
}

for (const name of componentPages) {
  test(`the components of ${name} are drawn and can be used in every theme`, { skip }, async (t) => {
    for (const theme of themeNames) {
      await t.test(theme, async () => {
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        const errors: string[] = [];
        page.on('pageerror', ({ message }) => errors.push(message));
        page.on('console', (said) => said.type() === 'error' && errors.push(said.text()));
        await page.goto(`${pathToFileURL(join(folder, `${name}.html`)).href}?theme=${theme}`);
        const count = await page.locator('[data-component]').count();
        await page.locator(`body[data-drawn="${count}"]`).waitFor();
        assert.ok(count > 5, `${count} components`);
        // What draws when it is in sight has been there.
        for (const component of await page.locator('[data-component]').all()) await component.scrollIntoViewIfNeeded();
        await page.waitForFunction(
          `![...document.querySelectorAll('.loading')].some(({ clientHeight }) => clientHeight > 0)`,
        );
        assert.deepEqual(await emptyComponents(page), []);
        assert.deepEqual(errors, []);
        const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        assert.ok(over <= 0, `${over} px too wide`);
        assert.deepEqual(await seriousProblems(page), []);
        if (process.env['PICTURES']) {
          await page.screenshot({ path: join(process.env['PICTURES'], `${name}-${theme}.png`), fullPage: true });
        }
        await page.close();
      });
    }
  });
}
