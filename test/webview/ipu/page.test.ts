// The IPU tab in a real browser: few and many IPUs, keys, pointer and zoom, what is said where there is nothing, and axe-core's
// judgement in every theme. Skipped, visibly, where there is no Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { HeatMapRequest } from '../../../src/shared/messages/runs.ts';
import { waitFor } from '../../support/wait.ts';
import { running } from '../../../webview/components/fixtures/runs.ts';
import { buildPage, type BuiltPage } from '../host.ts';
import { heatMapOf } from '../../../webview/components/fixtures/ipu.ts';
import { seriousProblems } from '../axe.ts';
import { openIpuTab, type Shown } from './open.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`;

let browser: Browser;
let built: BuiltPage;
before(async () => {
  if (skip) return;
  built = await buildPage('dashboard');
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
});
after(() => browser?.close());

const show = (shown: Shown = {}) => openIpuTab(browser, built, shown);
const heatMap = (page: Page) => page.locator('canvas[data-chart="ipu-heat-map"]');

/** Requests for heat maps, as they came. */
function asking(ipus: number, points: number) {
  const asked: HeatMapRequest[] = [];
  const overrides: Shown['overrides'] = {
    'runs/heat-map'(request) {
      asked.push(request);
      const { fromStep = 1, toStep = points } = request;
      return heatMapOf(ipus, toStep - fromStep + 1, request);
    },
  };
  return { asked, overrides };
}

test('four IPUs are curves, beside the pipeline and the machine, each with where it comes from', { skip }, async () => {
  const { page, errors } = await show({ ipus: 4 });
  await page.locator(`canvas[data-chart="ipu-curves"][data-points="${4 * 375}"]`).waitFor();
  assert.equal(await heatMap(page).isVisible(), false);
  assert.equal(await page.locator('.ipus .origin-tag').innerText(), 'modelled');
  await page.locator('canvas[data-chart="pipeline"][data-cycles]').waitFor();
  assert.equal(await page.locator('.pipeline .origin-tag').innerText(), 'modelled');
  for (const id of ['host-cpu', 'host-memory', 'host-wait']) {
    await page.locator(`canvas[data-chart="${id}"][data-points]:not([data-points="0"])`).waitFor();
  }
  assert.equal(await page.locator('.host .origin-tag').innerText(), 'measured');
  const measured = page.locator('[data-verdict="measured"]');
  assert.equal(await measured.getAttribute('data-bound'), 'processors');
  assert.match(await measured.innerText(), /measured[\s\S]*Processors\. They are 9\d % busy, and 8\d % is this run/);
  assert.match(await page.locator('[data-verdict="modelled"]').innerText(), /modelled[\s\S]* % of a modelled step of/);
  assert.deepEqual(errors, []);
});

