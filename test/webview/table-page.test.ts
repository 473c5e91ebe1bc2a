// The table of all runs and the list on the left in a real browser, with ten thousand runs. Skipped, visibly, where there is no Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import { waitFor } from '../support/wait.ts';
import { allRuns, nowMs, running, stopped } from '../../webview/components/fixtures/runs.ts';
import type { ThemeName } from '../../webview/components/themes.ts';
import { buildPage, type BuiltPage } from './host.ts';
import { seriousProblems } from './axe.ts';
import { openRuns } from './table/open.ts';
import { manyRuns } from './table/runs.ts';

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

const show = (runs: readonly RunSummary[], theme: ThemeName = 'dark') => openRuns(browser, built, runs, theme);

async function showTable(first: readonly RunSummary[], theme: ThemeName = 'dark') {
  const shown = await show(first, theme);
  await shown.page.locator('[data-action="show-table"]').click();
  await shown.page.locator('[role="row"][data-row]').first().waitFor();
  return shown;
}

const many = manyRuns(10_000, nowMs);
const shownCount = many.filter(({ annotations }) => !annotations?.archived).length;
const rowCount = (page: Page) => page.locator('[role="grid"]').getAttribute('aria-rowcount');
/** Of the rows that exist, the names from top to bottom. */
const names = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('[role="row"][data-row]')]
    .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map((row) => row.querySelector('[data-cell="name"]').textContent)`);
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const row = document.activeElement.closest('[role="row"]');
    return [row?.getAttribute('aria-rowindex'), document.activeElement.dataset.cell ?? document.activeElement.dataset.column ?? ''].join(' ');
  })()`);

test('ten thousand runs scroll over rows that are used again', { skip }, async () => {
  const { page, errors } = await showTable(many);
  assert.equal(await rowCount(page), String(shownCount + 1));
  const most = await page.evaluate<number>(`(async () => {
    const scroller = document.querySelector('.grid-scroller');
    let most = 0;
    for (let frame = 0; frame < 60; frame++) {
      scroller.scrollTop += scroller.scrollHeight / 60;
      await new Promise(requestAnimationFrame);
      most = Math.max(most, document.querySelectorAll('[role="row"][data-row]').length);
    }
    return most;
  })()`);
  assert.ok(most < 60, `${most} rows exist`);
  await waitFor('the last run', async () => (await names(page)).at(-1) === 'run 1');
  assert.deepEqual(errors, []);
  await page.close();
});

test('the list too has only the lines that are in view, and goes through all by keyboard', { skip }, async () => {
  const { page } = await show(many);
  assert.ok((await page.locator('[data-run-id]').count()) < 40);
  await page.locator('.list-scroller button').first().focus();
  await page.keyboard.press('End');
  await page.locator(`[data-run-id="${many.at(-1)!.runId}"] button:focus`).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.locator(`[data-run-id="${many.at(-2)!.runId}"] [aria-current]`).waitFor();
  await page.close();
});

test('the filter says what it lets through, proposes names, and where it is wrong', { skip }, async () => {
  const { page } = await showTable(many);
  const box = page.locator('.runs-table .filter-input');
  await box.fill('state:completed eval_f1 >= 88');
  const wanted = many.filter(
    ({ state, results, annotations }) => state === 'completed' && results['eval_f1']! >= 88 && !annotations?.archived,
  );
  await waitFor('the runs', async () => (await rowCount(page)) === String(wanted.length + 1));
  assert.deepEqual(
    (await names(page)).slice(0, 5),
    wanted.slice(0, 5).map(({ name }) => name),
  );
  assert.match(
    await page.locator('.runs-table .filter-count').innerText(),
    new RegExp(`^${wanted.length} of 10000 runs`),
  );
  await box.fill('loss < many');
  await waitFor('the reason', () => page.locator('.runs-table .filter-problem mark').isVisible());
  assert.equal(await page.locator('.runs-table .filter-problem mark').innerText(), 'many');
  assert.match(await page.locator('.runs-table .filter-problem').innerText(), /not a number.*Write a number/s);
  assert.equal(await rowCount(page), String(wanted.length + 1), 'what was shown stays');
  assert.equal(await box.inputValue(), 'loss < many');
  await box.fill('');
  await box.pressSequentially('sta');
  await page.locator('.runs-table [role="option"]', { hasText: 'state:' }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await box.inputValue(), 'state:');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await box.inputValue(), 'state:queued');
  await waitFor('no runs', async () => (await rowCount(page)) === '1');
  assert.match(await page.locator('.table-empty').innerText(), /lets no run through/);
  await page.close();
});

