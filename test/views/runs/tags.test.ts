// Tags of several runs edited together, and the question before runs are deleted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeDeletion } from '../../../src/views/runs/delete-text.ts';
import { chosenTags, listTags, parseTags, planTagChange, sharedTags } from '../../../src/views/runs/tags.ts';
import { completed, failed, running } from '../../../webview/components/fixtures/runs.ts';

test('known tags are listed by how many runs have them', () => {
  const runs = [
    { ...completed, annotations: { tags: ['lr', 'baseline'] } },
    { ...failed, annotations: { tags: ['baseline'] } },
    running,
  ];
  assert.deepEqual(listTags(runs), ['baseline', 'lr']);
  assert.deepEqual(parseTags(' a , b,,a '), ['a', 'b']);
});

test('what all runs have can be taken from all; what only some have stays', () => {
  const present = [['a', 'b'], ['a']];
  assert.deepEqual(planTagChange(present, ['a', 'c']), { addTags: ['c'] });
  assert.deepEqual(planTagChange(present, []), { removeTags: ['a'] });
  assert.deepEqual(planTagChange(present, ['a', 'b']), { addTags: ['b'] });
  assert.equal(planTagChange(present, ['a']), undefined);
});

test('a typed text is a tag, unless it was there to find one that was then checked', () => {
  assert.deepEqual(sharedTags([['a', 'b'], ['b', 'c']]), ['b']); // prettier-ignore
  assert.deepEqual(sharedTags([]), []);
  assert.deepEqual(chosenTags(['lr'], ['lr'], 'base, slow'), ['lr', 'base', 'slow']);
  assert.deepEqual(chosenTags(['lr'], ['lr', 'baseline'], 'base'), ['lr', 'baseline']);
  assert.deepEqual(chosenTags(['lr'], [], 'l'), []);
  assert.deepEqual(chosenTags(['lr'], ['lr'], ' lr '), ['lr']);
});

test('the question before deleting names what goes, and how far it is gone', () => {
  const one = describeDeletion([failed], true);
  assert.equal(one.question, `Delete the run ${failed.name}?`);
  assert.match(one.detail, /20260301-090000-bert-base-squad-ef56[^]*Its folder goes to the trash/);
  assert.match(describeDeletion([failed], false).detail, /Its folder is deleted for good/);
  const many = describeDeletion(
    Array.from({ length: 12 }, () => completed),
    false,
  );
  assert.equal(many.question, 'Delete 12 runs?');
  assert.match(many.detail, /and 2 more[^]*Their folders are deleted for good/);
});