test('64 IPUs are a heat map: under the pointer and by keys every value is said', { skip }, async () => {
  const { page, errors } = await show({ ipus: 64 });
  await page.locator('canvas[data-rows="64"][data-columns="375"]').waitFor();
  const pointed = page.locator('.heat-map .pointed-at');
  const box = (await heatMap(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 4);
  await waitFor('the value under the pointer', async () =>
    /^IPU 0, step \d+: \d+\.\d %$/.test(await pointed.innerText()),
  );
  await page.mouse.move(0, 0);
  await page.locator('.heat-map .stage').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
  assert.match(await pointed.innerText(), /^IPU 1, step 374: \d+\.\d %$/);
  assert.equal(await page.locator('.heat-map .spoken').innerText(), await pointed.innerText());
  await page.locator('.heat-map summary').click();
  await waitFor('a row of each IPU', async () => (await page.locator('.heat-map tbody tr').count()) === 64);
  assert.deepEqual(errors, []);
});

test('a time that is dragged over is asked for, and the way back too', { skip }, async () => {
  const { asked, overrides } = asking(16, 1000);
  const { page } = await show({ overrides });
  await page.locator('canvas[data-columns="1000"]').waitFor();
  const box = (await heatMap(page).boundingBox())!;
  const middle = box.y + 20;
  await page.mouse.move(box.x + 0.3 * box.width, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.6 * box.width, middle, { steps: 4 });
  await page.mouse.up();
  const reset = page.locator('[data-action="reset-time"]');
  await reset.waitFor();
  await page.locator('canvas[data-chart="ipu-heat-map"]:not([data-columns="1000"])').waitFor();
  const { fromStep, toStep } = asked.at(-1)!;
  assert.ok(fromStep! > 200 && fromStep! < 350 && toStep! > 500 && toStep! < 650, `${fromStep} to ${toStep}`);
  await reset.click();
  await page.locator('canvas[data-columns="1000"]').waitFor();
  await reset.waitFor({ state: 'hidden' });
  await page.locator('.heat-map .stage').focus();
  await page.keyboard.press('+');
  await page.locator('canvas[data-chart="ipu-heat-map"]:not([data-columns="1000"])').waitFor();
  await page.keyboard.press('0');
  await page.locator('canvas[data-columns="1000"]').waitFor();
});

test('the quantity is chosen by arrows, kept over a reload, and power says why it is absent', { skip }, async () => {
  const { asked, overrides } = asking(16, 50);
  const { page } = await show({ overrides });
  await page.locator('canvas[data-columns="50"]').waitFor();
  await page.locator('[data-quantity="utilisation"]').focus();
  await page.keyboard.press('ArrowRight');
  await waitFor('memory', () => asked.at(-1)?.quantity === 'memoryBytes');
  await waitFor('its scale', async () => /MB/.test(await page.locator('.colour-legend').innerText()));
  await page.reload();
  await page.locator('[data-quantity="memoryBytes"][aria-checked="true"]').waitFor();
  await page.locator('[data-quantity="powerWatts"]').click();
  const nothing = page.locator('[data-role="no-ipus"]');
  await nothing.waitFor();
  assert.match(await nothing.innerText(), /Power was not recorded\. .* W for the 16 IPUs in use, modelled/);
});

test('a run that has noted nothing says so, and claims nothing', { skip }, async () => {
  const { page, errors } = await show({
    run: running,
    overrides: {
      'runs/heat-map': () => ({ devices: [], steps: [], values: [], totalPoints: 0 }),
      'runs/series': () => [],
      'ipu/plan': () => null,
    },
  });
  await page.locator('[data-verdict="measured"][data-bound="unknown"]').waitFor();
  assert.match(await page.locator('[data-role="no-ipus"]').innerText(), /Nothing was recorded yet/);
  assert.equal(await page.locator('[data-verdict="modelled"]').isVisible(), false);
  assert.equal(await page.locator('.pipeline').isVisible(), false);
  assert.deepEqual(errors, []);
});

test('a tab that is not seen asks for nothing', { skip }, async () => {
  const { asked, overrides } = asking(4, 50);
  const { page, host } = await show({ run: running, overrides });
  await page.locator('canvas[data-chart="ipu-curves"][data-points="200"]').waitFor();
  await page.locator('[data-tab="curves"]').click();
  const before = asked.length;
  host.notify('runs/changed', { runs: [{ ...running, lastEventAt: running.lastEventAt + 1 }] });
  await page.locator('[data-tab="curves"][aria-selected="true"]').waitFor();
  assert.equal(asked.length, before);
  await page.locator('[data-tab="ipu"]').click();
  await waitFor('what was missed', () => asked.length === before + 1);
});

test('axe-core finds nothing serious, with curves and with a heat map, in every theme', { skip }, async () => {
  for (const theme of ['dark', 'light', 'contrast', 'contrast-light'] as const) {
    for (const ipus of [4, 64]) {
      const { page } = await show({ theme, ipus });
      await page.locator('canvas[data-chart="pipeline"][data-cycles]').waitFor();
      assert.deepEqual(await seriousProblems(page, '.ipu-tab'), [], `${theme}, ${ipus} IPUs`);
      await page.close();
    }
  }
});

test('nothing is wider than the page', { skip }, async () => {
  for (const ipus of [4, 64]) {
    const { page } = await show({ ipus });
    await page.locator('canvas[data-chart="pipeline"][data-cycles]').waitFor();
    for (const width of [2000, 1100, 700, 500]) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      assert.ok(over <= 0, `${ipus} IPUs, ${width} px: ${over} px too wide`);
    }
    await page.close();
  }
});
