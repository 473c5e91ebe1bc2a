// The comparison page in a real browser: its sections, what they ask, keyboard, restoring, themes and accessibility. Skipped, visibly,
// where there is no Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { CompareContract, CompareNotifications } from '../../../src/shared/messages/compare.ts';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import { compareParsers } from '../../../src/views/panels/parsers/compare.ts';
import { waitFor } from '../../support/wait.ts';
import type { ThemeName } from '../../../webview/components/themes.ts';
import { buildPage, openPage, type BuiltPage } from '../host.ts';
import { seriousProblems } from '../axe.ts';
import { hostOf, runsOf, seriesOf } from '../../../webview/components/fixtures/compare.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const skip = existsSync(chromiumPath) ? false : `no Chromium at ${chromiumPath}`;

let browser: Browser;
let built: BuiltPage;
before(async () => {
  if (skip) return;
  built = await buildPage('compare');
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
});
after(() => browser?.close());

interface Shown {
  readonly count?: number;
  readonly compared?: number;
  readonly overrides?: Partial<Handlers<CompareContract>>;
  readonly theme?: ThemeName;
}

async function show({ count = 3, compared = count, overrides = {}, theme = 'dark' }: Shown = {}) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const runs = runsOf(count);
  const ids = runs.map(({ runId }) => runId);
  const handlers = { ...hostOf(runs, ids.slice(0, compared)), ...overrides };
  const answers = { handlers, parsers: compareParsers };
  const host = await openPage<CompareContract, CompareNotifications>(page, built, answers, theme);
  return { page, host, errors, runs, ids };
}

/** Waits until the scores of all runs have arrived. */
function allScored(page: Page, count: number) {
  return page.locator(`.score-table tbody tr:nth-child(${count})`).waitFor();
}

test('three runs have all sections, with what differs, deltas, verdicts and flips', { skip }, async () => {
  const { page, errors, ids } = await show();
  await allScored(page, 3);
  assert.equal(await page.locator('.chip').count(), 3);
  assert.equal(await page.locator('[data-section]').count(), 7);
  const rows = await page.locator('#configuration tbody tr[data-row]').count();
  assert.equal(rows, 5, 'only what differs');
  await page.locator('[data-check="all-fields"]').check();
  await page.locator('#configuration [data-row="training.field_59"]').waitFor();
  const f1 = page.locator('#metrics [data-row="result:eval_f1"] td');
  assert.match(await f1.nth(1).innerText(), /^83\.2 %\s+\+5\.3\s+★ best$/);
  assert.equal(await page.locator(`.score-table tr[data-run="${ids[1]}"] [data-verdict="better"]`).count(), 2);
  assert.match(await page.locator('#flips summary').first().innerText(), /^B is right, A is wrong: 312$/);
  for (const name of ['loss', 'learning_rate', 'grad_norm']) {
    await page.locator(`canvas[data-chart="${name}"]`).scrollIntoViewIfNeeded();
    await page.locator(`canvas[data-chart="${name}"][data-points]`).waitFor();
  }
  assert.deepEqual(errors, []);
  assert.deepEqual(await page.evaluate('window.violations'), []);
});

test('another baseline asks for scores against it, and everything is set against it', { skip }, async () => {
  const asked: string[] = [];
  const runs = runsOf(3);
  const host = hostOf(runs, null);
  const overrides: Partial<Handlers<CompareContract>> = {
    'compare/scores': (params) => {
      asked.push(`${params.runId.slice(-1)} ${params.baseline.slice(-1)}`);
      return host['compare/scores'](params);
    },
  };
  const { page } = await show({ overrides });
  await allScored(page, 3);
  assert.deepEqual(asked, ['0 0', '1 0', '2 0']);
  await page
    .locator('.chip')
    .nth(1)
    .getByRole('button', { name: /baseline/ })
    .click();
  await waitFor('scores against the other baseline', () => asked.length === 6);
  assert.deepEqual(asked.slice(3), ['1 1', '0 1', '2 1']);
  await page.locator('#metrics thead th', { hasText: 'baseline' }).first().waitFor();
  const delta = page.locator('#metrics [data-row="result:eval_f1"] td').nth(0).locator('.delta');
  assert.match(await delta.innerText(), /^−5\.3$/);
});

