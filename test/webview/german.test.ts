// The dashboard in German: what a user reads at first comes from the translated strings, and nothing of it is cut.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import type { DashboardContract, DashboardNotifications } from '../../src/shared/messages/dashboard.ts';
import { dashboardParsers } from '../../src/views/panels/parsers/dashboard.ts';
import { allRuns, completed, curvesOf, detailOf } from '../../webview/components/fixtures/runs.ts';
import { answerSeries } from '../../webview/components/fixtures/series.ts';
import { answering } from './answering.ts';
import { buildPage, openPage } from './host.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`;
const bundle = resolve(import.meta.dirname, '..', '..', 'l10n', 'bundle.l10n.de.json');

let browser: Browser;
before(async () => {
  if (!skip) browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
});
after(() => browser?.close());

test('headings, tabs, buttons and figures are German, and no button is cut', { skip }, async () => {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const handlers = answering<DashboardContract>(dashboardParsers, {
    ready: () => ({ runs: allRuns, selected: completed.runId, trusted: true }),
    'runs/get': ({ runId }) => detailOf(allRuns.find((run) => run.runId === runId)!),
    'runs/series': (request) => answerSeries(curvesOf(completed.step), request),
  });
  const language = { id: 'de', strings: readFileSync(bundle, 'utf8') };
  const answers = { handlers, parsers: dashboardParsers };
  const built = await buildPage('dashboard');
  await openPage<DashboardContract, DashboardNotifications>(page, built, answers, 'dark', language);
  await page.locator('canvas[data-chart][data-points]').first().waitFor();

  // Looked at by people, not compared.
  const screenshot = process.env['SCREENSHOTS'];
  if (screenshot !== undefined) await page.screenshot({ path: join(screenshot, 'german.png'), fullPage: true });

  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  const tabs = await page.locator('[role="tab"]').allInnerTexts();
  assert.deepEqual(tabs, ['Kurven', 'Ergebnisse', 'IPU', 'Details']);
  assert.equal(await page.locator('[data-role="state"]').textContent(), 'Abgeschlossen');
  assert.match(await page.locator('.run-header .times').innerText(), /^gestartet .* · dauerte /);
  assert.equal(await page.locator('[data-action="output"]').innerText(), 'Ausgabe öffnen');
  const text = await page.locator('body').innerText();
  for (const word of ['Verlust', 'Lernrate', 'Durchsatz', 'Schritt']) assert.ok(text.includes(word), word);
  for (const english of [
    'Loss',
    'Learning rate',
    'Throughput',
    'Open Output',
    'started',
    'completed',
    'Curves',
    'samples',
  ])
    assert.doesNotMatch(text, new RegExp(`\\b${english}\\b`), english);

  const cut = await page
    .locator('button:visible, vscode-button:visible')
    .evaluateAll((buttons) =>
      buttons
        .filter((button) => !button.closest('li') && button.scrollWidth > button.clientWidth + 1)
        .map((button) => button.textContent),
    );
  assert.deepEqual(cut, []);
});
