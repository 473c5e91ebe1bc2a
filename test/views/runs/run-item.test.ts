// What the tree says of a run the user has said something of, and of imported ones; nothing in a tooltip is more than text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { isGroup } from '../../../src/shared/run-groups.ts';
import { describeItem } from '../../../src/views/runs/run-item.ts';
import { listEntries } from '../../../src/views/runs/tree-entries.ts';
import { completed, failed, nowMs, queued, running, stopped } from '../../../webview/components/fixtures/runs.ts';

const said = (run: RunSummary, annotations: RunSummary['annotations']): RunSummary => ({
  ...run,
  ...(annotations && { annotations }),
});

test('star, tags and archive are seen, heard, and there for the menu', () => {
  const item = describeItem(said(completed, { starred: true, tags: ['baseline', 'lr'] }), nowMs);
  assert.equal(item.description, '★ EM 4.9 · F1 9.1 #baseline #lr');
  assert.equal(item.contextValue, 'ipu.run.ended starred');
  assert.equal(item.ariaLabel, 'quick-start, Completed, starred, EM 4.9 · F1 9.1, tags: baseline, lr');
  const away = describeItem(said(completed, { archived: true }), nowMs);
  assert.deepEqual([away.icon, away.contextValue], ['archive', 'ipu.run.ended archived']);
});

test('a run without scores says its least loss, where that is not its last', () => {
  assert.equal(describeItem(stopped, nowMs).description, 'stopped · step 212 · loss 0.60');
  const better = { ...stopped, ranges: { loss: { min: 0.25, max: 4.8 } } };
  assert.equal(describeItem(better, nowMs).description, 'stopped · step 212 · loss 0.60 · best loss 0.25');
  const last = { ...stopped, ranges: { loss: { min: 0.6, max: 4.8 } } };
  assert.equal(describeItem(last, nowMs).description, 'stopped · step 212 · loss 0.60');
});

test('an imported run has an icon of its own and says where it is from', () => {
  const item = describeItem({ ...completed, imported: 'tensorboard' }, nowMs);
  assert.equal(item.icon, 'cloud-download');
  assert.match(item.ariaLabel, /^quick-start, Imported, /);
  assert.match(item.tooltip, /Imported from TensorBoard/);
});

test('a tooltip is a table of state, figures, tags and notes, with the reason of a failure', () => {
  const { tooltip } = describeItem(said(completed, { tags: ['baseline'], notes: 'Looks right' }), nowMs);
  assert.match(tooltip, /^\*\*quick&#45;start\*\*\n\n\| \| \|\n\|:--\|:--\|\n\| State \| Completed/);
  assert.match(tooltip, /\| F1 \| 9&#46;1 % \|/);
  assert.match(tooltip, /\| Tags \| baseline \|/);
  assert.ok(tooltip.endsWith('\n\nLooks right'));
  assert.match(describeItem(failed, nowMs).tooltip, /\*\*The training file .* does not exist&#46;\*\* Mend /);
});

test('what a workspace calls its runs formats nothing and leads nowhere', () => {
  const evil = '[x](command:ipu.stop) <img src=x> | **b** $(trash)\n# h https://example.com `c`';
  const { tooltip } = describeItem(said({ ...completed, name: evil }, { notes: evil, tags: [evil] }), nowMs);
  for (const mark of ['](', '<img', '$(', '\n#', '://', '`']) assert.ok(!tooltip.includes(mark), mark);
  assert.equal(tooltip.match(/\*\*b\*\*/), null);
});

test('starred runs come first, archived ones only when asked for, and a filter leaves the rest out', () => {
  const starred = said(stopped, { starred: true });
  const archived = said(failed, { archived: true });
  const runs = [queued, running, completed, archived, starred];
  const shown = (choice: Parameters<typeof listEntries>[1]) =>
    listEntries(runs, choice).map((entry) => (isGroup(entry) ? entry.key : entry.runId));
  const all = () => true;
  assert.deepEqual(shown({ archived: false, meets: all }), [
    starred.runId,
    queued.runId,
    running.runId,
    completed.runId,
  ]);
  assert.equal(shown({ archived: true, meets: all }).at(-1), archived.runId);
  assert.deepEqual(shown({ archived: true, meets: ({ state }) => state === 'failed' }), [archived.runId]);
});
