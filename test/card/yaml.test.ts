// What is written as YAML is read as the same by both versions of YAML that are about.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parse } from 'yaml';
import { renderYaml } from '../../src/card/yaml.ts';
import { createRandom } from '../support/random.ts';
import { hostileText, pieces } from './hostile.ts';

function assertRead(value: Readonly<Record<string, unknown>>): void {
  const written = renderYaml(value);
  for (const version of ['1.1', '1.2'] as const)
    assert.deepEqual(parse(written, { version }), value, `${version}: ${written}`);
  assert.doesNotMatch(
    written,
    /[^\P{Cc}\n]|[\u2028\u202e\ufeff\ufffe]|^(?:---|\.\.\.)/mu,
    'nothing invisible, no end of the document',
  );
}

it('texts that look like something else are texts', () => {
  const words = [
    'y',
    'No',
    'on',
    'OFF',
    'True',
    'null',
    '~',
    'nan',
    '.inf',
    '1_000',
    '0o7',
    '1:30',
    '<<',
    '=',
    '',
    ' ',
    'a: b',
    'a #b',
  ];
  for (const text of [...words, ...pieces]) assertRead({ [text]: text, list: [text, [text]], map: { [text]: [] } });
});

it('texts of all kinds, as names and as values', () => {
  const random = createRandom(31);
  for (let round = 0; round < 500; round++) {
    const [a, b, c] = [hostileText(random), hostileText(random), hostileText(random)];
    assertRead({ [a]: b, [`${a}2`]: [{ [b]: c, d: [{ e: a }, {}] }, [], [[a]]] });
  }
});

it('numbers are numbers', () => {
  for (const value of [0, -0, 3, -1.5, 1e-7, 1.5e-300, 1e21, 2 ** 53, NaN, Infinity, -Infinity]) assertRead({ value });
  assert.equal(renderYaml({ a: 1e-7, b: undefined, c: true, d: null }), 'a: 1.0e-7\nc: true\nd: null');
});