test('heads sort by click and key, and say so', { skip }, async () => {
  const { page } = await showTable(allRuns);
  const head = page.locator('[role="columnheader"][data-column="last:loss"]');
  await head.click();
  assert.equal(await head.getAttribute('aria-sort'), 'ascending');
  assert.equal((await names(page)).length, allRuns.length);
  const first = () => page.locator('[role="row"][aria-rowindex="2"]').getAttribute('data-row');
  await waitFor('the least loss', async () => (await first()) === allRuns[2]!.runId);
  await head.press('Enter');
  assert.equal(await head.getAttribute('aria-sort'), 'descending');
  await waitFor('the greatest loss', async () => (await first()) === running.runId);
  const state = page.locator('[role="columnheader"][data-column="state"]');
  await state.click({ modifiers: ['Shift'] });
  assert.equal(await state.locator('.rank').innerText(), '2');
  assert.equal(await head.getAttribute('aria-sort'), 'descending');
  await page.close();
});

test(
  'columns move and grow by keyboard and mouse, hide and come back, with fields of the experiment',
  { skip },
  async () => {
    const { page } = await showTable(allRuns);
    const columns = () =>
      page.evaluate<string[]>(`[...document.querySelectorAll('.head')].map((head) => head.dataset.column)`);
    const head = (id: string) => page.locator(`[role="columnheader"][data-column="${id}"]`);
    const results = ['name', 'best:eval_f1', 'last:eval_exact_match'];
    assert.deepEqual((await columns()).slice(2, 5), results, 'how good a run is stands beside its name');
    await head('best:eval_f1').focus();
    await page.keyboard.press('Control+ArrowLeft');
    assert.deepEqual((await columns()).slice(0, 4), ['state', 'starred', 'best:eval_f1', 'name']);
    await head('state').dragTo(head('name'));
    assert.deepEqual((await columns()).slice(0, 4), ['starred', 'best:eval_f1', 'name', 'state']);
    const width = async () => (await head('name').boundingBox())!.width;
    const before = await width();
    await head('name').focus();
    await page.keyboard.press('Shift+ArrowRight');
    assert.equal(await width(), before + 16);
    const edge = (await head('name').locator('.resizer').boundingBox())!;
    await page.mouse.move(edge.x + 3, edge.y + 10);
    await page.mouse.down();
    await page.mouse.move(edge.x + 43, edge.y + 10, { steps: 4 });
    await page.mouse.up();
    await waitFor('the width', async () => (await width()) === before + 56);
    await page.locator('[data-action="columns"]').click();
    await page.locator('[data-column-choice="duration"]').uncheck();
    await page.locator('.columns-dialog .dialog-text').fill('seed');
    await page.locator('[data-column-choice="field:training.seed"]').check();
    await page.keyboard.press('Escape');
    assert.equal((await columns()).includes('duration'), false);
    await page.locator('[role="row"][data-row] [data-cell="field:training.seed"]', { hasText: '42' }).first().waitFor();
    await page.close();
  },
);

