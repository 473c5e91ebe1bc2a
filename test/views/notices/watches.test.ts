// Stuck runs, losses that are no number, and alerts: what is told, and that it is told once. Time is the test's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { createAlerts, parseAlertRules, type AlertRule } from '../../../src/views/notices/alerts.ts';
import { createNumberWatch } from '../../../src/views/notices/not-a-number.ts';
import { createStuckWatch, leastMs, patienceMs } from '../../../src/views/notices/stuck.ts';
import { meetsFilter } from '../../../src/views/runs/filter.ts';
import { completed, nowMs, queued, running } from '../../../webview/components/fixtures/runs.ts';

/** Looks every ten seconds from `from` until `to`, and gives what was told with the time. */
function lookOn(
  watch: ReturnType<typeof createStuckWatch>,
  run: (atMs: number) => RunSummary,
  from: number,
  to: number,
) {
  const told: { atMs: number; text: string }[] = [];
  for (let atMs = from; atMs <= to; atMs += 10_000) {
    for (const { text } of watch.take([run(atMs)], nowMs + atMs)) told.push({ atMs, text });
  }
  return told;
}

test('a run without progress is told once, after minutes, though its heart beats', () => {
  const watch = createStuckWatch();
  const beating = (atMs: number) => ({ ...running, lastEventAt: nowMs + atMs });
  const told = lookOn(watch, beating, 0, 3 * leastMs);
  assert.deepEqual(
    told.map(({ atMs }) => atMs),
    [leastMs + 10_000],
  );
  assert.match(told[0]?.text ?? '', /^quick-start seems stuck: no progress for 5 min 10 s\./);
  // It goes on, and hangs again.
  const later = (atMs: number) => ({ ...beating(atMs), step: 121 });
  assert.equal(lookOn(watch, later, 3 * leastMs + 10_000, 5 * leastMs).length, 1);
});

test('slow steps get twenty times their time, and nothing is stuck before it trains for long', () => {
  const slow = { ...running, progress: { phase: 'train', done: 3, total: 9, perSecond: 0.02 } } as const;
  assert.equal(patienceMs(slow), 20 * 50_000);
  const { progress: _, ...without } = running;
  assert.equal(patienceMs({ ...without, step: 10, workedMs: 600_000 }), 20 * 60_000);
  assert.equal(patienceMs({ ...without, step: 0 }), 15 * 60_000);
  assert.deepEqual(
    lookOn(createStuckWatch(), () => slow, 0, 3 * leastMs),
    [],
  );
});

test('queued and ended runs are not stuck, and neither are those of a machine that slept', () => {
  assert.deepEqual(
    lookOn(createStuckWatch(), () => queued, 0, 4 * leastMs),
    [],
  );
  assert.deepEqual(
    lookOn(createStuckWatch(), () => completed, 0, 4 * leastMs),
    [],
  );
  const watch = createStuckWatch();
  lookOn(watch, () => running, 0, 60_000);
  assert.deepEqual(
    lookOn(watch, () => running, 3_600_000, 3_600_000 + leastMs),
    [],
  );
});

test('a loss that is no number is told once, with what to try; of ended runs it is no news', () => {
  const watch = createNumberWatch();
  const broken = { ...running, latest: { loss: NaN } };
  assert.deepEqual(watch.take([running]), []);
  const [notice] = watch.take([broken]);
  assert.equal(notice?.kind, 'notANumber');
  assert.match(notice.text, /^The loss of quick-start is NaN at step 120\..*learning_rate/);
  assert.deepEqual(watch.take([broken]), []);
  assert.deepEqual(createNumberWatch().take([{ ...completed, latest: { loss: Infinity } }]), []);
});

const meets = ({ filter }: AlertRule, run: RunSummary) => meetsFilter(filter, run, { get: () => null }, nowMs);

test('an alert is told once for a run and a rule, also when scores come with the end', () => {
  const { rules, problems } = parseAlertRules([
    { name: 'high', when: 'loss > 1 step > 100' },
    { when: 'eval_f1 < 50' },
  ]);
  assert.deepEqual(problems, []);
  const alerts = createAlerts();
  const take = (run: RunSummary) => alerts.take([run], rules, meets).map(({ text }) => text);
  assert.deepEqual(take({ ...running, step: 50 }), []);
  assert.deepEqual(take(running), [
    'quick-start meets the alert “high: loss > 1 step > 100” (step 120/375 · loss 1.23)',
  ]);
  assert.deepEqual(take(running), []);
  const ended: RunSummary = { ...running, state: 'completed', results: { eval_f1: 40 } };
  assert.deepEqual(take(ended), ['quick-start meets the alert “eval_f1 < 50” (F1 40.0)']);
  assert.deepEqual(take(ended), []);
  assert.deepEqual(take(completed), [], 'what had ended before is no news');
});

test('a rule that is none is told with the place of the error; the others are watched for', () => {
  const { rules, problems } = parseAlertRules([{ name: 'odd', when: 'loss >' }, 7, { when: 'step > 1' }]);
  assert.equal(rules.length, 1);
  assert.equal(problems.length, 2);
  assert.match(problems[0]?.message ?? '', /“odd” is not watched for\. At character \d+ of loss >: /);
  assert.match(problems[1]?.message ?? '', /“#2”.*no condition/);
  assert.match(problems[0]?.hint ?? '', /ipuWorkbench\.alerts/);
  assert.deepEqual(parseAlertRules('loss > 1'), { rules: [], problems: [] });
});
