// Remedies: each, written into an experiment file, leads to the figures that it states; each helps, and keeps the rules.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editFields } from '../../../src/config/edit.ts';
import { parseExperiment } from '../../../src/config/parse.ts';
import { planInputOf } from '../../../src/config/plan-input.ts';
import { settleExperiment } from '../../../src/config/settle.ts';
import { suggestConfigurations } from '../../../src/engine/ipu/search.ts';
import { planConfiguration } from '../../../src/engine/ipu/plan.ts';
import type { PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import type { FieldEdit, Plan, Remedy } from '../../../src/shared/plan.ts';
import { createRandom, type Random } from '../../support/random.ts';

const large = { hidden_size: 1024, num_hidden_layers: 24, num_attention_heads: 16, intermediate_size: 4096 };
const counts = { train: 88524, eval: 10784 };

const squad = {
  model: large,
  data: { max_seq_length: 384 },
  training: { per_device_train_batch_size: 2, per_device_eval_batch_size: 2, gradient_accumulation_steps: 32 },
  ipu_config: { n_ipu: 16, layers_per_ipu: [3, 7, 7, 7], recompute_checkpoint_every_layer: true },
};

const experiments: Readonly<Record<string, object>> = {
  'too large for its IPUs': squad,
  'too large, with lists for each IPU': {
    ...squad,
    ipu_config: { ...squad.ipu_config, matmul_proportion: [0.6, 0.6, 0.6, 0.6], inference_layers_per_ipu: [12, 12] },
  },
  'far too large': {
    ...squad,
    training: { ...squad.training, per_device_train_batch_size: 16 },
    ipu_config: { n_ipu: 4, layers_per_ipu: [0, 8, 8, 8] },
  },
  'too large, pre-training': {
    ...squad,
    task: 'pretraining',
    ipu_config: { ...squad.ipu_config, matmul_proportion: 0.4, optimizer_state_offchip: true },
  },
  'layers that do not add up': { ...squad, ipu_config: { ...squad.ipu_config, layers_per_ipu: [3, 7, 7, 8] } },
  'a list of the wrong length': {
    ...squad,
    ipu_config: { ...squad.ipu_config, layers_per_ipu: [8, 8, 8], ipus_per_replica: 4 },
  },
  'fits, but could be faster': {
    data: { max_seq_length: 384 },
    training: { per_device_train_batch_size: 2, gradient_accumulation_steps: 64, dataloader_num_workers: 0 },
    ipu_config: {
      n_ipu: 16,
      layers_per_ipu: [0, 2, 8, 2],
      replication_factor: 2,
      optimizer_state_offchip: true,
      embedding_serialization_factor: 2,
    },
  },
  'a pipeline that is not filled, and a pod that is too small': {
    data: { max_seq_length: 384 },
    training: { per_device_train_batch_size: 4, gradient_accumulation_steps: 2 },
    ipu_config: { n_ipu: 8, layers_per_ipu: [0, 4, 4, 4], replication_factor: 4, embedding_serialization_factor: 4 },
  },
  'BERT-large as published, evaluation’s replicas given': {
    model: large,
    data: { max_seq_length: 384 },
    training: { per_device_train_batch_size: 1, gradient_accumulation_steps: 16 },
    ipu_config: {
      n_ipu: 16,
      layers_per_ipu: [3, 7, 7, 7],
      replication_factor: 4,
      inference_replication_factor: 4,
      optimizer_state_offchip: true,
      recompute_checkpoint_every_layer: true,
    },
  },
  'evaluation only': {
    data: { max_seq_length: 384 },
    training: { do_train: false, per_device_eval_batch_size: 1 },
    ipu_config: { n_ipu: 16, layers_per_ipu: [3, 3, 3, 3], inference_device_iterations: 16 },
  },
  'evaluation only, in an old version': {
    data: { max_seq_length: 384 },
    training: { do_train: false, per_device_eval_batch_size: 1 },
    ipu_config: { n_ipu: 16, layers_per_ipu: [3, 3, 3, 3], inference_device_iterations: 16 },
    plan: { optimum_graphcore: '0.5' },
  },
  'evaluation that is too large': {
    model: large,
    data: { max_seq_length: 512 },
    training: { do_train: false, per_device_eval_batch_size: 256 },
    ipu_config: { n_ipu: 4, layers_per_ipu: [-1], ipus_per_replica: 1, matmul_proportion: 0.6 },
  },
};

function inputOfText(text: string): PlanInput {
  const { values, problems } = parseExperiment(text);
  const refused = problems.filter(
    ({ severity, code }) => severity === 'error' && /^(type|field|json|value)-/.test(code),
  );
  assert.deepEqual(refused, []);
  return planInputOf(settleExperiment(values), counts);
}

function applyEdits(text: string, edits: readonly FieldEdit[]): string {
  const changes = editFields(text, edits);
  return changes.reduceRight((edited, { offset, length, content }) => {
    return edited.slice(0, offset) + content + edited.slice(offset + length);
  }, text);
}

const errorsOf = ({ warnings }: Plan): string[] =>
  warnings.filter(({ severity }) => severity === 'error').map(({ code }) => code);

const allRemedies = (plan: Plan): Remedy[] => [...plan.remedies, ...plan.warnings.flatMap(({ remedies }) => remedies)];

function checkRemedies(text: string, plan: Plan): void {
  for (const { title, edits, verdict, marginBytes, samplesPerSecond } of allRemedies(plan)) {
    assert.ok(edits.length > 0, title);
    const after = planConfiguration(inputOfText(applyEdits(text, edits)));
    const margins = after.ipus.map(({ memory }) => memory.marginBytes);
    const context = `${title} of ${text}`;
    assert.equal(after.verdict, verdict, context);
    assert.equal(Math.min(...margins), marginBytes, context);
    assert.equal(after.throughput.samplesPerSecond, samplesPerSecond, context);
    const before = new Set(errorsOf(plan));
    const worse = errorsOf(after).filter((code) => !before.has(code) && !/memory/.test(code));
    assert.deepEqual(worse, [], context);
  }
}

for (const [name, experiment] of Object.entries(experiments)) {
  test(`${name}: every remedy gives the figures it states`, () => {
    const text = `${JSON.stringify(experiment, null, 2)}\n`;
    const plan = planConfiguration(inputOfText(text));
    const remedies = allRemedies(plan);
    assert.ok(remedies.length > 0, 'there are remedies');
    assert.ok(plan.remedies.length <= 6);
    checkRemedies(text, plan);
  });

  test(`${name}: the remedies help, the fastest first`, () => {
    const plan = planConfiguration(inputOfText(JSON.stringify(experiment)));
    const speeds = plan.remedies.map(({ samplesPerSecond }) => samplesPerSecond);
    assert.deepEqual(
      [...speeds].sort((a, b) => b - a),
      speeds,
    );
    for (const { verdict, samplesPerSecond, title } of plan.remedies) {
      if (plan.verdict === 'fits') {
        assert.equal(verdict, 'fits', title);
        assert.ok(samplesPerSecond > plan.throughput.samplesPerSecond, title);
      } else if (plan.verdict !== null) assert.ok(verdict === 'fits' || plan.verdict !== verdict, title);
    }
  });
}

for (const [name, experiment] of Object.entries(experiments)) {
  test(`${name}: what the search suggests can be written into the file, and runs`, () => {
    const text = JSON.stringify(experiment);
    const input = inputOfText(text);
    const { front } = suggestConfigurations(input);
    for (const { edits, samplesPerSecond } of front) {
      const after = planConfiguration(inputOfText(applyEdits(text, edits)));
      assert.deepEqual(errorsOf(after), [], JSON.stringify(edits));
      assert.equal(after.fits, true);
      assert.equal(after.throughput.samplesPerSecond, samplesPerSecond);
    }
  });
}

test('the batch of a weight update stays as it is, whatever makes it fit', () => {
  for (const name of ['too large for its IPUs', 'far too large']) {
    const text = JSON.stringify(experiments[name]);
    const plan = planConfiguration(inputOfText(text));
    for (const { edits, title } of plan.remedies) {
      const after = planConfiguration(inputOfText(applyEdits(text, edits)));
      assert.equal(after.batch.perUpdate, plan.batch.perUpdate, title);
    }
  }
});

test('what makes BERT-large fit is among what its published configurations have', () => {
  const plan = planConfiguration(inputOfText(JSON.stringify(squad)));
  const fields = plan.remedies.flatMap(({ edits }) => edits.map(({ field }) => field));
  assert.ok(fields.includes('ipu_config.optimizer_state_offchip'), fields.join());
});

test('what does not fit is no remedy of a warning, whatever else it mends', () => {
  const text = JSON.stringify({
    ...squad,
    training: { ...squad.training, per_device_train_batch_size: 16, gradient_accumulation_steps: 4 },
    ipu_config: { n_ipu: 16, layers_per_ipu: [0, 6, 6, 12], replication_factor: 2 },
  });
  const plan = planConfiguration(inputOfText(text));
  assert.equal(plan.verdict, 'does-not-fit');
  assert.ok(plan.warnings.some(({ code }) => code === 'stages-uneven' || code === 'pod-idle'));
  const hopeless = plan.warnings.flatMap(({ code, remedies }) =>
    remedies.filter(({ verdict }) => verdict === 'does-not-fit').map(({ title }) => `${code}: ${title}`),
  );
  assert.deepEqual(hopeless, []);
});

test('an unfilled pipeline is filled by smaller micro-batches of the same batch', () => {
  const text = JSON.stringify(experiments['a pipeline that is not filled, and a pod that is too small']);
  const warning = planConfiguration(inputOfText(text)).warnings.find(({ code }) => code === 'pipeline-not-filled')!;
  const kept = warning.remedies.find(({ edits }) =>
    edits.some(({ field }) => field === 'training.per_device_train_batch_size'),
  );
  assert.deepEqual(kept?.edits, [
    { field: 'training.per_device_train_batch_size', value: 1 },
    { field: 'training.gradient_accumulation_steps', value: 8 },
  ]);
});

test('every remedy of 150 random experiments gives the figures it states', () => {
  const random = createRandom(41);
  let remedies = 0;
  for (let round = 0; round < 150; round++) {
    const text = JSON.stringify(randomExperiment(random));
    const plan = planConfiguration(inputOfText(text));
    checkRemedies(text, plan);
    remedies += allRemedies(plan).length;
  }
  assert.ok(remedies > 300, `${remedies} remedies`);
});

/** An experiment that says some things and leaves others to be derived. */
function randomExperiment(random: Random): object {
  const maybe = (fields: object): object => (random.next() < 0.5 ? fields : {});
  const layers = random.pick([[-1], [3, 7, 7, 7], [0, 4, 4, 4], [6, 6], [12], [4, 4, 4], [2, 3, 3, 3, 3, 3, 3, 4]]);
  return {
    task: random.pick(['question-answering', 'pretraining']),
    ...maybe({ model: large }),
    data: { max_seq_length: random.pick([128, 384, 512]) },
    training: {
      do_train: random.next() < 0.8,
      per_device_train_batch_size: random.pick([1, 2, 4, 16]),
      per_device_eval_batch_size: random.pick([1, 8, 64]),
      ...maybe({ gradient_accumulation_steps: random.pick([1, 8, 32, 512]) }),
      ...maybe({ dataloader_num_workers: 64 }),
    },
    ipu_config: {
      layers_per_ipu: layers,
      gradient_accumulation_steps: 16,
      ...maybe({ n_ipu: random.pick([4, 8, 16]) }),
      ...maybe({ ipus_per_replica: random.pick([1, 2, 4, layers.length]) }),
      ...maybe({ replication_factor: random.pick([1, 2, 4]) }),
      ...maybe({ inference_layers_per_ipu: random.pick([[-1], [12, 12], [6, 6], [24]]) }),
      ...maybe({ inference_ipus_per_replica: random.pick([1, 2]) }),
      ...maybe({ inference_device_iterations: random.pick([4, 5]) }),
      ...maybe({ matmul_proportion: layers.map(() => random.pick([0.1, 0.25, 0.6])) }),
      ...maybe({ embedding_serialization_factor: random.pick([2, 4, 6]) }),
      ...maybe({ optimizer_state_offchip: true }),
      ...maybe({ replicated_tensor_sharding: true }),
      ...maybe({ recompute_checkpoint_every_layer: true }),
    },
  };
}
