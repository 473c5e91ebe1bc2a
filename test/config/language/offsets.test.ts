// At every offset of whole and broken texts, nothing throws and all ranges lie in the text.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { definitionAt, definitions } from '../../../src/config/language/definitions.ts';
import { FieldNodes } from '../../../src/config/language/field-nodes.ts';
import { hover } from '../../../src/config/language/hover.ts';
import { lenses } from '../../../src/config/language/lenses.ts';
import { pointedAt } from '../../../src/config/language/pointed.ts';
import { examineExperiment } from '../../../src/config/load.ts';
import type { TextRange } from '../../../src/shared/language.ts';
import { createRandom } from '../../support/random.ts';

const samples = join(import.meta.dirname, '../../../samples');
const texts = readdirSync(samples)
  .filter((name) => name.endsWith('.ipu.json'))
  .map((name) => readFileSync(join(samples, name), 'utf8'));
const file = join(samples, 'x.ipu.json');
const run = { runId: '20260314-150926-quick-a1b2', state: 'stopped', startedAt: 0 } as const;

async function checkAll(text: string): Promise<number> {
  const examined = await examineExperiment(text, file);
  const nothing = { values: {}, origins: new Map() };
  const input = { file, examined, inherited: nothing, parents: [], samples: { train: 1000, eval: 10 } };
  const isInside = ({ offset, length }: TextRange): void =>
    assert.ok(offset >= 0 && length >= 0 && offset + length <= text.length, JSON.stringify({ offset, length, text }));
  const nodes = new FieldNodes(text);
  const hovered = new Set<number>();
  for (let offset = 0; offset <= text.length; offset++) {
    const pointed = pointedAt(nodes, offset);
    if (!pointed) continue;
    assert.ok(offset >= pointed.range.offset && offset < pointed.range.offset + pointed.range.length);
    if (hovered.has(pointed.range.offset)) continue;
    hovered.add(pointed.range.offset);
    const told = hover(text, offset, input);
    isInside(pointed.range);
    if (told) assert.ok(told.markdown !== '' && !/undefined|NaN|Infinity|\[object/.test(told.markdown), told.markdown);
    if (told) isInside(told.range);
  }
  for (const { origin } of definitions(text, file)) {
    isInside(origin);
    assert.deepEqual(definitionAt(text, origin.offset, file)?.origin, origin);
  }
  for (const { range } of lenses(text, examined, [run])) isInside(range);
  return hovered.size;
}

test('of all samples', async () => {
  assert.ok(texts.length >= 5);
  for (const text of texts) assert.ok((await checkAll(text)) >= 5);
});

test('of broken texts', async () => {
  const random = createRandom(5);
  const scraps = [
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    '//',
    '/*',
    '\\',
    '\n',
    '-1',
    'null',
    '"extends": "x"',
    '1e999',
    '\uFEFF',
    '"\u0000',
  ];
  for (let round = 0; round < 60; round++) {
    const whole = random.pick(texts).slice(-1500);
    const start = random.below(whole.length);
    const scrap = random.pick(scraps);
    const brace = random.below(2) === 0 ? '{ ' : '';
    await checkAll(`${brace}${whole.slice(random.below(400), start)}${scrap}${whole.slice(start + random.below(30))}`);
  }
  for (const text of [
    '',
    '{',
    '{"',
    '{"a":',
    '{"training":{"seed":',
    '[',
    '"',
    '{"training":{"seed":1,"seed":2}}',
    '{"sweep":{"parameters":{"__proto__":[1]}}}',
    '{"__proto__":{"a":1}}',
    '{"constructor":1}',
    '{"training":{"constructor":1,"toString":[2]}}',
  ])
    await checkAll(text);
});
