// config.json: Hugging Face's defaults, its older and newer spellings, and what the engine does not compute.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBertConfig, renderBertConfig } from '../../../src/engine/checkpoint/config-json.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import { AppError } from '../../../src/shared/errors.ts';

const parse = (values: object): unknown => parseBertConfig(JSON.stringify(values), 'config.json');

test('what a file leaves out, or says without meaning anything here, is as in bert-base-uncased', () => {
  assert.deepEqual(parse({}), bertBaseUncased);
  const silent = { architectures: ['BertForMaskedLM'], classifier_dropout: null, dtype: 'float16', torch_dtype: 'float32', gradient_checkpointing: false, use_cache: true, transformers_version: '4.57.6', pad_token_id: null, __proto__x: 1 }; // prettier-ignore
  assert.deepEqual(parse(silent), bertBaseUncased);
  assert.deepEqual(parse({ hidden_size: 32, num_attention_heads: 4 }), {
    ...bertBaseUncased,
    hidden_size: 32,
    num_attention_heads: 4,
  });
});

test('what is written is read again, with the task’s own fields', () => {
  const text = renderBertConfig(bertBaseUncased, 'BertForSequenceClassification', { num_labels: 3 });
  assert.deepEqual(parseBertConfig(text, 'config.json'), bertBaseUncased);
  const { architectures, num_labels: labels, torch_dtype: type } = JSON.parse(text);
  assert.deepEqual([architectures, labels, type], [['BertForSequenceClassification'], 3, 'float32']);
});

const unsupported: readonly [values: object, message: RegExp, hint: RegExp][] = [
  [{ model_type: 'roberta' }, /model_type is "roberta"/, /BERT model/],
  [{ hidden_act: 'gelu_new' }, /hidden_act is "gelu_new"; the embedded engine has only "gelu"/, /gelu/],
  [{ position_embedding_type: 'relative_key' }, /position_embedding_type is "relative_key"/, /absolute positions/],
  [{ is_decoder: true }, /is_decoder is true/, /encoder/],
];
for (const [values, message, hint] of unsupported) {
  test(`refused with a remedy: ${JSON.stringify(values)}`, () => {
    assert.throws(
      () => parse(values),
      (error: unknown) => error instanceof AppError && message.test(error.message) && hint.test(error.hint),
    );
  });
}

const broken: readonly (readonly [text: string, reason: RegExp])[] = [
  ['{', /is not JSON/],
  ['[]', /is no object/],
  ['{"hidden_size": "768"}', /hidden_size is "768"/],
  ['{"vocab_size": 0}', /vocab_size is 0/],
  ['{"num_hidden_layers": 1.5}', /num_hidden_layers is 1\.5/],
  ['{"hidden_size": 1e999}', /hidden_size is Infinity/],
  ['{"num_attention_heads": 7}', /768 is not divisible by 7 heads/],
  ['{"hidden_dropout_prob": 1}', /hidden_dropout_prob is 1/],
  ['{"layer_norm_eps": 0}', /layer_norm_eps is 0/],
  ['{"pad_token_id": 30522}', /pad_token_id is 30522/],
];
for (const [text, reason] of broken) {
  test(`refused as broken: ${text}`, () => {
    assert.throws(
      () => parseBertConfig(text, 'config.json'),
      (error: unknown) =>
        error instanceof AppError && error.code === 'model-config-invalid' && reason.test(error.message),
    );
  });
}
