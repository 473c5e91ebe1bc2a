// Result files as Python writes them; n-best lists are compared with recorded files in postprocess.test.ts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pythonFloat } from '../../../src/engine/eval/python-json.ts';
import { renderMetrics, renderNBest, renderPredictions } from '../../../src/engine/eval/result-files.ts';

// Python: repr(x)
const floats: readonly [number, string][] = [
  [0, '0.0'],
  [-0, '-0.0'],
  [3, '3.0'],
  [0.1, '0.1'],
  [88.84840994541061, '88.84840994541061'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [0.0000123, '1.23e-05'],
  [-1.5e-7, '-1.5e-07'],
  [5e-324, '5e-324'],
  [4839773184, '4839773184.0'],
  [9999999999999998, '9999999999999998.0'],
  [1e16, '1e+16'],
  [1.5e21, '1.5e+21'],
  [1e100, '1e+100'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
];

for (const [value, expected] of floats) {
  test(`writes ${String(value)} as ${expected}`, () => assert.equal(pythonFloat(value).digits, expected));
}

test('text is ASCII only, keys keep their order', () => {
  const text = renderPredictions(
    new Map([
      ['b', 'é–😀 "\\/\n\t\u007f'],
      ['12', ''],
    ]),
  );
  assert.equal(text, '{\n    "b": "\\u00e9\\u2013\\ud83d\\ude00 \\"\\\\/\\n\\t\\u007f",\n    "12": ""\n}\n');
});

test('nothing to write is {} and []', () => {
  assert.equal(renderPredictions(new Map()), '{}\n');
  assert.equal(renderNBest(new Map([['a', []]])), '{\n    "a": []\n}\n');
});

test('metrics are sorted, counts are whole numbers, all else is a float', () => {
  const text = renderMetrics({
    epoch: 2,
    total_flos: 4839773184,
    train_samples: 61,
    eval_total: 5,
    eval_HasAns_total: 2,
    eval_f1: 50,
  });
  assert.deepEqual(text.split('\n'), [
    '{',
    '    "epoch": 2.0,',
    '    "eval_HasAns_total": 2,',
    '    "eval_f1": 50.0,',
    '    "eval_total": 5,',
    '    "total_flos": 4839773184.0,',
    '    "train_samples": 61',
    '}',
  ]);
});
