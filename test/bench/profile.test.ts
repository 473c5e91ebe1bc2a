// ONNX Runtime's profile events, summed by operator.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeProfile, sumProfile } from '../../scripts/bench/profile.ts';

const node = (op: string, dur: number, suffix = '_kernel_time') => ({
  cat: 'Node',
  name: `some_${op}${suffix}`,
  dur,
  args: { op_name: op },
});

const events = [
  { cat: 'Session', name: 'model_loading_array', dur: 900_000 },
  { cat: 'Session', name: 'model_run', dur: 6000 },
  { cat: 'Session', name: 'model_run', dur: 2000 },
  node('Add', 500),
  node('Gemm', 3000),
  node('Gemm', 1000),
  node('Gemm', 9, '_fence_before'),
  { cat: 'Node', name: 'no_operator_kernel_time', dur: 7 },
  { name: 'no_duration' },
];

test('kernel times add up by operator, longest first; loading is no run', () => {
  assert.deepEqual(sumProfile(events), {
    runMs: 8,
    operators: [
      { name: 'Gemm', ms: 4, calls: 2 },
      { name: 'Add', ms: 0.5, calls: 1 },
    ],
  });
});

test('the table is per round and accounts for the whole time', () => {
  const lines = describeProfile(sumProfile(events), 10, 2).map((line) => line.replaceAll(/\s+/g, ' '));
  assert.deepEqual(lines.slice(1), [
    'whole round 5.0 ms 100.0 %',
    'Gemm 2.0 ms 40.0 % 1 calls',
    'Add 0.3 ms 5.0 % 1 calls',
    'ONNX Runtime besides 1.8 ms 35.0 %',
    'JavaScript 1.0 ms 20.0 %',
  ]);
});

test('beyond fifteen operators, the rest is one line', () => {
  const many = Array.from({ length: 18 }, (_, i) => node(`Op${i}`, 1000 + i));
  const lines = describeProfile(sumProfile(many), 100, 1);
  assert.ok(
    lines.some((line) => line.startsWith('3 other operators')),
    lines.join('\n'),
  );
  assert.ok(!lines.some((line) => line.startsWith('Op2 ')), lines.join('\n'));
});
