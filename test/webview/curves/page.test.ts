// The Curves tab in a real browser: zoom, smoothing, the keyboard, own charts, files, and what axe-core finds. Skipped, visibly,
// where there is no Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract, DashboardNotifications } from '../../../src/shared/messages/dashboard.ts';
import type { RunSummary, SeriesRequest } from '../../../src/shared/messages/runs.ts';
import { dashboardParsers } from '../../../src/views/panels/parsers/dashboard.ts';
import { waitFor } from '../../support/wait.ts';
import { answering } from '../answering.ts';
import { seriousProblems } from '../axe.ts';
import { completed, curvesOf, detailOf, running } from '../../../webview/components/fixtures/runs.ts';
import type { ThemeName } from '../../../webview/components/themes.ts';
import { buildPage, openPage, type BuiltPage } from '../host.ts';
import { answerSeries } from '../../../webview/components/fixtures/series.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`;
/** A folder to keep pictures in, for whoever wants to look. */
const pictures = process.env['PICTURES'];

let browser: Browser;
let built: BuiltPage;
before(async () => {
  if (skip) return;
  built = await buildPage('dashboard');
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
});
after(() => browser?.close());

type File = DashboardContract['file/save']['params'];

async function show(run: RunSummary, overrides: Partial<Handlers<DashboardContract>> = {}, theme: ThemeName = 'dark') {
  const page = await browser.newPage({ viewport: { width: 1200, height: 1200 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const asked: SeriesRequest[] = [];
  const files: File[] = [];
  const handlers = answering<DashboardContract>(dashboardParsers, {
    ready: () => ({ runs: [run], selected: run.runId, trusted: true }),
    'runs/get': () => detailOf(run),
    'runs/series': (request) => {
      asked.push(request);
      return answerSeries(curvesOf(run.step), request);
    },
    'file/save': (file) => (files.push(file), { saved: true }),
    ...overrides,
  });
  const answers = { handlers, parsers: dashboardParsers };
  const host = await openPage<DashboardContract, DashboardNotifications>(page, built, answers, theme);
  const loss = page.locator('figure', { has: page.locator('canvas[data-chart="loss"]') });
  return { page, host, errors, asked, files, loss };
}

function pointsDrawn(page: Page, chart: string, points: number) {
  return page.locator(`canvas[data-chart="${chart}"][data-points="${points}"]`).waitFor();
}

/** Draws a selection over a chart, from one share of its canvas to another. */
async function drag(page: Page, canvas: Locator, from: readonly [number, number], to: readonly [number, number]) {
  const box = (await canvas.boundingBox())!;
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 5 });
  await page.mouse.up();
}

test(
  'a drag asks for the part that it spans, in all charts over the axis; a button shows all again',
  { skip },
  async () => {
    const { page, asked, errors, loss } = await show(completed);
    await pointsDrawn(page, 'loss', 375);
    await drag(page, loss.locator('canvas'), [0.3, 0.5], [0.6, 0.55]);
    await waitFor('a part to be asked for', () => asked.some(({ fromX }) => fromX !== undefined));
    const { fromX = NaN, toX = NaN } = asked.find((request) => request.fromX !== undefined)!;
    assert.ok(fromX > 80 && fromX < 130 && toX > 200 && toX < 250, `${fromX} to ${toX}`);
    const expected = curvesOf(375)[0]!.steps.filter((step) => step >= fromX && step <= toX).length;
    await pointsDrawn(page, 'loss', expected);
    await pointsDrawn(page, 'learning-rate', expected);
    assert.match(await loss.locator('.note').innerText(), new RegExp(`^${expected} of ${expected} points`));
    await loss.locator('[data-action="reset-zoom"]').click();
    await pointsDrawn(page, 'loss', 375);
    await pointsDrawn(page, 'learning-rate', 375);
    assert.equal(await page.locator('[data-action="reset-zoom"]:visible').count(), 0);
    assert.deepEqual(errors, []);
  },
);

test('with Shift a drag spans values only, which asks nobody; a double click gives it up', { skip }, async () => {
  const { page, asked, loss } = await show(completed);
  await pointsDrawn(page, 'loss', 375);
  await page.keyboard.down('Shift');
  await drag(page, loss.locator('canvas'), [0.5, 0.4], [0.5, 0.7]);
  await page.keyboard.up('Shift');
  await loss.locator('[data-action="reset-zoom"]').waitFor();
  assert.match(await loss.locator('.note').innerText(), /outside the scale/);
  await loss.locator('canvas').dblclick();
  await loss.locator('[data-action="reset-zoom"]').waitFor({ state: 'hidden' });
  assert.ok(asked.every(({ fromX }) => fromX === undefined));
});

test('the wheel is the page’s', { skip }, async () => {
  const { page, loss } = await show(completed);
  await pointsDrawn(page, 'loss', 375);
  await page.setViewportSize({ width: 1200, height: 600 });
  await loss.locator('canvas').hover();
  await page.mouse.wheel(0, 200);
  await waitFor('the page to scroll', () => page.evaluate<boolean>('document.querySelector("main").scrollTop > 0'));
});

test('smoothing, outliers and the axis change what is asked; all is remembered', { skip }, async () => {
  const { page, asked, loss } = await show(completed);
  await pointsDrawn(page, 'loss', 375);
  await page.locator('[data-control="smoothing"]').selectOption('gaussian');
  await waitFor('smoothed curves', () => asked.at(-1)?.smoothing?.kind === 'gaussian');
  await page.locator('[data-control="outliers"]').check();
  await page.locator('[data-control="x"]').selectOption('relative');
  await waitFor('another axis', () => asked.at(-1)?.x?.kind === 'relative' && asked.at(-1)?.percentiles === true);
  await loss.locator('[data-action="pin"]').click();
  await page.reload();
  await pointsDrawn(page, 'loss', 375);
  assert.equal(await page.locator('[data-control="x"]').inputValue(), 'relative');
  assert.equal(await loss.locator('[data-action="pin"]').getAttribute('aria-pressed'), 'true');
  assert.match((await loss.locator('canvas').getAttribute('aria-label')) ?? '', /Loss by time since the start/);
});

test('the keyboard reads values aloud, zooms and shows all again', { skip }, async () => {
  const { page, asked, loss } = await show(completed);
  await pointsDrawn(page, 'loss', 375);
  await loss.locator('.canvas').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const spoken = loss.locator('[aria-live]');
  await waitFor('the value to be said', async () => /^step 2, Loss: /.test(await spoken.innerText()));
  assert.equal(await page.locator('.crosshair:visible').count(), 5, 'the other charts show the same step');
  await page.keyboard.press('+');
  await waitFor('a part to be asked for', () => asked.some(({ fromX }) => fromX !== undefined));
  await page.keyboard.press('0');
  await pointsDrawn(page, 'loss', 375);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.crosshair:visible').count(), 0);
});

test('a chart is saved as SVG, as PNG, and as CSV with every point', { skip }, async () => {
  const { page, files, loss } = await show(completed);
  await pointsDrawn(page, 'loss', 375);
  for (const format of ['svg', 'png', 'csv']) {
    await loss.locator('[data-action="export"]').click();
    await loss.locator(`[data-action="save-${format}"]`).click();
  }
  await waitFor('three files', () => files.length === 3);
  const contentOf = (ending: string): string => {
    const { content } = files.find(({ name }) => name === `quick-start-loss.${ending}`)!;
    return 'text' in content ? content.text : content.base64;
  };
  assert.match(contentOf('svg'), /^<svg [\s\S]*375 of 375 points[\s\S]*<\/svg>\n$/);
  assert.match(contentOf('png'), /^iVBORw0KGgo/);
  assert.equal(contentOf('csv').trimEnd().split('\n').length, 376);
});

test('a chart of any metric over any other is added, asked for and taken away', { skip }, async () => {
  const { page, asked } = await show(completed);
  await pointsDrawn(page, 'loss', 375);
  await page.locator('.own-chart > summary').click();
  await page.locator('[data-control="own-y"]').selectOption('grad_norm');
  await page.locator('[data-control="own-x"]').selectOption('loss');
  await page.locator('[data-action="add-chart"]').click();
  await pointsDrawn(page, 'custom/grad_norm/loss', 375);
  assert.ok(asked.some(({ x, names }) => x?.kind === 'metric' && x.name === 'loss' && names?.join() === 'grad_norm'));
  await page.locator('figure', { hasText: 'Gradient norm over Loss' }).locator('[data-action="remove"]').click();
  await page.locator('canvas[data-chart="custom/grad_norm/loss"]').waitFor({ state: 'detached' });
});

test(
  'curves are hidden by the legend; charts are found by name, each with its own logarithmic axis',
  { skip },
  async () => {
    const { page } = await show(completed);
    await pointsDrawn(page, 'ipu', 4 * 375);
    const ipu = page.locator('figure', { has: page.locator('canvas[data-chart="ipu"]') });
    await ipu.locator('[data-curve="ipu/1/utilisation"]').click();
    await pointsDrawn(page, 'ipu', 3 * 375);
    await ipu.locator('[data-curve="ipu/1/utilisation"]').click();
    await pointsDrawn(page, 'ipu', 4 * 375);
    const rate = page.locator('figure', { has: page.locator('canvas[data-chart="learning-rate"]') });
    await page.locator('[data-control="filter"]').fill('learning');
    await page.locator('canvas[data-chart="ipu"]').waitFor({ state: 'detached' });
    await rate.locator('[data-action="log"]').click();
    await rate.locator('[data-action="log"][aria-pressed="true"]').waitFor();
  },
);

test('a run that grows is asked for what is new; a hidden page asks for nothing', { skip }, async () => {
  let now: RunSummary = { ...running, step: 10 };
  const asked: SeriesRequest[] = [];
  const { page, host } = await show(now, {
    'runs/get': () => detailOf(now),
    'runs/series': (request) => (asked.push(request), answerSeries(curvesOf(now.step), request)),
  });
  await pointsDrawn(page, 'loss', 10);
  now = { ...now, step: 60, points: 300, lastEventAt: now.lastEventAt + 1 };
  host.notify('runs/changed', { runs: [now] });
  await pointsDrawn(page, 'loss', 60);
  assert.ok(asked.some(({ fromStep }) => fromStep === 10));
  await page.locator('[role="tab"][data-tab="details"]').click();
  const count = asked.length;
  now = { ...now, step: 70, points: 350, lastEventAt: now.lastEventAt + 2 };
  host.notify('runs/changed', { runs: [now] });
  await page.locator('.progress-text, .times').first().waitFor();
  assert.equal(asked.length, count);
  await page.locator('[role="tab"][data-tab="curves"]').click();
  await pointsDrawn(page, 'loss', 70);
});

test('a failure is told in the tab, which keeps its drawing, and goes when asking works again', { skip }, async () => {
  let isBroken = false;
  let now: RunSummary = { ...running, step: 10 };
  const { page, host } = await show(now, {
    'runs/get': () => detailOf(now),
    'runs/series': (request) => {
      if (isBroken) throw new Error('The store ended.');
      return answerSeries(curvesOf(now.step), request);
    },
  });
  await pointsDrawn(page, 'loss', 10);
  isBroken = true;
  host.notify('runs/changed', { runs: [(now = { ...now, step: 11, lastEventAt: now.lastEventAt + 1 })] });
  await page.locator('.curves .notice.error').waitFor();
  await pointsDrawn(page, 'loss', 10);
  isBroken = false;
  host.notify('runs/changed', { runs: [(now = { ...now, step: 12, lastEventAt: now.lastEventAt + 1 })] });
  await pointsDrawn(page, 'loss', 12);
  await page.locator('.curves .notice.error').waitFor({ state: 'hidden' });
});

test('a change of the theme is taken up at once', { skip }, async () => {
  const { page, loss } = await show(completed);
  await pointsDrawn(page, 'loss', 375);
  const picture = () =>
    loss.locator('canvas').evaluate((canvas) => (canvas as unknown as { toDataURL(): string }).toDataURL());
  const dark = await picture();
  await page.evaluate('document.body.className = "vscode-light"');
  await waitFor('another drawing', async () => (await picture()) !== dark);
});

test('axe-core finds nothing serious, in any theme; nothing is wider than the page', { skip }, async () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    const { page, loss } = await show(completed, {}, theme);
    await pointsDrawn(page, 'ipu', 4 * 375);
    await page.locator('[data-control="smoothing"]').selectOption('ema');
    await page.locator('.own-chart > summary').click();
    await loss.locator('.chart-table > summary').click();
    assert.deepEqual(await seriousProblems(page, '.curves'), [], theme);
    if (pictures) await page.screenshot({ path: `${pictures}/curves-${theme}.png` });
    for (const width of [1200, 700, 500]) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      assert.ok(over <= 0, `${theme}, ${width} px: ${over} px too wide`);
    }
    await page.close();
  }
});
