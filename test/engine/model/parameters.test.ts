import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bertBaseUncased, bertLargeUncased } from '../../../src/engine/model/config.ts';
import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { elementsOfSpec } from '../../../src/engine/model/parameters.ts';

const count = (config: typeof bertBaseUncased) => {
  const specs = questionAnswering.parameters(config);
  return [specs.length, specs.reduce((sum, spec) => sum + elementsOfSpec(spec), 0)];
};

test('the models have the tensors and parameters of Hugging Face’s', () => {
  assert.deepEqual(count(bertBaseUncased), [199, 108_893_186]);
  assert.deepEqual(count(bertLargeUncased), [391, 334_094_338]);
});

test('weight decay applies to 76 of the 199 tensors of BERT-base', () => {
  assert.equal(questionAnswering.parameters(bertBaseUncased).filter((spec) => spec.decay).length, 76);
});
