// The share menu of the dashboard's head: by mouse and by keyboard, and what the host is asked then.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import type { DashboardContract, DashboardNotifications } from '../../../src/shared/messages/dashboard.ts';
import type { SharingMessages } from '../../../src/shared/messages/sharing.ts';
import { dashboardParsers } from '../../../src/views/panels/parsers/dashboard.ts';
import { answering } from '../answering.ts';
import { completed, detailOf } from '../../../webview/components/fixtures/runs.ts';
import type { ThemeName } from '../../../webview/components/themes.ts';
import { buildPage, openPage, type BuiltPage } from '../host.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`;

type Asked = SharingMessages['share/export']['params'];

let browser: Browser;
let built: BuiltPage;
before(async () => {
  if (skip) return;
  built = await buildPage('dashboard');
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
});
after(() => browser?.close());

async function show(theme: ThemeName = 'dark') {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const asked: Asked[] = [];
  const handlers = answering(dashboardParsers, {
    ready: () => ({ runs: [completed], selected: completed.runId, trusted: true }),
    'runs/get': () => detailOf(completed),
    'runs/fields': () => ({}),
    'runs/series': () => [],
    'fields/list': () => [],
    'views/list': () => [],
    'share/export': (params) => {
      asked.push(params);
      return { saved: true };
    },
  });
  await openPage<DashboardContract, DashboardNotifications>(page, built, { handlers, parsers: dashboardParsers }, theme); // prettier-ignore
  const button = page.locator('[data-action="share"]');
  await button.waitFor();
  return { page, asked, button, menu: page.locator('.share-list') };
}

/** Waits until the host has been asked so often. */
async function until(asked: readonly Asked[], count: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (asked.length < count && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(asked.length, count);
}

test('a click opens the menu, another one asks for the export', { skip }, async () => {
  const { page, asked, button, menu } = await show();
  assert.ok(!(await menu.isVisible()));
  await button.click();
  assert.deepEqual(await menu.getByRole('menuitem').allInnerTexts(), ['Model card', 'HTML report', 'All points as CSV', 'All points as JSON', 'All points as Parquet', 'TensorBoard event files']); // prettier-ignore
  await page.locator('[data-share="series-parquet"]').click();
  await until(asked, 1);
  assert.deepEqual(asked, [{ runIds: [completed.runId], kind: 'series', format: 'parquet' }]);
  assert.ok(!(await menu.isVisible()));
  await button.click();
  await page.locator('h1').first().click();
  assert.ok(!(await menu.isVisible()), 'a click elsewhere closes it');
  await page.close();
});

test('the keyboard goes through the menu and out of it', { skip }, async () => {
  const { page, asked, button, menu } = await show();
  const focused = () => page.evaluate<string>(`document.activeElement.dataset.share ?? document.activeElement.dataset.action ?? ''`); // prettier-ignore
  await button.focus();
  await page.keyboard.press('ArrowDown');
  assert.deepEqual([await menu.isVisible(), await focused(), await button.getAttribute('aria-expanded')], [true, 'card', 'true']); // prettier-ignore
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(), 'tensorboard', 'from the first to the last');
  await page.keyboard.press('Home');
  await page.keyboard.press('Escape');
  assert.deepEqual([await menu.isVisible(), await focused()], [false, 'share']);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await until(asked, 1);
  assert.deepEqual(asked, [{ runIds: [completed.runId], kind: 'card' }]);
  await page.close();
});
