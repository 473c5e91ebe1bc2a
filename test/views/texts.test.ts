// What the views say of runs, without VS Code.

import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { escapeMarkdown } from '../../src/views/markdown.ts';
import { shorten, withoutFolders, withoutIcons, withoutLinks } from '../../src/views/plain-text.ts';
import { createRunEndings, describeEnding, listEndNotices } from '../../src/views/notices/run-endings.ts';
import { groupRuns, isGroup } from '../../src/shared/run-groups.ts';
import { describeGroupItem, describeItem } from '../../src/views/runs/run-item.ts';
import { describeStatus } from '../../src/views/status-text.ts';
import type { RunSummary } from '../../src/shared/messages/runs.ts';
import { completed, failed, lost, nowMs, queued, running, stopped } from '../../webview/components/fixtures/runs.ts';

test('the status bar is quiet when idle, names one run, and counts several', () => {
  assert.equal(describeStatus([completed]).text, '$(server-process) IPU');
  assert.equal(describeStatus([completed, running]).text, '$(sync~spin) IPU: quick-start 32 % · 42 s left · loss 1.23');
  const both = describeStatus([queued, running]);
  assert.equal(both.text, '$(sync~spin) IPU: 2 runs');
  assert.deepEqual(both.tooltip.split('\n'), [
    '| Run | State | Time left |',
    '|:--|:--|:--|',
    '| quick&#45;start | queued |  |',
    '| quick&#45;start | step 120&#47;375 · loss 1&#46;23 | 42 s left |',
  ]);
  const left = (remainingMs: number) =>
    describeStatus([{ ...running, progress: { ...running.progress!, remainingMs } }]).text.split(' · ')[1];
  assert.deepEqual([80_000, 3_720_000, 90_000_000].map(left), ['1 min left', '1 h 2 min left', '1 d 1 h left']);
});

test('each state has its icon in the tree, and only active runs can be stopped, only those that ended early resumed', () => {
  const icons = [running, completed, failed, stopped, lost].map((run) => describeItem(run, nowMs));
  assert.deepEqual(
    icons.map(({ icon }) => icon),
    ['loading~spin', 'pass', 'error', 'circle-slash', 'question'],
  );
  assert.deepEqual(
    icons.map(({ kind }) => kind),
    ['ipu.run.active', 'ipu.run.ended', 'ipu.run.resumable', 'ipu.run.resumable', 'ipu.run.resumable'],
  );
  assert.equal(icons[1]?.description, 'EM 4.9 · F1 9.1');
});

test('an end is told once, and only of runs that were active or launched here', () => {
  const endings = createRunEndings();
  assert.deepEqual(endings.take([completed, running]), []);
  const ended = { ...running, state: 'completed' as const };
  assert.deepEqual(endings.take([ended]), [ended]);
  assert.deepEqual(endings.take([ended]), []);
  endings.expect(failed.runId);
  assert.deepEqual(endings.take([failed, lost]), [failed]);
});

test('an end is told with its figures, or with its reason and remedy', () => {
  const { kind, ...told } = describeEnding(completed);
  assert.equal(kind, 'finished');
  assert.deepEqual(told, {
    severity: 'information',
    text: 'quick-start completed · EM 4.9 · F1 9.1',
    run: completed,
  });
  assert.equal(describeEnding(stopped).text, 'quick-start stopped at step 212 · loss 0.60');
  const { severity, text } = describeEnding(failed);
  assert.equal(severity, 'error');
  assert.ok(text.includes('does not exist. Mend `train_file`'));
  assert.equal(describeEnding(lost).severity, 'warning');
});

test('a long message is cut for a notification, and says that it was', () => {
  assert.deepEqual(shorten('One line.'), { text: 'One line.', whole: true });
  assert.deepEqual(shorten('2 problems:\n  a\n  b'), { text: '2 problems: a …', whole: false });
});

test('paths of the workspace are told from its folder on', () => {
  const folder = resolve('/data/squad');
  const text = `${join(folder, 'a.ipu.json')}:3:1: no file ${join(folder, 'data', 'x.json')}`;
  assert.equal(withoutFolders(text, [folder]), `a.ipu.json:3:1: no file ${join('data', 'x.json')}`);
});

test('names from a workspace become neither links nor icons', () => {
  // How VS Code finds links in the text of a notification.
  const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
  assert.match('[x](command:ipu.stop)', link);
  assert.doesNotMatch(withoutLinks('[x](command:ipu.stop) [[y](https://example.com)'), link);
  assert.doesNotMatch(withoutIcons('$(trash) quick-start'), /\$\([a-z-]+\)/);
});

const sweepId = '20260302-115600-sweep-quick-start-zz99';
const inSweep = (run: RunSummary, index: number): RunSummary => ({
  ...run,
  runId: run.runId.replace(/.{4}$/, `s00${index}`),
  sweep: { sweepId, name: 'quick-start', index, label: `seed ${42 + index}` },
});

test('a sweep is one item above its runs, with counts, and offers what can be done with it', () => {
  const kinds = (...runs: RunSummary[]) =>
    groupRuns(runs.map(inSweep)).map((entry) => (isGroup(entry) ? describeGroupItem(entry) : undefined));
  const [going] = kinds(completed, running, queued);
  assert.deepEqual(
    [going?.label, going?.description, going?.kind, going?.icon],
    ['quick-start', '1 of 3 done · 1 running', 'ipu.sweep.active', 'loading~spin'],
  );
  assert.ok(going?.tooltip.includes(escapeMarkdown(sweepId)));
  assert.equal(going?.ariaLabel, 'Sweep quick-start, 1 of 3 done · 1 running');
  assert.deepEqual([kinds(completed, stopped)[0]?.kind, kinds(completed, lost)[0]?.kind], ['ipu.sweep.resumable', 'ipu.sweep.resumable']); // prettier-ignore
  assert.deepEqual([kinds(completed, failed)[0]?.kind, kinds(completed, failed)[0]?.icon], ['ipu.group', 'error']);
  assert.equal(describeItem(inSweep(completed, 1), nowMs, 'seed 43').label, 'seed 43');
  assert.equal(describeItem(queued, nowMs).icon, 'clock');
});

test('the runs of a sweep are told together, when the last of them has ended', () => {
  const [one, two] = [inSweep(completed, 0), inSweep(failed, 1)];
  assert.deepEqual(listEndNotices([one], [one, inSweep(running, 1), completed]), []);
  const [notice, ...more] = listEndNotices([two, stopped], [one, two, stopped]).toReversed();
  assert.deepEqual([notice?.severity, notice?.text], ['warning', 'quick-start: 1 of 2 done · 1 failed']);
  assert.deepEqual(more.map(({ run }) => run), [stopped]); // prettier-ignore
});
