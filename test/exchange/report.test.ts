// The HTML report: well-formed, escaped, without anything that it would have to fetch, for one run and for several.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { exportRuns } from '../../src/exchange/export.ts';
import { CurveThinner } from '../../src/exchange/report/thin.ts';
import type { RunDetail } from '../../src/shared/messages/runs.ts';
import { makeExportedRun } from './runs.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-report-'));
});
after(() => rm(folder, { recursive: true }));

async function report(runs: readonly RunDetail[]): Promise<string> {
  const target = join(folder, 'report.html');
  await exportRuns({ kind: 'report', format: 'csv', runs, target });
  return readFile(target, 'utf8');
}

const voids = new Set(['meta', 'br', 'hr', 'img', 'input', 'link']);

/** Every element that is opened is closed, in order; SVG may close itself. */
function checkNesting(html: string): void {
  const open: string[] = [];
  for (const [, end, name = '', rest = ''] of html
    .replace(/<!doctype html>/, '')
    .replaceAll(/<style[^>]*>[^]*?<\/style>/g, '')
    .matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|[^">])*)>/g)) {
    // prettier-ignore
    if (end === '/') assert.equal(open.pop(), name);
    else if (!voids.has(name) && !rest.endsWith('/')) open.push(name);
    else if (rest.endsWith('/')) assert.ok(open.includes('svg'), `<${name}/> outside of SVG`);
  }
  assert.deepEqual(open, []);
}

it('says what a run is, its results and figures of IPUs as modelled', async () => {
  const run = await makeExportedRun(join(folder, 'runs'));
  const html = await report([run]);
  checkNesting(html);
  assert.match(html, /^<!doctype html>\n<html lang="en">/);
  assert.match(html, /<th scope="row">F1<\/th><td>60\.5 %<\/td>/);
  assert.match(html, /<th scope="row">IPU 0, mean utilisation<\/th><td>50(\.0)? ?% \(modelled\)<\/td>/);
  assert.match(html, /<td>9e-5<\/td>|<td>0\.00009<\/td>/);
  assert.match(html, /<svg[^]*Loss[^]*<\/svg>/);
  assert.match(html, /prefers-color-scheme: dark/);
  assert.match(html, /What &lt;b&gt;for&lt;\/b&gt;\?/);
  assert.match(html, /No intervals: odd: /);
});

it('needs nothing from anywhere and runs nothing, whatever a run is called', async () => {
  const name = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;
  const run = await makeExportedRun(join(folder, 'runs'), { runId: '20231114-221320-evil-cccc', name, annotations: { notes: '<iframe src="//x">', tags: ['</table>'] } }); // prettier-ignore
  const html = await report([run, { ...run, results: { '<b>': 1 } }]);
  checkNesting(html);
  assert.doesNotMatch(html, /<(script|img|iframe|link|object|embed)\b/i);
  assert.doesNotMatch(html, /<[^>]*\s(src|href|on\w+)=/i);
  assert.doesNotMatch(html, /@import|url\((?!#)/);
  assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
  assert.ok(html.includes('&lt;script&gt;'));
});

it('shows several runs side by side, what differs first', async () => {
  const runs = join(folder, 'runs');
  const [one, two] = [await makeExportedRun(runs), await makeExportedRun(runs, { runId: '20231114-221320-two-dddd', name: 'two' })]; // prettier-ignore
  const experiment = one.experiment as { training: object };
  const html = await report([one, { ...two, experiment: { ...experiment, training: { ...experiment.training, seed: 7 } } }]); // prettier-ignore
  checkNesting(html);
  assert.match(html, /<caption>Differences<\/caption>[^]*training\.seed<\/th><td>42<\/td><td>7<\/td>/);
  assert.match(html, /Fields that are the same \(\d+\)/);
});

it('a run of which nothing can be read has a report all the same', async () => {
  const html = await report([{ ...(await makeExportedRun(join(folder, 'runs'))), folder: join(folder, 'nowhere'), experiment: { training: 7 }, results: {} }]); // prettier-ignore
  checkNesting(html);
  assert.match(html, /No results\.[^]*No curves\./);
});

it('intervals are those of the questions', async () => {
  const validation = join(folder, 'dev.json');
  const questions = ['a', 'b', 'c', 'd'];
  const qas = questions.map((id) => ({ id, question: `${id}?`, answers: [{ text: 'x', answer_start: 0 }] }));
  await writeFile(validation, JSON.stringify({ version: '1.1', data: [{ title: 't', paragraphs: [{ context: 'x y', qas }] }] })); // prettier-ignore
  const run = await makeExportedRun(join(folder, 'runs'), { runId: '20231114-221320-ival-eeee', results: { eval_exact_match: 50, eval_f1: 50 } }); // prettier-ignore
  await mkdir(join(run.folder, 'results'));
  await writeFile(join(run.folder, 'results/eval_predictions.json'), JSON.stringify({ a: 'x', b: 'x', c: 'q', d: 'q' })); // prettier-ignore
  const experiment = { ...(run.experiment as { data: object }) };
  const html = await report([{ ...run, experiment: { ...experiment, data: { ...experiment.data, validation_file: validation } } }]); // prettier-ignore
  assert.match(html, /50\.0 % \(0\.00 to 100\.00\)/);
  assert.match(html, /95 % intervals: bootstrap over the questions, 2000 resamples/);
});

it('a long curve keeps its extremes, its mean and its gaps in few points', () => {
  const thinner = new CurveThinner(600);
  for (let step = 0; step < 1_000_000; step++) thinner.add(step, step === 777_777 ? 1e6 : step === 5 ? NaN : Math.sin(step)); // prettier-ignore
  const { steps, means, low, high, isThinned, count, notFinite } = thinner.curve;
  assert.ok(steps.length <= 600 && steps.length >= 300 && isThinned);
  assert.deepEqual([count, Math.max(...high), notFinite], [1_000_000, 1e6, { at: [5], count: 1 }]);
  assert.ok(means.every((mean, index) => mean >= low[index]! && mean <= high[index]!));
});
