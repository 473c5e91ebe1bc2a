// The Results tab in a real browser, on real run folders: what it lists, marks, filters and asks, by mouse and keyboard, and what axe-core
// finds. Skipped, visibly, where there is no Chromium.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test, type TestContext } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import { AppError } from '../../../src/shared/errors.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { makeRun } from '../../analysis/predictions/run-folder.ts';
import { waitFor } from '../../support/wait.ts';
import { completed, running, stopped } from '../../../webview/components/fixtures/runs.ts';
import { buildPage, type BuiltPage } from '../host.ts';
import { openResults, type OpenOptions } from './open.ts';
import { seriousProblems } from '../axe.ts';

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

async function openTwo(t: TestContext, options: Partial<OpenOptions> = {}) {
  const first = await makeRun(t);
  const [one] = first.examples;
  const second = await makeRun(t, { change: (predictions) => predictions.set(one!.id, one!.answers[0]!.text) });
  const run: RunSummary = { ...completed, results: first.source.results };
  const other: RunSummary = { ...stopped, name: 'other run', results: second.source.results };
  const sources = new Map([[run.runId, first.source], [other.runId, second.source]]); // prettier-ignore
  const opened = await openResults(browser, built, { runs: [run, other], sources, ...options });
  return { ...opened, first, run, other };
}

test(
  'questions are listed with scores and intervals, and one is shown with its answers marked',
  { skip },
  async (t) => {
    const { page, tab, first, errors } = await openTwo(t);
    await tab.locator('[data-question-id]').first().waitFor();
    assert.equal(await tab.locator('[role="option"]').count(), 10);
    await tab.locator('.interval').first().waitFor();
    assert.match(
      await tab.locator('.scores').innerText(),
      /EM[^]*95 %: [\d.]+ to [\d.]+[^]*F1[^]*bootstrap over 10 questions/,
    );
    await tab.locator('[role="option"]').nth(2).click();
    await tab.locator('.detail h3').waitFor();
    const { id, question, answers } = first.examples[2]!;
    assert.equal(await tab.locator('.detail h3').innerText(), question);
    assert.match(await tab.locator('.facts').innerText(), new RegExp(first.predictions.get(id)!));
    const truth = await tab.locator('mark.true').first().innerText();
    assert.ok(truth.includes(answers[0]!.text), truth);
    assert.match(truth, /^true/, 'a mark says in words what it is');
    const candidates = tab.locator('.candidates tbody tr:visible');
    // The chosen one is in sight wherever it stands.
    assert.ok([5, 6].includes(await candidates.count()));
    await tab.locator('[data-action="all-candidates"]', { hasText: 'Show all 20' }).click();
    assert.equal(await candidates.count(), 20);
    assert.deepEqual(errors, []);
    await page.close();
  },
);

