// From an experiment to what its plan follows from: everything that is derived, as optimum-graphcore derives it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Experiment, PartialExperiment } from '../../src/config/fields.ts';
import { parseExperiment } from '../../src/config/parse.ts';
import { planInputOf, podIpusOf } from '../../src/config/plan-input.ts';
import { resolveExperiment } from '../../src/config/resolve.ts';
import { parseResolvedExperiment } from '../../src/config/resolved.ts';

const experimentOf = (values: PartialExperiment): Experiment => resolveExperiment(values, '/e.ipu.json');
const inputOf = (ipu_config: PartialExperiment['ipu_config'], rest: PartialExperiment = {}) =>
  planInputOf(experimentOf({ ...rest, ...(ipu_config ? { ipu_config } : {}) }));

async function sample(name: string): Promise<Experiment> {
  const path = join(import.meta.dirname, '../../samples', name);
  const { values, problems } = parseExperiment(await readFile(path, 'utf8'));
  assert.deepEqual(problems, []);
  return resolveExperiment(values, path);
}

test('the samples of the model cards are planned for their 16 IPUs', async () => {
  for (const [name, replicas] of [
    ['bert-base-squad.ipu.json', 4],
    ['bert-large-squad.ipu.json', 4],
  ] as const) {
    const input = planInputOf(await sample(name), { train: 88524, eval: 10784 });
    assert.equal(input.podIpus, 16);
    assert.equal(input.training.replicationFactor, replicas);
    assert.equal(input.trainSamples, 88524);
    assert.equal(input.mode, 'training');
  }
});

// Source: ipu_configuration.py v0.6.1, inference_* properties: None follows the training value.
test('inference fields that are not given follow those of training', () => {
  const lists = { layers_per_ipu: [3, 7, 7, 7], matmul_proportion: [0.1, 0.2, 0.2, 0.2] };
  const { inference } = inputOf({ ...lists, embedding_serialization_factor: 2 });
  assert.deepEqual([inference.layersPerIpu, inference.ipusPerReplica], [[3, 7, 7, 7], 4]);
  assert.deepEqual(inference.matmulProportion, [0.1, 0.2, 0.2, 0.2]);
  assert.equal(inference.embeddingSerializationFactor, 1, 'the factor does not follow');
  const other = inputOf({ ...lists, inference_layers_per_ipu: [12, 12] }).inference;
  assert.deepEqual(
    [other.ipusPerReplica, other.matmulProportion],
    [2, 0.2],
    'a list of another length is not taken over',
  );
});

// Source: ipu_configuration.py v0.6.1, inference_ipus_per_replica.
test('IPUs of an inference replica are counted by their list unless that says only “an even split”', () => {
  assert.equal(inputOf({ layers_per_ipu: [-1], ipus_per_replica: 4 }).inference.ipusPerReplica, 4);
  const twoLists = { layers_per_ipu: [-1], ipus_per_replica: 4, inference_layers_per_ipu: [6, 6] };
  assert.equal(inputOf(twoLists).inference.ipusPerReplica, 2);
  assert.equal(inputOf({ layers_per_ipu: [0, 4, 4, 4], inference_layers_per_ipu: [-1] }).inference.ipusPerReplica, 1);
});

// Source: ipu_configuration.py up to v0.6.0, which has no inference layout.
test('up to 0.6.0 evaluation has the layout of training', () => {
  const ipu = { layers_per_ipu: [0, 4, 4, 4], embedding_serialization_factor: 2, inference_layers_per_ipu: [12] };
  const { inference } = inputOf(ipu, { plan: { optimum_graphcore: '0.5' } });
  assert.deepEqual(inference.layersPerIpu, [0, 4, 4, 4]);
  assert.equal(inference.embeddingSerializationFactor, 2);
});

// Source: training_args.py v0.6.1, n_ipu: replication_factor = n_ipu // ipus_per_replica.
test('n_ipu decides replicas that are not given, and goes before pod_type', () => {
  const layers = { layers_per_ipu: [0, 4, 4, 4] };
  const derived = inputOf({ ...layers, n_ipu: 18, inference_layers_per_ipu: [6, 6], pod_type: 'pod64' });
  assert.deepEqual(
    [derived.podIpus, derived.training.replicationFactor, derived.inference.replicationFactor],
    [18, 4, 9],
  );
  assert.equal(inputOf({ ...layers, n_ipu: 16, replication_factor: 2 }).training.replicationFactor, 2);
  assert.equal(inputOf({ ...layers, n_ipu: 2 }).training.replicationFactor, 1, 'what runs here still is one replica');
  assert.equal(inputOf({ ...layers, pod_type: 'pod64' }).training.replicationFactor, 1);
  const settled = experimentOf({ ipu_config: { ...layers, n_ipu: 16 } });
  assert.deepEqual(parseResolvedExperiment(JSON.parse(JSON.stringify(settled))), settled);
});

test('machines are known by their names', () => {
  assert.deepEqual(['pod4', 'POD16', 'bow-pod64', 'pod_8', 'pod256'].map(podIpusOf), [4, 16, 64, 8, 256]);
  for (const name of [null, '', 'pod', 'pod0', 'a100', 'pod16x', 'pod99999']) assert.equal(podIpusOf(name), null);
});

test('packed sequences are counted in packs; evaluation alone is planned for inference', () => {
  const experiment = experimentOf({ plan: { sequences_per_pack: 2 }, training: { do_train: false } });
  const input = planInputOf(experiment, { train: null, eval: 101 });
  assert.deepEqual([input.mode, input.trainSamples, input.evalSamples], ['inference', null, 51]);
});

test('the vocabulary is the experiment’s, else that of the published model, else BERT’s', () => {
  const size = (model: PartialExperiment['model']) =>
    planInputOf(experimentOf(model ? { model } : {})).model.vocab_size;
  assert.equal(size({ vocab_size: 30528 }), 30528);
  assert.equal(size({ model_name_or_path: 'bert-base-cased' }), 28996);
  assert.equal(size({}), 30522);
});
