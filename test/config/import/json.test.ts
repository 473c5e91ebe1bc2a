import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { importText } from '../../../src/config/import/import.ts';
import { readValues } from './round-trip.ts';

const imported = (json: unknown) => importText(JSON.stringify(json), 'test.json');
const valuesOf = (json: unknown) => readValues(imported(json).text);

describe('arguments as JSON', () => {
  test('args.json as the scripts read it', () => {
    const args = { model_name_or_path: 'm', do_train: true, do_eval: false, learning_rate: 3e-5, report_to: ['a'], fp32: true, n_ipu: 4, output_dir: 'out/run-7' }; // prettier-ignore
    const { name, training, extra_args: extra, ipu_config: ipu } = valuesOf(args);
    assert.equal(name, 'run-7');
    assert.deepEqual([training?.do_train, training?.do_eval, training?.learning_rate], [true, false, 3e-5]);
    assert.deepEqual(extra, { report_to: 'a', fp32: true });
    assert.equal(ipu?.n_ipu, 4);
  });

  test('a dump of all arguments: what has its default or is not known is left out', () => {
    const dump = { output_dir: 'x', _n_gpu: 0, past_index: -1, logging_nan_inf_filter: false, evaluation_strategy: 'no', save_strategy: 'epoch', learning_rate: 1e-4, fp16_backend: 'auto', lr_scheduler_type: 'SchedulerType.COSINE', local_rank: -1 }; // prettier-ignore
    const { training, extra_args: extra } = valuesOf(dump);
    assert.equal(training?.lr_scheduler_type, 'cosine');
    assert.deepEqual(extra, { save_strategy: 'epoch' });
    const dropped = imported(dump).notices.find(({ name }) => name === '3 arguments');
    assert.match(dropped?.message ?? '', /_n_gpu, fp16_backend, local_rank/);
  });

  test('trainer_state.json', () => {
    const state = {
      num_train_epochs: 3,
      log_history: [
        { loss: 1, learning_rate: 5e-5, step: 1 },
        { eval_f1: 80, step: 2 },
      ],
    };
    const { training } = valuesOf(state);
    assert.deepEqual([training?.num_train_epochs, training?.do_train, training?.do_eval], [3, true, true]);
  });

  test('results, experiments and pickles are refused with a remedy', () => {
    const refused = (text: string, code: string): void => assert.throws(() => importText(text, 'x'), { code });
    refused('{"epoch": 3, "eval_f1": 88.8, "train_runtime": 100}', 'results-not-imported');
    refused('{"model": {"model_name_or_path": "m"}, "training": {}}', 'already-an-experiment');
    refused('// mine\n{"training": {"seed": 1}}'.slice(8), 'already-an-experiment');
    refused(`python run_qa.py --do_train --note ${'x'.repeat(200_000)}`, 'imported-too-large');
    refused('PK\u0003\u0004 archive', 'binary-not-imported');
    refused('\u0080\u0002ctorch\0', 'binary-not-imported');
  });
});

describe('ipu_config.json', () => {
  test('of today', () => {
    const { ipu_config: ipu } = valuesOf({ layers_per_ipu: [0, 4, 4, 4], ipus_per_replica: 4, matmul_proportion: 0.25, inference_layers_per_ipu: [6, 6] }); // prettier-ignore
    assert.deepEqual(ipu?.layers_per_ipu, [0, 4, 4, 4]);
    assert.deepEqual(ipu.inference_layers_per_ipu, [6, 6]);
  });

  test('of an old version, converted, with every change listed', () => {
    const old = { layers_per_ipu: [0, 4, 4, 4], embedding_serialization_factor: 0, replication_factor: { pod16: 4, default: 1 }, decompose_grad_sum: false, transformers_version: '4.18.0' }; // prettier-ignore
    const { notices } = imported(old);
    const { ipu_config: ipu } = valuesOf(old);
    assert.equal(ipu?.embedding_serialization_factor, 1);
    assert.equal(ipu.replication_factor, 1);
    assert.equal(ipu.optimizer_state_offchip, true, 'its default then, which is not that of today');
    const told = notices.map(({ name }) => name);
    for (const name of ['version', 'embedding_serialization_factor', 'replication_factor', 'decompose_grad_sum'])
      assert.ok(told.includes(name), name);
  });
});

describe('notebooks', () => {
  const notebook = (...cells: unknown[]) => ({ cells, nbformat: 4 });
  const code = (...source: string[]) => ({ cell_type: 'code', source });

  test('a command after an exclamation mark, continued', () => {
    const cell = code(
      'model = "m"\n',
      '!python run_qa.py \\\n',
      '  --model_name_or_path {model} \\\n',
      '  --seed 5\n',
      'print(1)',
    );
    const { text, notices } = imported(notebook(cell));
    assert.equal(readValues(text).training?.seed, 5);
    assert.ok(notices.some(({ message }) => message.startsWith('{model} in --model_name_or_path')));
  });

  test('a cell of bash, and Markdown', () => {
    assert.equal(
      valuesOf(notebook(code('%%bash\n', 'S=6\n', 'python run_qa.py --seed $S --do_train'))).training?.seed,
      6,
    );
    const markdown = { cell_type: 'markdown', source: 'Run\n```bash\npython run_qa.py --seed 7 --do_train\n```' };
    assert.equal(valuesOf(notebook(markdown)).training?.seed, 7);
  });

  test('without a command', () =>
    assert.throws(() => imported(notebook(code('x = 1'))), { code: 'nothing-to-import' }));
});