test('the grid goes from cell to cell, selects by Space and Shift, and keeps one cell for Tab', { skip }, async () => {
  const { page } = await showTable(many);
  assert.match(await focused(page), /^2 /);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  assert.equal(await focused(page), '2 state');
  await page.keyboard.press(' ');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await waitFor('three runs', async () => /^3 runs/.test(await page.locator('.selection-count').innerText()));
  assert.equal(await page.locator('[role="row"][aria-selected="true"]').count(), 3);
  await page.keyboard.press('PageDown');
  assert.notEqual(await focused(page), '4 state');
  await page.keyboard.press('Control+End');
  assert.equal((await focused(page)).split(' ')[0], String(shownCount + 1));
  assert.equal(await page.locator('[role="grid"] [tabindex="0"]').count(), 1);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowUp');
  assert.match(await focused(page), /^1 /);
  await page.keyboard.press('Control+a');
  await waitFor('all', async () =>
    (await page.locator('.selection-count').innerText()).startsWith(`${shownCount} runs`),
  );
  assert.equal(await page.locator('[data-action="compare"]').getAttribute('disabled'), '');
  await page.keyboard.press('Escape');
  await page.locator('.selection-count', { hasText: 'Select runs' }).waitFor();
  await page.close();
});

test('a cell that has the focus keeps it while the table scrolls away and changes', { skip }, async () => {
  const { page, host } = await showTable(many);
  await page.locator(`[data-row="${many[1]!.runId}"] [data-cell="name"]`).click();
  await page.evaluate(`document.querySelector('.grid-scroller').scrollTop = 100000`);
  await waitFor('other rows', async () => (await page.locator(`[data-row="${many[4]!.runId}"]`).count()) === 0);
  host.notify('runs/changed', { runs: [{ ...many[0]!, name: 'changed' }] });
  await page.keyboard.press('ArrowDown');
  await waitFor('the next row', async () => (await focused(page)) === '4 name');
  await page.locator('[data-cell="name"]', { hasText: 'changed' }).waitFor();
  await page.close();
});

test('three runs are compared, named, tagged, starred, noted, archived and deleted', { skip }, async () => {
  const { page, calls } = await showTable(allRuns);
  const [first, second, third] = allRuns.slice(1, 4).map(({ runId }) => runId);
  const name = (runId: string) => page.locator(`[data-row="${runId}"] [data-cell="name"]`);
  const action = (id: string) => page.locator(`.selection-bar [data-action="${id}"]`).click();
  const lastCall = async (kind: string) => {
    await waitFor(kind, () => (calls.at(-1) as unknown[] | undefined)?.[0] === kind);
    return calls.pop();
  };
  await name(first!).click();
  await name(second!).click({ modifiers: ['Control'] });
  await name(third!).click({ modifiers: ['Control'] });
  await action('compare');
  assert.deepEqual(await lastCall('compare'), ['compare', [first, second, third]]);
  await action('tag');
  await page.locator('dialog .dialog-text').fill('paper, rates');
  await page.keyboard.press('Enter');
  assert.deepEqual(await lastCall('annotate'), [
    'annotate',
    [first, second, third],
    { addTags: ['paper', 'rates'], removeTags: [] },
  ]);
  await page.locator('.chip', { hasText: 'rates' }).first().waitFor();
  await action('star');
  assert.deepEqual(await lastCall('annotate'), ['annotate', [first, second, third], { starred: true }]);
  await page.locator('.selection-bar', { hasText: 'Unstar' }).waitFor();
  await name(second!).click();
  await page.keyboard.press('F2');
  await page.keyboard.type('better name');
  await page.keyboard.press('Enter');
  assert.deepEqual(await lastCall('annotate'), ['annotate', [second], { name: 'better name' }]);
  await name(second!).filter({ hasText: 'better name' }).waitFor();
  await action('notes');
  await page.locator('dialog textarea').fill('two\nlines');
  await page.keyboard.press('Control+Enter');
  assert.deepEqual(await lastCall('annotate'), ['annotate', [second], { notes: 'two\nlines' }]);
  await action('archive');
  assert.deepEqual(await lastCall('annotate'), ['annotate', [second], { archived: true }]);
  await waitFor('it is hidden', async () => (await name(second!).count()) === 0);
  await name(third!).click();
  await page.keyboard.press('Delete');
  assert.deepEqual(await lastCall('delete'), ['delete', [third]]);
  await waitFor('it is gone', async () => (await name(third!).count()) === 0);
  await page.close();
});

