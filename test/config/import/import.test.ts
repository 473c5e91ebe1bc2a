import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { importText } from '../../../src/config/import/import.ts';
import { settleExperiment } from '../../../src/config/settle.ts';
import { readValues } from './round-trip.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const card = (name: string): string => readFileSync(join(fixtures, 'cards', name), 'utf8');

/** Compares with a file beside the tests; UPDATE_GOLDEN=1 writes it anew, to be read in the diff. */
function assertGolden(name: string, text: string): void {
  const path = join(import.meta.dirname, 'golden', name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(join(import.meta.dirname, 'golden'), { recursive: true });
    writeFileSync(path, text);
  }
  assert.equal(text, readFileSync(path, 'utf8'));
}

const ofKind = (text: string, kind: string): string[] =>
  importText(text, 'test').notices.filter((notice) => notice.kind === kind).map(({ name }) => name); // prettier-ignore
const valuesOf = (text: string) => readValues(importText(text, 'test').text);

describe('model cards', () => {
  test('the card of BERT-base in full, with what it says against itself', () => {
    const { text, notices, fileName } = importText(card('bert-base-uncased-squad.md'), 'bert-base-uncased-squad.md');
    assertGolden('bert-base-uncased-squad.ipu.json', text);
    assert.equal(fileName, 'squad_v2_bert_base.ipu.json');
    const contradictions = notices.filter(({ kind }) => kind === 'contradiction').map(({ name }) => name);
    assert.deepEqual(contradictions, [
      'learning_rate',
      'total_train_batch_size',
      'total_eval_batch_size',
      'warmup_ratio',
    ]);
    assert.match(notices.find(({ name }) => name === 'total_train_batch_size')?.message ?? '', /2 × 16 .* 4 replicas .* = 128.*`device_iterations` 2/); // prettier-ignore
    const { training, ipu_config: ipu } = settleExperiment(readValues(text));
    assert.equal(training.learning_rate, 9e-5);
    assert.equal(
      training.per_device_train_batch_size * training.gradient_accumulation_steps * ipu.replication_factor,
      128,
    );
    assert.deepEqual(ipu.layers_per_ipu, [0, 4, 4, 4]);
    assert.equal(training.seed, 42, 'glued to the next line by its backslash');
  });

  test('the card of BERT-large, which breaks off before its command', () => {
    const { text, notices } = importText(card('bert-large-uncased-squad.md'), 'bert-large-uncased-squad.md');
    assertGolden('bert-large-uncased-squad.ipu.json', text);
    assert.match(notices.find(({ name }) => name === 'card')?.message ?? '', /no command line and no hyper-parameters/);
    const { ipu_config: ipu, model } = settleExperiment(readValues(text));
    assert.equal(model.model_name_or_path, 'Graphcore/bert-large-uncased');
    assert.equal(ipu.replication_factor, 4);
  });

  test('a card with a list alone', () => {
    const text = '---\ntags:\n- x\n---\nThis is a fine-tuned version of [a/b](http://c) on the squad dataset.\n\n- learning_rate: 3e-05\n- train_batch_size: 4\n- optimizer: Adam with betas=(0.8,0.99) and epsilon=1e-06\n- num_epochs: 2.0\n'; // prettier-ignore
    const { training, model } = valuesOf(text);
    assert.equal(model?.model_name_or_path, 'a/b');
    assert.deepEqual(
      [training?.learning_rate, training?.per_device_train_batch_size, training?.num_train_epochs],
      [3e-5, 4, 2],
    );
    assert.deepEqual([training?.adam_beta1, training?.adam_beta2, training?.adam_epsilon], [0.8, 0.99, 1e-6]);
  });
});