test('runs are taken out, added, and told by the host; the page remembers them', { skip }, async () => {
  let chosen: string[] = [];
  const all = runsOf(5);
  const choose = { 'compare/choose-runs': () => ({ runIds: chosen }) };
  const { page, host, ids } = await show({ count: 5, compared: 3, overrides: choose });
  await allScored(page, 3);
  await page
    .locator('.chip')
    .nth(1)
    .getByRole('button', { name: /^Take B/ })
    .click();
  await page.locator('.chip').nth(2).waitFor({ state: 'detached' });
  assert.deepEqual(await page.locator('.chip .letter').allInnerTexts(), ['A', 'C'], 'letters stay');
  chosen = [ids[0]!, ids[2]!, ids[4]!];
  await page.locator('[data-action="choose"]').first().click();
  await page.locator(`.chip[data-run-id="${ids[4]}"]`).waitFor();
  assert.deepEqual(await page.locator('.chip .letter').allInnerTexts(), ['A', 'B', 'C']);
  const kept = await page.evaluate<string>(`sessionStorage.getItem('state')`);
  assert.deepEqual(JSON.parse(kept).selection, { places: [ids[0], ids[4], ids[2]], baseline: ids[0] });
  host.notify('compare/select', { runIds: [ids[3]!, ids[1]!] });
  await page.locator(`.chip[data-run-id="${ids[3]}"][data-baseline]`).waitFor();
  host.notify('runs/removed', { runIds: [ids[1]!] });
  await page.locator('[data-role="empty"]', { hasText: 'One run alone' }).waitFor();
  host.notify('runs/changed', { runs: [{ ...all[3]!, state: 'running' }] });
  await page.locator(`.chip[data-run-id="${ids[3]}"][data-state="running"]`).waitFor();
});

test('a reloaded page shows the runs that it remembers', { skip }, async () => {
  const { page, ids } = await show({ overrides: { ready: () => ({ runs: runsOf(3), runIds: null }) } });
  await page.locator('[data-role="empty"]', { hasText: 'No runs to compare' }).waitFor();
  const state = JSON.stringify({ selection: { places: [ids[2], ids[0]], baseline: ids[0] } });
  await page.evaluate(`sessionStorage.setItem('state', ${JSON.stringify(state)})`);
  await page.reload();
  await allScored(page, 2);
  assert.deepEqual(await page.locator('.chip').count(), 2);
  assert.equal(await page.locator(`.chip[data-run-id="${ids[0]}"]`).getAttribute('data-baseline'), '');
});

test('a part of an axis is marked by dragging and by keys, and axes change places', { skip }, async () => {
  const { page } = await show({ count: 12 });
  await allScored(page, 12);
  const within = () => page.locator('#parallel [data-within="true"], #parallel g[data-within=""]').count();
  await page.locator('#parallel svg').scrollIntoViewIfNeeded();
  const optimizer = page.locator('[data-axis="field:training.optimizer"]');
  const grip = (await optimizer.locator('.grip').boundingBox())!;
  await page.mouse.move(grip.x + 12, grip.y + grip.height - 8);
  await page.mouse.down();
  await page.mouse.move(grip.x + 12, grip.y + grip.height / 2, { steps: 4 });
  await page.mouse.up();
  await page.locator('#parallel [role="status"]', { hasText: '6 of 12 runs' }).waitFor();
  assert.equal(await within(), 6);
  await optimizer.locator('.handle').first().focus();
  await page.keyboard.press('Escape');
  await page.locator('#parallel [role="status"]', { hasText: '12 runs over' }).waitFor();
  for (let press = 0; press < 2; press++) await page.keyboard.press('PageUp');
  await page.locator('#parallel [role="status"]', { hasText: '6 of 12 runs' }).waitFor();
  const first = page.locator('.axis-chip').first();
  const id = await first.getAttribute('data-axis-id');
  await first.locator('[data-action="axis-right"]').click();
  await page.locator(`.axis-chip:nth-child(2)[data-axis-id="${id}"]`).waitFor();
});