test('a saved view survives a reload, and so does the table as it was left', { skip }, async () => {
  const { page } = await showTable(allRuns);
  await page.locator('.runs-table .filter-input').fill('not state:lost');
  await page.locator('[data-column="name"][role="columnheader"]').click();
  await page.locator('select[data-action="group-by"]').selectOption('state');
  await page.locator('[data-action="save-view"]').click();
  await page.locator('dialog .dialog-text').fill('by state');
  await page.keyboard.press('Enter');
  const views = page.locator('select[data-action="view"]');
  await waitFor('the view', async () => (await views.inputValue()) === 'by state');
  await page.reload();
  await page.locator('[role="row"].group').first().waitFor();
  assert.equal(await page.locator('.runs-table .filter-input').inputValue(), 'not state:lost');
  await page.locator('.runs-table .filter-input').fill('');
  await page.locator('select[data-action="group-by"]').selectOption('');
  await views.selectOption('by state');
  await waitFor('the groups', async () => (await page.locator('[role="row"].group').count()) === 5);
  assert.equal(await page.locator('.runs-table .filter-input').inputValue(), 'not state:lost');
  const group = page.locator('[role="row"].group').first();
  await group.locator('[role="gridcell"]').click();
  assert.equal(await group.locator('[role="gridcell"]').getAttribute('aria-expanded'), 'false');
  await page.close();
});

test('a run is opened by Enter, a stopped one can be resumed, and the shown columns are saved', { skip }, async () => {
  const { page, calls } = await showTable(allRuns);
  await page.locator('[data-action="export-csv"]').click();
  await waitFor('the file', () => calls.length === 1);
  const [, file] = calls[0] as [string, { name: string; content: { text: string } }];
  assert.equal(file.name, 'runs.csv');
  assert.equal(file.content.text.split('\r\n').length, allRuns.length + 2);
  await page.locator(`[data-row="${stopped.runId}"] [data-cell="name"]`).click();
  await page.keyboard.press('Enter');
  await page.locator('.run-header[data-state="stopped"]').waitFor();
  await page.locator('[data-action="resume"]').click();
  await waitFor('resuming', () => calls.length === 2);
  assert.deepEqual(calls[1], ['resume', stopped.runId]);
  await page.close();
});

test('names from files stay text in the table', { skip }, async () => {
  const { page } = await showTable([{ ...running, name: '<img src=x>', annotations: { tags: ['<b>'] } }]);
  await page.locator('[data-cell="name"]', { hasText: '<img src=x>' }).waitFor();
  assert.equal(await page.locator('.runs-table img, .runs-table b').count(), 0);
  await page.close();
});

test('axe finds nothing serious in the table, its dialog and the list', { skip }, async () => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    const { page } = await show(many.slice(0, 200), theme);
    await page.locator('#list-filter-proposals').waitFor({ state: 'attached' });
    const before = (await seriousProblems(page)).filter((found) => /run-id|filter|list-|proposal/.test(found));
    assert.deepEqual(before, [], theme);
    await page.locator('[data-action="show-table"]').click();
    await page.locator('[role="row"][aria-rowindex="5"] [role="gridcell"]').nth(3).click();
    await page.locator('select[data-action="group-by"]').selectOption('sweep');
    await page.locator('[role="row"].group').first().waitFor();
    assert.deepEqual(await seriousProblems(page), [], theme);
    await page.locator('[data-action="columns"]').click();
    await page.locator('.columns-dialog').waitFor();
    assert.deepEqual(await seriousProblems(page), [], theme);
    await page.close();
  }
});

test('the table is not wider than the page', { skip }, async () => {
  const { page } = await showTable(allRuns);
  for (const width of [1300, 700, 500]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    assert.ok(over <= 0, `${width} px: ${over} px too wide`);
  }
  await page.close();
});