test('filters, words, parts and order change the list; the keyboard goes through it', { skip }, async (t) => {
  const { page, tab } = await openTwo(t);
  const options = tab.locator('[role="option"]');
  await options.first().waitFor();
  const count = tab.locator('.filters [role="status"]');
  await tab.locator('.chip', { hasText: 'Wrong' }).click();
  await tab.locator('.filters [role="status"]', { hasText: ' of 10 ' }).waitFor();
  assert.equal(await tab.locator('.chip', { hasText: 'Wrong' }).getAttribute('aria-pressed'), 'true');
  assert.ok((await options.evaluateAll((all) => all.map((each) => each.getAttribute('data-outcome')))).every((each) => each === 'wrong')); // prettier-ignore
  await tab.locator('.chip.clear').click();
  await count.filter({ hasText: /^10 questions$/ }).waitFor();
  await tab.locator('[data-input="search"]').fill('color');
  await count.filter({ hasText: '1 of 10' }).waitFor();
  await tab.locator('.chip.clear').click();
  await tab.locator('[data-group="where"]').focus();
  await page.keyboard.press('Enter');
  await count.filter({ hasText: ' of 10' }).waitFor();
  assert.equal(await tab.locator('[data-group="where"]').getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('Enter');
  await count.filter({ hasText: /^10 questions$/ }).waitFor();
  await tab.locator('.question-list').focus();
  await page.keyboard.press('End');
  await tab.locator('[role="option"][aria-selected="true"][aria-posinset="10"]').waitFor();
  await page.keyboard.press('ArrowUp');
  await tab.locator('[role="option"][aria-selected="true"][aria-posinset="9"]').waitFor();
  const current = await tab.locator('.question-list').getAttribute('aria-activedescendant');
  assert.equal(current, await tab.locator('[aria-selected="true"]').getAttribute('id'));
  await page.reload();
  await tab.locator('[role="option"][aria-selected="true"][aria-posinset="9"]').waitFor();
  await page.close();
});

test('the host has a question of a run shown, whichever run and tab are in front', { skip }, async (t) => {
  const { page, host, tab, first, run, other, errors } = await openTwo(t);
  const [one, two] = first.examples;
  await page.locator('[data-tab="details"]').click();
  host.notify('select', { runId: other.runId, question: { questionId: one!.id, otherRunId: run.runId } });
  await tab.locator('.detail h3', { hasText: one!.question }).waitFor();
  await tab.locator('.against', { hasText: 'Against' }).waitFor();
  host.notify('select', { runId: other.runId, question: { questionId: two!.id, otherRunId: run.runId } });
  await tab.locator('.detail h3', { hasText: two!.question }).waitFor();
  assert.deepEqual(errors, []);
});

test('beside another run it says which questions changed sides', { skip }, async (t) => {
  const { page, tab, other } = await openTwo(t);
  await tab.locator('[role="option"]').first().waitFor();
  await tab.locator('[data-choice="other"]').selectOption(other.runId);
  await tab.locator('.against p').first().waitFor();
  assert.match(await tab.locator('.against').innerText(), /Against other run[^]*0 better, 1 worse/);
  await tab.locator('.chip', { hasText: 'Worse' }).click();
  await tab.locator('.filters [role="status"]', { hasText: '1 of 10' }).waitFor();
  assert.match(await tab.locator('[role="option"]').innerText(), /▼ Worse/);
  await tab.locator('[role="option"]').click();
  await tab.locator('.facts', { hasText: 'Other run' }).waitFor();
  await page.close();
});

test(
  'a question is asked of a chosen checkpoint, and its answer marked; a failure says what to do',
  { skip },
  async (t) => {
    const asked: unknown[] = [];
    const answer = { answer: 'cat', nullOdds: null, windows: 1, elapsedMs: 12, notes: [] };
    const { page, tab, first } = await openTwo(t, {
      overrides: {
        'ask/answer': (params) => {
          asked.push(params);
          if (params.question === 'fail') throw new AppError('answerer-ended', 'It ended.', 'Ask again.');
          return { ...answer, candidates: [{ text: 'cat', start: 4, end: 7, probability: 0.75 }] };
        },
      },
    });
    await tab.locator('[role="option"]').first().click();
    await tab.locator('[data-action="ask-this"]').click();
    const question = tab.locator('[data-input="question"]');
    assert.equal(await question.inputValue(), first.examples[0]!.question);
    assert.equal(await tab.locator('[data-input="context"]').inputValue(), first.examples[0]!.context);
    await question.fill('Who sat?');
    await tab.locator('[data-input="context"]').fill('the cat sat');
    await tab.locator('[data-choice="model"]').selectOption('checkpoints/checkpoint-100');
    await tab.locator('.ask [type="submit"]').click();
    await tab.locator('[data-role="answer"]').waitFor();
    assert.match(await tab.locator('.asked-answer').innerText(), /^cat\s+12 ms for 1 sequence[^]*0\.750/);
    assert.match(await tab.locator('.asked-answer mark').innerText(), /predicted\s*cat/);
    assert.deepEqual(asked, [{ runId: completed.runId, modelId: 'checkpoints/checkpoint-100', question: 'Who sat?', context: 'the cat sat' }]); // prettier-ignore
    await question.fill('fail');
    await page.keyboard.press('Enter');
    await tab.locator('.ask [role="alert"]').waitFor();
    assert.match(await tab.locator('.ask [role="alert"]').innerText(), /It ended\.\s+Ask again\./);
    await page.close();
  },
);

test('without predictions, trust or an end the tab says why', { skip }, async (t) => {
  const none = await openResults(browser, built, { runs: [completed], sources: new Map(), trusted: false });
  await none.tab.locator('.cautions .notice').waitFor();
  assert.match(await none.tab.locator('.cautions').innerText(), /no predictions to list[^]*evaluated at its end/);
  assert.match(await none.tab.locator('.ask').innerText(), /trust this workspace/);
  assert.equal(await none.tab.locator('.explorer').isVisible(), false);
  const live = await openResults(browser, built, { runs: [running], sources: new Map() });
  await live.tab.locator('.no-predictions', { hasText: 'has not been evaluated yet' }).waitFor();
  const other = await makeRun(t, { experiment: { task: 'token-classification' } });
  const run = { ...completed, results: { eval_overall_f1: 0.5 } };
  const tagged = await openResults(browser, built, { runs: [run], sources: new Map([[run.runId, other.source]]) });
  await tagged.tab.locator('.cautions .notice').waitFor();
  assert.match(await tagged.tab.innerText(), /Entity F1\s+50\.0 %[^]*this run is of token classification/);
  assert.equal(await tagged.tab.locator('.ask').isVisible(), false);
  for (const { page } of [none, live, tagged]) await page.close();
});

test('a failure to read is told in the tab', { skip }, async (t) => {
  const overrides: OpenOptions['overrides'] = {
    'predictions/overview': () => {
      throw new AppError('analysis-thread-ended', 'The thread ended.', 'Try again.');
    },
  };
  const { page, tab } = await openTwo(t, { overrides });
  await tab.locator('> .notice.error').waitFor();
  assert.match(await tab.locator('> .notice.error').innerText(), /The thread ended\.\s+Try again\./);
  await page.close();
});

test('axe-core finds nothing serious, and nothing is wider than the page, in every theme', { skip }, async (t) => {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    const { page, tab } = await openTwo(t, { theme });
    await tab.locator('[role="option"]').first().click();
    await tab.locator('.detail h3').waitFor();
    await tab.locator('.interval').first().waitFor();
    await tab.locator('.as-table summary').first().click();
    await tab.locator('.as-table td').first().waitFor();
    assert.deepEqual(await seriousProblems(page, '.results-tab'), [], theme);
    for (const width of [2000, 700, 500]) {
      await page.setViewportSize({ width, height: 900 });
      const over = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      await waitFor(`${theme}, ${width} px`, async () => (await over()) <= 0);
    }
    await page.close();
  }
});
