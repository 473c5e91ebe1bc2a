import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notice } from '../../src/config/import/notices.ts';
import { listNotices, summarizeNotices } from '../../src/views/import/notice-text.ts';

const notice = (kind: Notice['kind'], message: string): Notice => ({ kind, name: 'x', message });
const notices = [
  notice('dropped', 'a'),
  notice('contradiction', 'The card contradicts itself.'),
  notice('kept', 'b'),
  notice('kept', 'c'),
];

test('a notification says how many there are, and the first contradiction', () => {
  assert.equal(summarizeNotices(notices), '1 contradiction, 2 kept under extra_args, 1 left out. The card contradicts itself.'); // prettier-ignore
  assert.equal(summarizeNotices([notice('remark', 'r')]), '1 remark.');
  assert.equal(summarizeNotices([]), '');
});

test('all of them stand under their headings, contradictions first', () => {
  assert.equal(
    listNotices(notices),
    'Contradictions\n• The card contradicts itself.\n\nKept under extra_args\n• b\n• c\n\nLeft out\n• a',
  );
});
