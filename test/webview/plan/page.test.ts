// The plan's page in a real browser: the hooks that the end-to-end test reads, updates in place, keyboard, policy, themes.
// Skipped, visibly, where there is no Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { PlanView } from '../../../src/shared/messages/plan.ts';
import { waitFor } from '../../support/wait.ts';
import { buildPage, type BuiltPage } from '../host.ts';
import { baseCard, largeTooFull, planWith, pretraining64, unplaceable, viewOf } from './fixtures.ts';
import { showPlan, type Look } from './open.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`;

let browser: Browser;
let built: BuiltPage;
before(async () => {
  if (skip) return;
  built = await buildPage('plan');
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
});
after(() => browser?.close());

const show = (view: PlanView | null, look?: Look) => showPlan(browser, built, view, look);
const valueOf = (page: Page, selector: string) => page.locator(selector).getAttribute('data-value');
const card = viewOf(baseCard);

/** How many pixels of the pipeline chart are opaque. */
function inkOf(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const canvas = document.querySelector('canvas[data-chart="pipeline"]');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, index) => index % 4 === 3 && value === 255).length;
  })()`);
}

test('verdict, IPUs, batch and speed carry what the end-to-end test reads', { skip }, async () => {
  const { page, errors } = await show(card);
  await page.locator('[data-verdict="fits"][data-source="model"]').waitFor();
  assert.equal(await page.locator('body').getAttribute('data-page'), 'plan');
  assert.match(await page.locator('[data-verdict]').innerText(), /modelled/i);
  const ipu = page.locator('[data-ipu="1"]');
  assert.equal(await ipu.getAttribute('data-layers'), '4');
  assert.equal(await ipu.getAttribute('data-total-bytes'), String(card.plan!.ipus[1]!.memory.totalBytes));
  const expected = {
    microBatch: 2,
    perUpdate: 128,
    perStep: 256,
    stepsPerEpoch: 345,
    updatesPerEpoch: 690,
    evalPerStep: 32,
  };
  for (const [name, value] of Object.entries(expected)) {
    assert.equal(await valueOf(page, `[data-batch="${name}"]`), String(value), name);
  }
  assert.equal(await valueOf(page, '[data-throughput]'), String(card.plan!.throughput.samplesPerSecond));
  assert.ok((await inkOf(page)) > 1000);
  assert.deepEqual(errors, []);
});

test('a remedy, a field and a line reach the host', { skip }, async () => {
  const problem = { severity: 'error', message: 'Too many layers.', hint: '', line: 12, column: 5 } as const;
  const view = viewOf(unplaceable, { problems: [problem] });
  const { page, calls } = await show(view);
  await page.locator('[data-verdict="unplaced"]').waitFor();
  assert.equal(await page.locator('[data-warning] code', { hasText: 'replication_factor' }).first().isVisible(), true);
  await page.locator('[data-remedy="0"]').click();
  await page.locator('[data-warning="layers-sum-wrong"] [data-action="reveal"]').first().click();
  await page.locator('.problems [data-action="reveal"]').click();
  await waitFor('three calls', () => calls.length === 3);
  assert.deepEqual(calls, [
    ['plan/apply', { edits: view.plan!.remedies[0]!.edits }],
    ['plan/reveal', { field: 'ipu_config.layers_per_ipu' }],
    ['plan/reveal', { line: 12, column: 5 }],
  ]);
});

test('while the file changes, what is open, focused, scrolled and zoomed stays so', { skip }, async () => {
  const { page, host } = await show(viewOf(pretraining64));
  await page.locator('[data-ipu="3"] > summary').click();
  await page.locator('canvas[data-chart="pipeline"]').focus();
  for (const key of ['+', '+', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  const place = () =>
    page.evaluate(`(() => {
      const canvas = document.querySelector('canvas[data-chart="pipeline"]');
      const row = document.querySelector('[data-ipu="3"]');
      return [canvas === document.activeElement, canvas.dataset.from, canvas.dataset.to, row.open, Math.round(canvas.getBoundingClientRect().top)];
    })()`);
  const before = await place();
  await page.evaluate('window.row = document.querySelector(\'[data-ipu="3"]\')');
  host.notify('plan/changed', { view: viewOf({ ...pretraining64, microBatchSize: 2 }) });
  await page.locator('[data-batch="microBatch"][data-value="2"]').waitFor();
  assert.deepEqual(await place(), before);
  assert.equal(await page.evaluate('window.row === document.querySelector(\'[data-ipu="3"]\')'), true);
});

test('the pipeline is zoomed and moved by keys, buttons, wheel and hand', { skip }, async () => {
  const { page } = await show(viewOf({ ...baseCard, gradientAccumulationSteps: 8192 }));
  const canvas = page.locator('canvas[data-chart="pipeline"]');
  const range = async () => [
    Number(await canvas.getAttribute('data-from')),
    Number(await canvas.getAttribute('data-to')),
  ];
  assert.deepEqual(await range(), [0, 40]);
  assert.equal(await canvas.getAttribute('data-cycles'), '8198');
  await page.locator('[data-view="whole"]').click();
  assert.deepEqual(await range(), [0, 8198]);
  await canvas.focus();
  await page.keyboard.press('End');
  assert.deepEqual((await range())[1], 8198);
  await page.keyboard.press('Home');
  await page.keyboard.press('+');
  const [from, to] = await range();
  assert.ok(to! - from! < 40);
  await canvas.hover();
  await page.mouse.wheel(0, 400);
  await waitFor('a wider view', async () => (await range())[1]! - (await range())[0]! > to! - from!);
  await page.locator('[data-view="start"]').click();
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + 300, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 100, box.y + 40, { steps: 4 });
  await page.mouse.up();
  assert.ok((await range())[0]! > 3);
  assert.match(await page.locator('.pipeline .pointed-at').innerText(), /^Cycle \d+, IPU \d/);
  assert.ok((await page.locator('.pipeline *').count()) < 150);
});

test('suggestions are searched, compared and taken', { skip }, async () => {
  const { page, calls } = await show(card);
  await page.locator('[data-action="suggest"]').click();
  await page.locator('[data-candidate="0"]').waitFor();
  assert.ok((await page.locator('[data-chart="front"] [data-point]').count()) > 1);
  await page.locator('[data-point="1"]').click();
  await page.keyboard.press('Enter');
  await waitFor('two calls', () => calls.length === 2);
  assert.equal(calls[1]?.[0], 'plan/apply');
});

test('each drawing has its figures as a table', { skip }, async () => {
  const { page } = await show(card);
  await page.locator('.replica .as-table > summary').first().click();
  await page.locator('.replica .as-table tbody tr').nth(3).waitFor();
  assert.equal(await page.locator('.replica .as-table tbody tr').count(), 4);
  await page.locator('.pipeline .as-table > summary').click();
  await page.locator('.pipeline .as-table tbody tr').first().waitFor();
  const rows = await page.locator('.pipeline .as-table tbody tr').count();
  assert.equal(rows, card.plan!.pipeline.phases.length);
});

test('no file, a file never planned, and a file that cannot be read at the moment', { skip }, async () => {
  const { page, host } = await show(null);
  await page.locator('[data-role="empty"]').waitFor();
  const problem = { severity: 'error', message: 'A comma is missing.', hint: '', line: 2, column: 1 } as const;
  host.notify('plan/changed', { view: { ...card, plan: null, outdated: true, problems: [problem] } });
  await page.locator('.problems', { hasText: 'A comma is missing.' }).waitFor();
  assert.equal(await page.locator('[data-role="empty"], .banner, .parts').filter({ visible: true }).count(), 0);
  host.notify('plan/changed', { view: { ...card, outdated: true, problems: [problem] } });
  await page.locator('.plan[data-outdated] [data-verdict="fits"]').waitFor();
  const opacity = await page.evaluate('getComputedStyle(document.querySelector(".parts")).opacity');
  assert.ok(Number(opacity) < 0.8);
  host.notify('plan/changed', { view: card });
  await page.locator('.plan:not([data-outdated])').waitFor();
});

test('256 IPUs in one replica, and none, are drawn', { skip }, async () => {
  const { page, host, errors } = await show({ ...card, plan: planWith(256) });
  await page.locator('[data-ipu="255"]').waitFor();
  host.notify('plan/changed', { view: { ...card, plan: planWith(0, { verdict: null, fits: false }) } });
  await page.locator('[data-verdict="unplaced"]').waitFor();
  assert.equal(await page.locator('[data-ipu]').count(), 0);
  assert.deepEqual(errors, []);
});

test('the page works under its policy, and what comes from a file stays text', { skip }, async () => {
  const evil = '<img src=x onerror="document.title=1">';
  const { page } = await show({ ...card, experiment: evil, model: evil, problems: [] });
  await page.locator('h1', { hasText: '<img src=x' }).waitFor();
  assert.equal(await page.locator('img').count(), 0);
  await page.locator('[data-action="suggest"]').click();
  await page.locator('[data-candidate="0"]').waitFor();
  const refused = await page.evaluate<string[]>('window.violations');
  // The controls' own inline style attributes are all that it refuses.
  assert.deepEqual(
    [...new Set(refused)].filter((directive) => directive !== 'style-src-attr'),
    [],
  );
});

test('nothing is wider than the page, in every theme and narrow too', { skip }, async () => {
  const views = [card, viewOf(largeTooFull), viewOf(pretraining64), viewOf(unplaceable)];
  for (const [index, theme] of (['dark', 'light', 'contrast', 'dark'] as const).entries()) {
    const { page } = await show(views[index]!, { theme });
    await page.locator('[data-verdict]').waitFor();
    await page.locator('[data-action="suggest"]').click();
    await page.locator('[data-candidate="0"]').waitFor();
    for (const width of [1200, 760, 400]) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      const cut = await page.evaluate<number>('document.querySelector("main").scrollWidth - innerWidth');
      assert.ok(over <= 0 && cut <= 0, `${theme}, ${width} px: ${over} and ${cut} px too wide`);
    }
    await page.close();
  }
});