describe('command lines', () => {
  const start = 'python run_qa.py --model_name_or_path m --do_train --do_eval';

  test('flags with an equals sign, hyphens, negations, shortened names and the last of two', () => {
    const { training, data } = valuesOf(
      `${start} --learning-rate=1e-4 --no_pad_to_max_length --seed 1 --seed 2 --num_tr 4`,
    );
    assert.deepEqual([training?.learning_rate, training?.seed, training?.num_train_epochs], [1e-4, 2, 4]);
    assert.equal(data?.pad_to_max_length, false);
    assert.deepEqual(ofKind(`${start} --seed 1 --seed 2`, 'contradiction'), ['seed']);
    assert.deepEqual(ofKind(`${start} --num_tr 4`, 'remark'), ['num_train_epochs']);
  });

  test('what no field can hold is kept under extra_args and listed', () => {
    const text = `${start} --fp16 --report_to wandb tensorboard --lr_scheduler_type polynomial --learning_rate $LR --max_steps 1.5`;
    assert.deepEqual(valuesOf(text).extra_args, {
      fp16: true, report_to: ['wandb', 'tensorboard'], lr_scheduler_type: 'polynomial', learning_rate: '$LR', max_steps: '1.5',
    }); // prettier-ignore
    assert.deepEqual(ofKind(text, 'kept'), ['fp16', 'report_to', 'lr_scheduler_type', 'learning_rate', 'max_steps']);
    assert.deepEqual(ofKind(text, 'remark'), ['learning_rate'], 'a variable nobody set is said');
  });

  test('secrets are not written into the file', () => {
    const { text, notices } = importText(
      `HF_TOKEN=hf_abc ${start} --hub_token hf_secret --push_to_hub_token hf_x`,
      'test',
    );
    assert.doesNotMatch(text + JSON.stringify(notices), /hf_(abc|secret|x)/);
    const dropped = notices.filter(({ kind }) => kind === 'dropped').map(({ name }) => name);
    assert.deepEqual(dropped, ['hub_token', 'push_to_hub_token', 'environment']);
  });

  test("the scripts' own defaults are written out where an experiment file has others", () => {
    const { training, data } = valuesOf('python run_glue.py --model_name_or_path m --do_train');
    assert.deepEqual([training?.do_eval, training?.logging_steps, data?.max_seq_length, data?.pad_to_max_length], [false, 500, 128, true]); // prettier-ignore
  });

  test('the task is that of the script', () => {
    const task = (script: string): unknown => valuesOf(`python ${script} --model_name_or_path m --do_train`).task ?? 'question-answering'; // prettier-ignore
    assert.deepEqual(
      ['run_qa.py', 'a/b/run_glue.py', 'run_ner.py', 'run_swag.py', 'run_mlm.py', 'run_pretraining.py', 'C:\\x\\run_ner.py'].map(task),
      ['question-answering', 'sequence-classification', 'token-classification', 'multiple-choice', 'pretraining', 'pretraining', 'token-classification'],
    ); // prettier-ignore
  });

  test('a launcher, a prompt, an environment and several commands', () => {
    const text =
      '$ A=1 poprun --num-replicas 4 python3 -u run_qa.py --model_name_or_path m --seed 7 > log.txt\npython run_qa.py --seed 8';
    assert.equal(valuesOf(text).training?.seed, 7);
    assert.deepEqual(ofKind(text, 'dropped'), ['environment', 'launcher']);
    assert.ok(ofKind(text, 'remark').includes('commands'));
  });

  test('commands of cmd and PowerShell', () => {
    const { data } = valuesOf(
      'python run_qa.py ^\r\n  --model_name_or_path m ^\r\n  --train_file C:\\data\\train.json',
    );
    assert.equal(data?.train_file, 'C:\\data\\train.json');
  });

  test('arguments alone', () => assert.equal(valuesOf('--learning_rate 3e-5 \\\n  --seed 3').training?.seed, 3));

  test('a file of arguments is asked for', () =>
    assert.throws(() => importText('python run_qa.py args.json', 'x'), { code: 'arguments-in-file' }));

  test('a text without a command says what to do', () => {
    for (const text of ['', 'hello', '# Title\n\nprose', 'ls -la', '[1]', '{}', 'null'])
      assert.throws(() => importText(text, 'x'), { code: 'nothing-to-import' }, text);
  });
});

describe('--ipu_config_overrides', () => {
  const start = 'python run_qa.py --model_name_or_path m --do_train --ipu_config_name';
  const withOverrides = (overrides: string, name = 'Graphcore/bert-large-ipu'): string =>
    `${start} ${name} --pod_type pod16 --ipu_config_overrides "${overrides}"`;

  test('lists in brackets, numbers, flags and texts', () => {
    const text = withOverrides(
      'matmul_proportion=[0.1 0.2 0.3 0.4],device_iterations=4,optimizer_state_offchip=no,output_mode=all',
    );
    const { ipu_config: ipu } = valuesOf(text);
    assert.deepEqual(ipu?.matmul_proportion, [0.1, 0.2, 0.3, 0.4]);
    assert.deepEqual([ipu?.device_iterations, ipu?.optimizer_state_offchip, ipu?.output_mode], [4, false, 'all']);
    assert.deepEqual(ofKind(text, 'contradiction'), []);
  });

  test('what optimum-graphcore refuses is read and said', () => {
    const text = withOverrides('matmul_proportion=0.2,layers_per_ipu=[3,7,7,7]');
    assert.equal(valuesOf(text).ipu_config?.matmul_proportion, 0.2);
    assert.deepEqual(valuesOf(text).ipu_config?.layers_per_ipu, [3, 7, 7, 7], 'as it is meant');
    assert.deepEqual(ofKind(text, 'contradiction'), ['ipu_config_overrides', 'matmul_proportion', 'layers_per_ipu']);
  });

  test('entries that no field has are kept', () => {
    const values = valuesOf(withOverrides('decompose_grad_sum=true,device_iterations=2'));
    assert.deepEqual(values.extra_args, { ipu_config_overrides: 'decompose_grad_sum=true' });
    assert.equal(values.ipu_config?.device_iterations, 2);
  });

  test('a configuration that is not known keeps its name, and is said', () => {
    const text = withOverrides('layers_per_ipu=[6 6]', 'me/mine');
    const values = valuesOf(text);
    assert.equal(values.ipu_config?.ipu_config_name, 'me/mine');
    assert.equal(values.ipu_config.replication_factor, 8, '16 IPUs / 2 of a replica');
    assert.ok(ofKind(text, 'remark').includes('ipu_config_name'));
  });
});
