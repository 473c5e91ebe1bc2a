// Rules across fields: each is broken by its case (rule-cases.ts) and kept by the nearest good configuration.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planInputOf } from '../../../src/config/plan-input.ts';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import { checkConfiguration } from '../../../src/engine/ipu/rules.ts';
import { ruleCases } from './rule-cases.ts';
import { bertLarge, type Changes, someInput } from './some-input.ts';

for (const [title, { source, changes, code, severity, message, field, kept }] of Object.entries(ruleCases)) {
  test(`${title} (${source})`, () => {
    const finding = checkConfiguration(someInput(changes)).find((each) => each.code === code);
    assert.ok(finding, `no ${code}`);
    assert.equal(finding.severity, severity);
    assert.match(finding.message, message);
    assert.equal(finding.fields[0], field);
    assert.ok(finding.hint.endsWith('.'));
    assert.deepEqual(
      finding.fields.filter((each) => !finding.needs.includes(each) && !each.startsWith('ipu_config.inference_')),
      [],
      'a rule needs the fields that mend it',
    );
    const others = checkConfiguration(someInput(kept)).map((each) => each.code);
    assert.equal(others.includes(code), false, `still ${code} in ${others.join(', ')}`);
  });
}

test('published configurations break no rule', () => {
  const published: readonly Changes[] = [
    {},
    { ...bertLarge, microBatchSize: 1, gradientAccumulationSteps: 64 },
    {
      podIpus: 4,
      training: { replicationFactor: 1 },
      inference: { replicationFactor: 1 },
      replicatedTensorSharding: false,
    },
    {
      model: bertLarge.model!,
      training: { ipusPerReplica: 8, replicationFactor: 2, layersPerIpu: [2, 3, 3, 3, 3, 3, 3, 4] },
      inference: { layersPerIpu: [3, 7, 7, 7] },
    },
  ];
  for (const changes of published) {
    const findings = checkConfiguration(someInput(changes)).filter(({ severity }) => severity !== 'info');
    assert.deepEqual(
      findings.map(({ code, message }) => `${code}: ${message}`),
      [],
    );
  }
});

test('evaluation that takes over a faulty layout is not blamed a second time; errors come first', () => {
  const wrong = { layersPerIpu: [0, 4, 4, 3], matmulProportion: [0.2] };
  const findings = checkConfiguration(someInput({ training: wrong, inference: wrong }));
  const codes = findings.map(({ code }) => code);
  assert.deepEqual(codes, [...new Set(codes)]);
  const ranks = findings.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
  assert.deepEqual(ranks, ranks.toSorted());
});

// Source: optimum/graphcore/modeling_utils.py up to v0.5.0, which only refuses too few.
test('that too many layers go unnoticed up to 0.5 is said with the fault', () => {
  const message = (family: '0.5' | '0.6.0'): string =>
    checkConfiguration(someInput({ family, training: { layersPerIpu: [0, 4, 4, 5] } }))[0]!.message;
  assert.match(message('0.5'), /leaves the surplus out without a word/);
  assert.doesNotMatch(message('0.6.0'), /surplus/);
});

test('an experiment that says nothing of IPUs breaks no rule', () => {
  const findings = checkConfiguration(planInputOf(resolveExperiment({}, '/e.ipu.json')));
  assert.deepEqual(findings, []);
});

test('no figure makes a rule throw', () => {
  const odd = [NaN, Infinity, -Infinity, 0, -1, 0.5, 1e308, 2 ** 53];
  for (const value of odd) {
    const layout = {
      layersPerIpu: [value, value],
      ipusPerReplica: value,
      replicationFactor: value,
      matmulProportion: [value],
      embeddingSerializationFactor: value,
      embeddingSplitsPerIpu: [value],
      projectionSerializationFactor: value,
      projectionSplitsPerIpu: [],
      deviceIterations: value,
    };
    const input = someInput({
      task: 'pretraining',
      podIpus: value,
      sequenceLength: value,
      gradientAccumulationSteps: value,
      trainSamples: value,
      evalSamples: value,
      model: {
        ...someInput().model,
        vocab_size: value,
        hidden_size: value,
        num_attention_heads: value,
        num_hidden_layers: value,
      },
      training: layout,
      inference: { ...layout, ipusPerReplica: 1 },
    });
    assert.doesNotThrow(() => checkConfiguration(input), String(value));
    assert.doesNotThrow(() => checkConfiguration({ ...input, mode: 'inference' }), String(value));
  }
});
