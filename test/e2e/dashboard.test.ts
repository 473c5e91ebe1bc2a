// Looking at runs in the real VS Code: a live one, zoomed into; three compared; predictions filtered; the model asked; its card written.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { FrameLocator } from 'playwright-core';
import { parseModelCard } from '../../src/card/parse.ts';
import { seriousFindings } from './axe.ts';
import { keepFailure, openEditor, type Editor } from './editor.ts';
import { pointsOf, selectedRun, until, waitForPoints } from './run-state.ts';
import { openRunsView } from './runs-view.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const withinMs = 2 * 60_000;

const rates = { slow: 5e-4, middle: 1e-3, fast: 4e-3 };
type RunName = keyof typeof rates;

/** A run of a few seconds: a tiny model, few and short texts. */
async function writeTiny(workspace: string, name: string, rate: number, epochs: number): Promise<string> {
  const file = join(workspace, `${name}.ipu.json`);
  const experiment = {
    extends: './quick-start.ipu.json',
    model: { hidden_size: 32, intermediate_size: 64 },
    data: { max_seq_length: 128, max_train_samples: 40, max_eval_samples: 40 },
    training: { num_train_epochs: epochs, learning_rate: rate, eval_on_train: false },
  };
  await writeFile(file, JSON.stringify(experiment, null, 2));
  return file;
}

async function recordRuns(workspace: string): Promise<void> {
  for (const [name, rate] of Object.entries(rates)) {
    const file = await writeTiny(workspace, name, rate, 15);
    await promisify(execFile)(process.execPath, [program, 'train', file], { cwd: workspace });
  }
  await writeTiny(workspace, 'live', 1e-3, 80);
}

function pickTab(dashboard: FrameLocator, id: string): Promise<void> {
  return dashboard.locator(`[data-tab="${id}"]`).click();
}

/** Charts draw in the frame after the one in which they come to be seen. */
async function drawn(page: FrameLocator): Promise<void> {
  for (let frame = 0; frame < 3; frame++) {
    await page.locator('body').evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  }
}

/** What a chart says it has drawn, of how many points. */
async function pointsNote(dashboard: FrameLocator, chart: string): Promise<{ drawn: number; all: number }> {
  const figure = dashboard.locator('figure', { has: dashboard.locator(`canvas[data-chart="${chart}"]`) });
  const [, drawn, all] = /^([\d,]+) of ([\d,]+) points/.exec(await figure.locator('.note').innerText()) ?? [];
  assert.ok(drawn !== undefined && all !== undefined, 'the chart counts its points');
  return { drawn: Number(drawn.replaceAll(',', '')), all: Number(all.replaceAll(',', '')) };
}

