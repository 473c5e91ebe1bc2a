// Geometries that follow from a model's name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownModel } from '../../src/config/known-models.ts';

function shape(name: string): number[] | undefined {
  const model = knownModel(name);
  return (
    model && [
      model.num_hidden_layers,
      model.hidden_size,
      model.num_attention_heads,
      model.intermediate_size,
      model.vocab_size,
    ]
  );
}

test('published models are known with and without owner, and so is what is called after them', () => {
  const base = [12, 768, 12, 3072, 30522];
  const large = [24, 1024, 16, 4096, 30522];
  assert.deepEqual(shape('bert-base-uncased'), base);
  assert.deepEqual(shape('google-bert/bert-base-uncased'), base);
  assert.deepEqual(shape('Graphcore/bert-base-uncased-squad'), base);
  assert.deepEqual(shape('/models/bert-large-uncased'), large);
  assert.deepEqual(shape('bert-large-uncased-whole-word-masking'), large);
  assert.deepEqual(shape('bert-large-cased'), [24, 1024, 16, 4096, 28996]);
  assert.deepEqual(shape('bert-base-multilingual-cased-ner'), [12, 768, 12, 3072, 119547]);
});

test('the miniatures follow their pattern', () => {
  assert.deepEqual(shape('google/bert_uncased_L-2_H-128_A-2'), [2, 128, 2, 512, 30522]);
  assert.deepEqual(shape('bert_uncased_L-10_H-512_A-8'), [10, 512, 8, 2048, 30522]);
  assert.equal(shape('bert_uncased_L-0_H-128_A-2'), undefined);
  assert.equal(shape('bert_uncased_L-2_H-100_A-3'), undefined);
});

test('other names say nothing', () => {
  for (const name of [
    '',
    '/',
    'bert',
    'roberta-base',
    'bert-base-uncasedness',
    '__proto__',
    'constructor',
    'x'.repeat(1e5),
  ])
    assert.equal(knownModel(name), undefined, name.slice(0, 40));
});
