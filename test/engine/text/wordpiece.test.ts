// Cutting words into pieces, with a vocabulary small enough to see.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseVocabulary } from '../../../src/engine/text/vocabulary.ts';
import { WordPiece } from '../../../src/engine/text/wordpiece.ts';

const tokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'un', 'una', '##aff', '##able', '##a', 'a', '😀', '##😀'];
const wordPiece = new WordPiece(parseVocabulary(tokens.join('\n'), 'vocab.txt'));

function split(word: string): string[] {
  return wordPiece.split(word).map(({ id, end }) => `${tokens[id]}:${end}`);
}

test('takes the longest piece first, even if the rest then fails', () => {
  assert.deepEqual(split('unable'), ['[UNK]:6']);
  assert.deepEqual(split('unaaff'), ['una:3', '##aff:6']);
});

test('a word with an unknown rest is unknown as a whole', () => assert.deepEqual(split('unx'), ['[UNK]:3']));

test('only continuation tokens continue a word', () => assert.deepEqual(split('aun'), ['[UNK]:3']));

test('words of more than 100 characters are unknown; characters are code points', () => {
  assert.equal(split('a'.repeat(100)).length, 100);
  assert.deepEqual(split('a'.repeat(101)), ['[UNK]:101']);
  assert.equal(split('😀'.repeat(100)).length, 100);
  assert.deepEqual(split('😀'.repeat(101)), ['[UNK]:202']);
});

test('an empty word has no pieces', () => assert.deepEqual(split(''), []));
