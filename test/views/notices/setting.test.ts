// Which notices the setting lets through, in its present form and that of earlier versions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeKinds } from '../../../src/shared/notice-kinds.ts';
import { isWanted, withoutKind } from '../../../src/views/notices/setting.ts';

const wanted = (setting: unknown) => noticeKinds.filter((kind) => isWanted(kind, setting));

test('each kind is switched off by itself; what cannot be understood is no reason to be silent', () => {
  assert.deepEqual(wanted({ finished: false, stuck: true }), noticeKinds.slice(1));
  for (const odd of [undefined, null, 7, 'what the settings file says', []]) assert.deepEqual(wanted(odd), noticeKinds);
});

test('the values of earlier versions mean what they meant', () => {
  assert.deepEqual(wanted('all'), noticeKinds);
  assert.deepEqual(wanted('problems'), noticeKinds.slice(1));
  assert.deepEqual(wanted('none'), []);
});

test('switching one off leaves the others as they were', () => {
  assert.deepEqual(withoutKind('stuck', undefined), { stuck: false });
  assert.deepEqual(withoutKind('stuck', { failed: false, alerts: true }), { failed: false, stuck: false });
  assert.deepEqual(withoutKind('stuck', 'problems'), { finished: false, stuck: false });
});
