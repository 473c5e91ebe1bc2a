// Parsing vocab.txt, and what is said about one that cannot be used.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseVocabulary } from '../../../src/engine/text/vocabulary.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { readVocabulary } from '../read.ts';

test('bert-base-uncased has 30,522 tokens, with the special ids of the reference', () => {
  const vocabulary = readVocabulary();
  assert.equal(vocabulary.tokens.length, 30_522);
  assert.deepEqual(vocabulary.special, { pad: 0, unk: 100, cls: 101, sep: 102, mask: 103 });
  assert.equal(vocabulary.idOf.get('hello'), 7592);
  assert.equal(vocabulary.tokens[7592], 'hello');
});

test('a byte order mark, Windows line ends and blank lines at the end are no tokens', () => {
  const vocabulary = parseVocabulary('\ufeff[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\na\r\n\r\n', 'vocab.txt');
  assert.deepEqual(vocabulary.tokens, ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'a']);
  assert.equal(vocabulary.special.mask, undefined);
});

test('a token listed twice keeps both lines and has the later id', () => {
  const vocabulary = parseVocabulary('[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nb\na', 'vocab.txt');
  assert.equal(vocabulary.tokens.length, 7);
  assert.equal(vocabulary.idOf.get('a'), 6);
});

test('an empty vocabulary is named', () => {
  assert.throws(
    () => parseVocabulary(' \n\n', 'my/vocab.txt'),
    (error) => error instanceof AppError && error.code === 'vocabulary-empty' && error.message.includes('my/vocab.txt'),
  );
});

test('missing special tokens are all named', () => {
  assert.throws(
    () => parseVocabulary('[UNK]\nhello\n[CLS]', 'vocab.txt'),
    (error) =>
      error instanceof AppError &&
      error.code === 'vocabulary-tokens-missing' &&
      error.message.endsWith('lacks [PAD], [SEP].') &&
      error.hint.includes('vocab.txt'),
  );
});
