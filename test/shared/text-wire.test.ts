import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeWire, encodeWire } from '../../src/shared/messages/text-wire.ts';

test('every number survives, and text that looks like one stays text', () => {
  const result = { values: [NaN, Infinity, -Infinity, -0, 0.1 + 0.2, 5e-324], name: 'NaN', none: null };
  const message = { type: 'result', id: 1, result } as const;
  assert.deepEqual(decodeWire(encodeWire(message)), message);
});

test('one number that JSON cannot hold is found wherever it stands', () => {
  for (const value of [NaN, -0]) {
    for (const result of [value, [[1, [value]]], { runs: [{ latest: { loss: 1 } }, { latest: { loss: value } }] }]) {
      const message = { type: 'result', id: 1, result } as const;
      assert.deepEqual(decodeWire(encodeWire(message)), message);
    }
  }
});

test('what is not text of ours is not a message', () => {
  for (const stranger of [undefined, 7, { type: 'result' }, '{', '']) assert.equal(decodeWire(stranger), undefined);
});