test(
  'the run that is pointed at stands out everywhere, and arrow keys go through the scatter plot',
  { skip },
  async () => {
    const { page, ids } = await show();
    await allScored(page, 3);
    await page.locator('.chip').nth(1).hover();
    await page.locator(`#configuration td.highlighted[data-run="${ids[1]}"]`).first().waitFor();
    await page.locator(`#scatter .point.lit[data-run="${ids[1]}"]`).waitFor();
    await page.mouse.move(0, 0);
    await page.locator('#scatter .plot').focus();
    await page.keyboard.press('End');
    await page.locator(`#scatter .point.lit[data-run="${ids[2]}"]`).waitFor();
    assert.match(await page.locator('#scatter .spoken').innerText(), /^C squad .*5e-5|^C squad .*0\.00005/);
  },
);

test('sections fold by keyboard, stay folded, and links reveal them', { skip }, async () => {
  const { page } = await show();
  await allScored(page, 3);
  const fold = page.locator('#curves .fold');
  await fold.focus();
  await page.keyboard.press('Enter');
  assert.equal(await fold.getAttribute('aria-expanded'), 'false');
  assert.equal(await page.locator('#body-curves').isVisible(), false);
  await page.locator('.section-links a', { hasText: 'Curves' }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await fold.getAttribute('aria-expanded'), 'true');
  assert.equal(await page.evaluate('document.activeElement.className'), 'fold');
});

test('what cannot be had is said where it is missing, and the rest is shown', { skip }, async () => {
  const overrides: Partial<Handlers<CompareContract>> = {
    'compare/facts': () => Promise.reject(new Error('The thread ended.')),
    'compare/scores': () => ({
      estimates: null,
      unscored: 'it has no results',
      paired: null,
      questions: { run: 0, baseline: 0 },
    }),
  };
  const { page } = await show({ overrides });
  await page.locator('.notice.error', { hasText: 'The thread ended.' }).waitFor();
  await page.locator('.line-note', { hasText: 'No intervals: it has no results.' }).first().waitFor();
  await page.locator('#flips', { hasText: 'No run can be compared' }).waitFor();
  await page.locator('#metrics [data-row="result:eval_f1"]').waitFor();
});

test('names from files stay text', { skip }, async () => {
  const [first, ...rest] = runsOf(2);
  const evil = { ...first!, name: '<img src=x onerror="document.title=1">' };
  const { page } = await show({
    overrides: { ready: () => ({ runs: [evil, ...rest], runIds: [evil, ...rest].map(({ runId }) => runId) }) },
  });
  await page.locator('.chip-name', { hasText: '<img src=x' }).waitFor();
  assert.equal(await page.locator('img').count(), 0);
});

test('fifty runs of 100,000 points are drawn, and fewer of them on demand', { skip }, async () => {
  const overrides = { 'runs/series': seriesOf };
  const { page } = await show({ count: 50, overrides });
  await allScored(page, 50);
  assert.equal(await page.locator('#parallel g[data-run]').count(), 50);
  await page.locator('[data-choice="best-count"]').selectOption('5');
  await page.locator('#parallel g[data-run]').nth(6).waitFor({ state: 'detached' });
  const lines = await page.locator('#parallel g[data-run]').count();
  assert.ok(lines === 5 || lines === 6, 'the best five and the baseline');
  assert.equal(await page.locator('.chip').count(), 50);
});

test('axe finds nothing serious, in every theme, and nothing is wider than the page', { skip }, async () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    const { page } = await show({ theme });
    await allScored(page, 3);
    assert.deepEqual(await seriousProblems(page), [], theme);
    for (const width of [1100, 700, 500]) {
      await page.setViewportSize({ width, height: 800 });
      // Canvases follow the width in the next frame.
      const isNarrow = () => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');
      await waitFor(`${theme}: a page of ${width} px without anything wider`, isNarrow, 10_000);
    }
    await page.close();
  }
});
