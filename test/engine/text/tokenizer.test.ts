// The tokenizer against Hugging Face tokenizers 0.22.2: difficult strings one by one, the sample corpus by hash.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tokenizer } from '../../../src/engine/text/tokenizer.ts';
import { parseVocabulary } from '../../../src/engine/text/vocabulary.ts';
import { readFixture, readSample, readVocabulary } from '../read.ts';
import { hashTokens } from '../token-hash.ts';

interface EdgeCase {
  readonly text: string;
  readonly ids: number[];
  readonly offsets: [number, number][];
}

const tokenizer = new Tokenizer(readVocabulary());
const edgeCases = JSON.parse(readFixture('tokenizer-edge.json')) as EdgeCase[];

test('there are 72 difficult strings', () => assert.equal(edgeCases.length, 72));

for (const { text, ids, offsets } of edgeCases) {
  const shown = text.length > 40 ? `${text.slice(0, 40)}… (${text.length})` : text;
  test(`tokenises ${JSON.stringify(shown)} as the reference does`, () => {
    const encoding = tokenizer.encode(text);
    assert.deepEqual([...encoding.ids], ids);
    assert.deepEqual([...encoding.offsets], offsets.flat());
  });
}

test('tokenises a text the same the second time, from the cache', () => {
  const text = edgeCases.map((edge) => edge.text).join(' ');
  assert.deepEqual(tokenizer.encode(text), tokenizer.encode(text));
  assert.deepEqual(tokenizer.encode(text), new Tokenizer(readVocabulary()).encode(text));
});

const sampleHashes = {
  train: {
    questions: [2184, '5f3c53bdb7b2ef980f66b432315712f9', 'f3029709ce29ad97cd1a6f43b8638c6d'],
    contexts: [2799, '8987b004d0e8f034717500cc4aa60113', '245fd0a57d6577728a595149a00e33af'],
  },
  dev: {
    questions: [1149, '9f1ff24918c31231b123db6d49abadf7', '66fc0c5c783d040aea49af8729bc03d3'],
    contexts: [1573, '0a4a502a4929b3cc2626151e106c0cd7', 'e7ebe1103d215f1e8c9502895eabfcd5'],
  },
} as const;

for (const name of ['train', 'dev'] as const) {
  test(`tokenises the ${name} sample as the reference does`, () => {
    const examples = readSample(name);
    const texts = {
      questions: examples.map(({ question }) => question),
      contexts: new Set(examples.map(({ context }) => context)),
    };
    for (const kind of ['questions', 'contexts'] as const) {
      const { tokens, ids, offsets } = hashTokens(tokenizer, texts[kind]);
      assert.deepEqual([tokens, ids, offsets], sampleHashes[name][kind], kind);
    }
  });
}

test('a vocabulary without [MASK] reads it as ordinary text', () => {
  const vocabulary = parseVocabulary('[PAD]\n[UNK]\n[CLS]\n[SEP]\n[\nmask\n]', 'vocab.txt');
  assert.deepEqual([...new Tokenizer(vocabulary).encode('[MASK] [SEP]').ids], [4, 5, 6, 3]);
});

test('offsets count code points after characters outside the basic plane, also around special tokens', () => {
  const { offsets } = tokenizer.encode('😀😀 a [SEP] 😀b c');
  assert.deepEqual([...offsets], [0, 2, 3, 4, 5, 10, 11, 13, 14, 15]);
});
