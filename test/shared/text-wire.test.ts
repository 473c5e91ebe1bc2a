import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeWire, encodeWire } from '../../src/shared/messages/text-wire.ts';

test('every number survives, and text that looks like one stays text', () => {
  const result = { values: [NaN, Infinity, -Infinity, -0, 0.1 + 0.2, 5e-324], name: 'NaN', none: null };
  const message = { type: 'result', id: 1, result } as const;
  assert.deepEqual(decodeWire(encodeWire(message)), message);
});

test('what is not text of ours is not a message', () => {
  for (const stranger of [undefined, 7, { type: 'result' }, '{', '']) assert.equal(decodeWire(stranger), undefined);
});
