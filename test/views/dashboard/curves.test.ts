// What a page may ask about curves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curveParsers } from '../../../src/views/panels/parsers/curves.ts';

const parse = curveParsers['runs/series'];
const least = { runId: '20260302-100000-quick-start-cd34', maxPoints: 1000 };

test('a request with all that it may have comes through, and nothing else', () => {
  const whole = {
    ...least,
    ...{ names: ['loss'], fromStep: 1, toStep: 9, x: { kind: 'metric', name: 'lr' }, fromX: -1.5, toX: 2 },
    ...{ smoothing: { kind: 'gaussian', points: 3 }, buckets: true, percentiles: false },
  };
  assert.deepEqual(parse({ ...whole, extra: 1 }), whole);
  assert.deepEqual(parse(least), least);
  for (const kind of ['step', 'epoch', 'samples', 'time', 'relative']) {
    assert.deepEqual(parse({ ...least, x: { kind, name: 'ignored' } }).x, { kind });
  }
  assert.deepEqual(parse({ ...least, smoothing: { kind: 'ema', weight: 0 } }).smoothing, { kind: 'ema', weight: 0 });
});

test('what has no meaning is refused', () => {
  const wrong: readonly object[] = [
    ...[{ maxPoints: 0 }, { maxPoints: 1e6 }, { names: 'loss' }, { names: [1] }, { fromStep: -1 }, { toStep: 1.5 }],
    ...[{ x: 'step' }, { x: { kind: 'mood' } }, { x: { kind: 'metric' } }, { fromX: NaN }, { toX: '3' }],
    ...[
      { smoothing: { kind: 'ema', weight: 1 } },
      { smoothing: { kind: 'ema' } },
      { smoothing: { kind: 'mean', points: 0 } },
    ],
    ...[{ smoothing: { kind: 'gaussian', points: Infinity } }, { smoothing: { kind: 'loess' } }],
    ...[{ buckets: 1 }, { percentiles: 'yes' }, { runId: '../x' }],
  ];
  for (const one of wrong) assert.throws(() => parse({ ...least, ...one }), TypeError, JSON.stringify(one));
});
