// What goes into the card of a run, and what does not.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { renderModelCard } from '../../src/card/render.ts';
import { cardFactsOf, type RunRecord } from '../../src/card/run-facts.ts';
import { isHubId } from '../../src/card/names.ts';
import type { PartialExperiment } from '../../src/config/fields.ts';
import { resolveExtends } from '../../src/config/extends.ts';
import { importText } from '../../src/config/import/import.ts';
import { parentsOnDisk } from '../../src/config/parents.ts';
import { parseExperiment } from '../../src/config/parse.ts';
import { resolveExperiment } from '../../src/config/resolve.ts';

function record(values: PartialExperiment, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    experiment: resolveExperiment(values, '/secret/folder/x.ipu.json'),
    state: 'completed',
    step: 9,
    results: { eval_exact_match: 50, eval_f1: 60.5, eval_samples: 4, epoch: 1 },
    versions: [{ name: 'IPU Workbench', text: '0.1.0' }],
    machine: '2 × CPU',
    modelledUtilisation: [0.5, 0.25],
    ...changes,
  };
}

const squad: PartialExperiment = {
  name: 'squad run',
  model: { model_name_or_path: 'Graphcore/bert-base-uncased' },
  data: { dataset_name: 'squad', train_file: '/secret/train.json', validation_file: 'dev.json' },
  training: { learning_rate: 9e-5, warmup_ratio: 0.2, per_device_train_batch_size: 2, per_device_eval_batch_size: 2 },
  ipu_config: { layers_per_ipu: [0, 4, 4, 4], gradient_accumulation_steps: 16, replication_factor: 4, device_iterations: 2, inference_replication_factor: 4, inference_device_iterations: 4 }, // prettier-ignore
};

it('names model, dataset and scores as the Hub knows them', () => {
  const { metadata, baseModel, data } = cardFactsOf(record(squad)).facts;
  assert.deepEqual([metadata.baseModels, metadata.datasets, metadata.metrics], [['Graphcore/bert-base-uncased'], ['squad'], ['exact_match', 'f1']]); // prettier-ignore
  assert.equal(metadata.license, null, 'nobody said one');
  assert.deepEqual(metadata.modelIndex, {
    name: 'squad run',
    results: [
      {
        task: { type: 'question-answering', name: 'Question Answering' },
        dataset: { name: 'squad', type: 'squad', split: 'validation' },
        metrics: [
          { type: 'exact_match', value: 50, name: 'EM' },
          { type: 'f1', value: 60.5, name: 'F1' },
        ],
      },
    ],
  });
  assert.deepEqual(baseModel, { name: 'Graphcore/bert-base-uncased', onHub: true });
  assert.deepEqual(data.map(({ name, use }) => [name, use]), [['squad', null], ['train.json', 'training'], ['dev.json', 'evaluation']]); // prettier-ignore
});

it('counts batches as the trainer does: 256 and 32 for the published layout', () => {
  const { hyperparameters } = cardFactsOf(record(squad)).facts;
  assert.deepEqual(Object.fromEntries(hyperparameters.map(({ name, text }) => [name, text])), {
    learning_rate: '9e-05',
    train_batch_size: '2',
    eval_batch_size: '2',
    seed: '42',
    distributed_type: 'NO',
    gradient_accumulation_steps: '16',
    total_train_batch_size: '256',
    total_eval_batch_size: '32',
    optimizer: 'Adam with betas=(0.9,0.999) and epsilon=1e-08',
    lr_scheduler_type: 'linear',
    lr_scheduler_warmup_ratio: '0.2',
    num_epochs: '3.0',
    'training precision': 'float32',
  });
});

it('a run without an end, or with a bad one, has no results and says so', () => {
  for (const state of ['running', 'stopped', 'failed', 'lost'] as const) {
    const { facts } = cardFactsOf(record(squad, { state }));
    assert.deepEqual([facts.results, facts.metadata.metrics, facts.metadata.modelIndex?.results], [null, [], []]);
    assert.deepEqual(facts.unfinished, { state, step: 9 });
    assert.match(renderModelCard(facts), new RegExp(`^This run is not finished: ${state} after 9 weight updates\\. It has no results\\.$`, 'm')); // prettier-ignore
  }
});

it('scores that are no numbers are no results on the Hub', () => {
  const { facts } = cardFactsOf(record(squad, { results: { eval_f1: NaN, eval_samples: 4 } }));
  assert.deepEqual(facts.metadata.modelIndex?.results, []);
  assert.match(renderModelCard(facts), /"eval_f1": "NaN"/);
});

it('says when only a part of the validation data was used', () => {
  const { facts } = cardFactsOf(record({ ...squad, data: { ...squad.data, max_eval_samples: 5 } }));
  assert.equal(facts.metadata.modelIndex?.results[0]?.dataset.name, 'squad (first 5 examples)');
});

it('keeps folders of the machine out of the card', () => {
  const values: PartialExperiment = {
    ...squad,
    model: { model_name_or_path: '/secret/models/mine', vocab_file: 'C:\\secret\\vocab.txt' },
    ipu_config: { ...squad.ipu_config, executable_cache_dir: '/secret/cache' },
    extra_args: { cache_dir: '/secret/hub', own: ['/secret/a', 'b'] },
  };
  const { facts } = cardFactsOf(record(values));
  const card = renderModelCard(facts);
  assert.doesNotMatch(card, /secret/);
  assert.match(card, /--model_name_or_path mine/);
  assert.deepEqual([facts.baseModel, facts.metadata.baseModels], [{ name: 'mine', onHub: false }, []]);
});

it('marks every modelled figure as modelled', () => {
  const card = renderModelCard(cardFactsOf(record(squad)).facts);
  assert.match(
    card,
    /not measured on IPUs:\n- Mean utilisation of IPU 0: 50\.0 % \(modelled\)\n- .* 1: 25\.0 % \(modelled\)\n/,
  );
});

it('the card is imported as the experiment again, but for what it says no argument says', async () => {
  const run = record(squad);
  const { facts } = cardFactsOf(run);
  const parsed = parseExperiment(importText(renderModelCard(facts), 'README.md').text);
  const { values, problems } = await resolveExtends(parsed, '/secret/folder/README.ipu.json', parentsOnDisk);
  assert.deepEqual([...parsed.problems, ...problems], []);
  const again = resolveExperiment(values, '/secret/folder/README.ipu.json');
  assert.deepEqual(facts.notInCommand, [{ name: 'ipu_config.seed', text: 'null' }]);
  assert.deepEqual({ ...again.ipu_config, seed: null, ipu_config_name: null }, run.experiment.ipu_config);
  assert.deepEqual([again.name, again.training], [run.experiment.name, run.experiment.training]);
  assert.deepEqual({ ...again.data, train_file: '/secret/train.json' }, run.experiment.data);
});

it('a name that no program can be given leaves the command out, and is told', () => {
  const { facts, notices } = cardFactsOf(record({ ...squad, data: { dataset_name: 'a\0b' } }));
  assert.equal(facts.command, null);
  assert.match(notices.map(({ message }) => message).join('\n'), /NUL/);
  assert.deepEqual(facts.metadata.datasets, []);
});

it('knows ids of the Hub', () => {
  for (const id of ['squad', 'Graphcore/bert-base-uncased', 'a.b/c_d']) assert.ok(isHubId(id), id);
  for (const id of ['', '/a', 'a/b/c', 'a b', '../a', 'a--b', '-a', 'a/', 'C:\\a', 'ä', 'a\n'])
    assert.ok(!isHubId(id), id);
});
