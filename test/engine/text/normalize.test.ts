// Normalisation character by character: what vanishes, what is set apart, and where each character comes from.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalize } from '../../../src/engine/text/normalize.ts';

// Assigned characters only, at or near the borders: unassigned ones vanish.
const setApart = [
  0x3400, 0x4dbf, 0x4e00, 0x9fd5, 0x20000, 0x2a6d6, 0x2a700, 0x2b734, 0x2b740, 0x2b81d, 0x2b920, 0x2cea1,
];
const notSetApart = [0x33ff, 0x4dc0, 0x3042, 0x30a2, 0x2b820, 0x2b91f, 0x2ceb0];

for (const codePoint of setApart) {
  test(`U+${codePoint.toString(16)} is a word of its own`, () => {
    const char = String.fromCodePoint(codePoint);
    assert.equal(normalize(`a${char}b`).text, `a ${char} b`);
  });
}

for (const codePoint of notSetApart) {
  test(`U+${codePoint.toString(16)} is part of a word`, () => {
    const char = String.fromCodePoint(codePoint);
    assert.equal(normalize(`a${char}b`).text, `a${char}b`);
  });
}

test('compatibility ideographs are set apart, and decomposed', () => {
  assert.equal(normalize('a\uf900b').text, 'a \u8c48 b');
  assert.equal(normalize(`a${String.fromCodePoint(0x2f800)}b`).text, 'a \u4e3d b');
});

test('control and format characters vanish without a trace, white space becomes a space', () => {
  assert.equal(normalize('a\u0000b\u00adc\u200bd\ufffde\u0085f').text, 'abcdef');
  assert.equal(normalize('a\tb\u00a0c\u3000d').text, 'a b c d');
});

test('accents go, letters become lower case one by one', () => {
  assert.equal(normalize('ÉCLAIR ΟΔΟΣ İ').text, 'eclair οδοσ i');
});

test('each unit knows the code point it comes from', () => {
  assert.deepEqual(normalize('aB'), { text: 'ab', source: [0, 1] });
  assert.deepEqual(normalize('😀e\u0301각b'), { text: '😀e\u1100\u1161\u11a8b', source: [0, 0, 1, 3, 3, 3, 4] });
});