describe('runs that are looked at', { timeout: 15 * 60_000 }, () => {
  let editor: Editor;
  let dashboard: FrameLocator;
  const showDashboard = async (): Promise<void> => {
    await editor.workbench.page.locator('.tab', { hasText: 'IPU Dashboard' }).click();
    dashboard = await editor.workbench.dashboard();
  };
  const showComparison = async (): Promise<FrameLocator> => {
    await editor.workbench.page.locator('.tab', { hasText: 'Compare Runs' }).click();
    return editor.workbench.compare();
  };
  const openRun = async (name: RunName): Promise<void> => {
    await dashboard.locator('[data-run-id]', { hasText: name }).getByRole('button').first().click();
    await dashboard.locator('article.run').getByRole('heading', { name, exact: true }).waitFor();
  };
  before(async () => {
    editor = await openEditor({ prepare: recordRuns });
  });
  afterEach((context) => keepFailure(editor, context));
  after(() => editor.close());

  test('the curves of a live run grow, and a notification tells its end', async () => {
    const { workbench } = editor;
    await workbench.command('IPU: Launch Training Run');
    await workbench.pick('live.ipu.json');
    dashboard = await workbench.dashboard();
    const runId = await selectedRun(dashboard);
    const first = await waitForPoints(dashboard, 'loss', 5, withinMs);
    await waitForPoints(dashboard, 'loss', first + 20, withinMs);
    await dashboard.locator(`[data-run-id="${runId}"][data-state="completed"]`).waitFor({ timeout: withinMs });
    await workbench.notifications.filter({ hasText: 'live completed' }).waitFor();
    await workbench.command('Notifications: Clear All Notifications');
  });

  test('dragging over a part of a curve shows that part in every chart, and “Reset zoom” all of it', async () => {
    const { page } = editor.workbench;
    const canvas = dashboard.locator('canvas[data-chart="loss"]');
    const all = await until('the whole curve', withinMs, async () => {
      const { drawn } = await pointsNote(dashboard, 'loss');
      return drawn === 240 ? drawn : undefined;
    });
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 5 });
    await page.mouse.up();
    for (const chart of ['loss', 'learning-rate']) {
      const part = await until(`fewer points of ${chart}`, withinMs, async () => {
        const { drawn } = await pointsNote(dashboard, chart);
        return drawn < all ? drawn : undefined;
      });
      assert.ok(part > all * 0.2 && part < all * 0.45, `about a third is shown: ${part} of ${all}`);
    }
    await dashboard.locator('[data-action="reset-zoom"]').filter({ visible: true }).first().click();
    await waitForPoints(dashboard, 'loss', all, withinMs);
    assert.equal(await pointsOf(dashboard, 'loss'), all);
  });

  test('three runs of the tree are compared: what differs, their curves over each other, their scores', async () => {
    const { workbench } = editor;
    const runs = await openRunsView(workbench);
    const row = (name: RunName) => runs.row(name);
    await row('slow').click();
    for (const name of ['middle', 'fast'] as const) await row(name).click({ modifiers: ['Control'] });
    await runs.choose('fast', 'Compare Runs');
    const page = await workbench.compare();
    await page.locator('[data-run-id]').nth(2).waitFor();
    const letters = (await page.locator('li[data-run-id]').allInnerTexts()).map((text) => text.trim()[0]);
    assert.deepEqual(letters, ['A', 'B', 'C']);
    const configuration = page.locator('[data-section="configuration"]');
    const rate = configuration.locator('tr', { hasText: 'learning_rate' });
    await rate.waitFor();
    for (const text of ['5e-4', '0.001', '0.004']) assert.match(await rate.innerText(), new RegExp(text));
    assert.equal(await configuration.locator('tr', { hasText: 'hidden_size' }).count(), 0, 'only what differs');
    const overlay = page.locator('figure', { has: page.locator('canvas[data-chart="loss"]') });
    await until('three curves', withinMs, async () => ((await overlay.locator('[data-curve]').count()) === 3 ? true : undefined)); // prettier-ignore
    await page.locator('[data-section="metrics"]').getByText('no clear difference').first().waitFor({ timeout: withinMs }); // prettier-ignore
  });

  test('predictions are filtered to the wrong ones, and one is opened', async () => {
    await showDashboard();
    await openRun('fast');
    await pickTab(dashboard, 'results');
    const explorer = dashboard.locator('.explorer');
    const count = explorer.locator('.filters [role="status"]');
    await count.filter({ hasText: '40 questions' }).waitFor({ timeout: withinMs });
    await explorer.locator('.chip', { hasText: 'Wrong' }).click();
    await count.filter({ hasText: /^\d+ of 40 questions$/ }).waitFor();
    const lines = explorer.locator('[role="option"]');
    const outcomes = await lines.evaluateAll((all) => all.map((line) => line.getAttribute('data-outcome')));
    assert.ok(outcomes.length > 3 && outcomes.every((outcome) => outcome === 'wrong'), outcomes.join(', '));
    await lines.first().click();
    await explorer.locator('.detail mark').first().waitFor();
    assert.match(await explorer.locator('.detail .facts').innerText(), /Predicted[^]+True[^]+Wrong/);
  });

  test('the model of the run answers a question', async () => {
    const ask = dashboard.locator('.ask');
    await ask.locator('[data-input="question"]').fill('Who won the final?');
    const paragraph = 'In the final the Denver Broncos beat the Carolina Panthers by 24 to 10.';
    await ask.locator('[data-input="context"]').fill(paragraph);
    await ask.getByRole('button', { name: 'Ask' }).click();
    await ask.locator('.candidates .chosen').waitFor({ timeout: withinMs });
    const answer = await ask.locator('[data-role="answer"]').innerText();
    assert.ok(paragraph.includes(answer), `the answer is of the paragraph: ${answer}`);
  });

  test('the model card is written where the dialog says, and can be read', async () => {
    const { workbench, workspace } = editor;
    await dashboard.locator('[data-action="share"]').click();
    await dashboard.locator('[data-share="card"]').click();
    const input = workbench.page.locator('.quick-input-widget input[type=text]');
    // What is typed before the dialog has read the folder is added to what it then proposes.
    await until('the proposed name', withinMs, async () =>
      (await input.isVisible()) && (await input.inputValue()).endsWith('-model-card.md') ? true : undefined,
    );
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'README.md' }).waitFor();
    const file = join(workspace, 'card.md');
    await input.fill(file);
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab.active', { hasText: 'card.md' }).waitFor({ timeout: withinMs });
    const { facts } = parseModelCard(await readFile(file, 'utf8'));
    const { name, results } = facts.metadata.modelIndex ?? {};
    assert.equal(name, 'fast');
    assert.deepEqual(
      results?.[0]?.metrics.map(({ type }) => type),
      ['exact_match', 'f1'],
    );
    await workbench.command('Notifications: Clear All Notifications');
  });

  test('after a reload both panels show what they showed', async () => {
    const { workbench } = editor;
    // The window's own command, which waits until the pages' state is kept; a reload by the browser may come before that.
    const loaded = workbench.page.waitForEvent('load');
    await workbench.command('Developer: Reload Window');
    await loaded;
    await workbench.status.waitFor();
    await showDashboard();
    await dashboard.locator('article.run').getByRole('heading', { name: 'fast', exact: true }).waitFor();
    await dashboard.locator('[data-tab="results"][aria-selected="true"]').waitFor();
    const page = await showComparison();
    await page.locator('li[data-run-id]').nth(2).waitFor();
    assert.deepEqual(editor.pageErrors, []);
  });

  for (const [theme, body] of [
    ['Dark Modern', '.vscode-dark'],
    ['Light Modern', '.vscode-light'],
    ['Dark High Contrast', '.vscode-high-contrast'],
    ['Light High Contrast', '.vscode-high-contrast-light'],
  ] as const) {
    test(`axe-core finds nothing serious in ${theme}`, async () => {
      const { workbench } = editor;
      await workbench.command('Preferences: Color Theme');
      await workbench.page.locator('.quick-input-widget input[type=text]').fill(theme);
      await workbench.pick(theme);
      const name = theme.toLowerCase().replaceAll(' ', '-');
      const findings: string[] = [];
      const look = async (view: string, page: FrameLocator): Promise<void> => {
        await drawn(page);
        await workbench.screenshot(`${view}-${name}`);
        for (const finding of await seriousFindings(page)) findings.push(`${view}: ${finding}`);
      };
      const comparison = await showComparison();
      await comparison.locator(`body${body}`).waitFor();
      await comparison.locator('[data-section="configuration"] tr').nth(2).waitFor({ timeout: withinMs });
      await look('compare', comparison);
      await showDashboard();
      await dashboard.locator(`body${body}`).waitFor();
      for (const id of ['curves', 'results', 'ipu', 'details']) {
        await pickTab(dashboard, id);
        await dashboard.locator(`#panel-${id}`).waitFor();
        await look(id, dashboard);
      }
      await dashboard.locator('[data-action="show-table"]').click();
      await dashboard.locator('.runs-table [role="row"]').nth(3).waitFor();
      await look('table', dashboard);
      await dashboard.getByText('Back to the Run').click();
      assert.deepEqual(findings, []);
    });
  }
});
