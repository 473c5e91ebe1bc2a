// Fields of several values: what they hold, and where exactly a file is at fault.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExperiment } from '../../src/config/parse.ts';
import { parseResolvedExperiment } from '../../src/config/resolved.ts';
import { settleExperiment } from '../../src/config/settle.ts';

/** Errors of these values of a nested kind. */
function faultsOf(text: string): { code: string; at: string; message: string }[] {
  return parseExperiment(text)
    .problems.filter(({ code }) => !['vocab-file-not-named', 'data-file-not-named'].includes(code))
    .map(({ code, message, offset, length }) => ({ code, message, at: text.slice(offset, offset + length) }));
}

const good: [text: string, value: unknown][] = [
  ['{ "extends": "base.ipu.json" }', { extends: 'base.ipu.json' }],
  ['{ "extends": ["a.ipu.json", "Graphcore/bert-base-ipu"] }', { extends: ['a.ipu.json', 'Graphcore/bert-base-ipu'] }],
  ['{ "extends": [] }', { extends: [] }],
  ['{ "group": "mine" }', { group: 'mine' }],
  [
    '{ "extra_args": { "fp32": true, "report_to": "none", "tags": ["a", 1, false], "gone": null } }',
    { extra_args: { fp32: true, report_to: 'none', tags: ['a', 1, false], gone: null } },
  ],
  [
    '{ "sweep": { "method": "random", "parameters": { "training.learning_rate": { "min": 1e-5, "max": 1e-4, "scale": "log" } }, "count": 4 } }',
    { sweep: { method: 'random', parameters: { 'training.learning_rate': { min: 1e-5, max: 1e-4, scale: 'log' } }, count: 4 } }, // prettier-ignore
  ],
];

test('fields of several values are read as written, and survive being resolved, written and read', () => {
  for (const [text, value] of good) {
    assert.deepEqual(faultsOf(text), [], text);
    const { values } = parseExperiment(text);
    assert.deepEqual(values, value);
    const settled = settleExperiment(values);
    assert.deepEqual(parseResolvedExperiment(JSON.parse(JSON.stringify(settled))), settled);
  }
});

const bad: [text: string, code: string, at: string, message: RegExp][] = [
  ['{ "extends": 3 }', 'value-wrong-type', '3', /a text or a list of texts, but is 3/],
  ['{ "extends": ["a", ""] }', 'value-empty', '""', /`extends\[1\]` is empty/],
  ['{ "extends": ["a", 7] }', 'value-wrong-type', '7', /`extends\[1\]` must be a text/],
  ['{ "extends": "a\\u0000b" }', 'value-not-a-path', '"a\\u0000b"', /NUL/],
  [`{ "extends": [${Array(17).fill('"a"').join()}] }`, 'value-out-of-range', `[${Array(17).fill('"a"').join()}]`, /17/],
  ['{ "extra_args": [1] }', 'value-wrong-type', '[1]', /an object in braces, but is a list/],
  ['{ "extra_args": { "--fp32": true } }', 'value-not-a-flag', 'true', /"--fp32"/],
  ['{ "extra_args": { "a": { "b": 1 } } }', 'value-wrong-type', '{ "b": 1 }', /`extra_args.a` must be/],
  ['{ "extra_args": { "a": [1, [2]] } }', 'value-wrong-type', '[2]', /`extra_args.a\[1\]`/],
  ['{ "extra_args": { "a": 1, "a": 2 } }', 'name-given-twice', '"a"', /`extra_args.a` is given twice/],
  ['{ "sweep": { "parameters": [] } }', 'value-wrong-type', '[]', /an object in braces/],
  ['{ "sweep": { "parameters": { "training.seed": [] } } }', 'value-empty', '[]', /has 0 values/],
  ['{ "sweep": { "parameters": { "training.seed": 3 } } }', 'value-wrong-type', '3', /a list of values/],
  ['{ "sweep": { "parameters": { "training.seed": { "min": 3 } } } }', 'value-wrong-type', '{ "min": 3 }', /max` must be a number, but is missing/], // prettier-ignore
  ['{ "sweep": { "parameters": { "training.seed": { "min": 3, "max": 2 } } } }', 'value-out-of-range', '3', /above/],
  ['{ "sweep": { "parameters": { "training.seed": { "min": 3, "max": "4" } } } }', 'value-wrong-type', '"4"', /max/],
  ['{ "sweep": { "parameters": { "training.seed": { "min": 0, "max": 2, "scale": "log" } } } }', 'value-out-of-range', '0', /logarithms/], // prettier-ignore
  ['{ "sweep": { "parameters": { "training.seed": { "min": 0, "max": 2, "step": 1 } } } }', 'unknown-name', '1', /"step"/], // prettier-ignore
  ['{ "sweep": { "method": "sede" } }', 'value-not-a-choice', '"sede"', /"seeds"/],
];

test('what is wrong inside such a field is told at its own place', () => {
  for (const [text, code, at, message] of bad) {
    const [fault, ...others] = faultsOf(text);
    assert.deepEqual(others, [], text);
    assert.deepEqual([fault?.code, fault?.at], [code, at], text);
    assert.match(fault?.message ?? '', message);
  }
});

test('names of an object are entries like any other, whatever they are', () => {
  const { values } = parseExperiment('{ "extra_args": { "__proto__": "x", "constructor": 1 } }');
  assert.deepEqual(Object.entries(values.extra_args ?? {}), [['__proto__', 'x'], ['constructor', 1]]); // prettier-ignore
  assert.equal(Object.getPrototypeOf(values.extra_args), Object.prototype);
});
