// Experiment files that break a rule across fields, each with what is said of it and where. Problems of single values and of the
// syntax are in problem-cases.ts.

import { type Case, experiment, model, data } from './problem-cases.ts';

/** Values that do not go together. */
export const acrossFields: Case[] = [
  {
    text: model('"hidden_size": 100, "num_attention_heads": «7»'),
    code: 'heads-do-not-divide-width',
    message: /100.*7/,
    hint: /such as 5/,
  },
  {
    text: model('"hidden_size": «100»'),
    code: 'heads-do-not-divide-width',
    message: /12 attention heads/,
    hint: /such as 10/,
  },
  {
    text: data('"max_seq_length": «513»'),
    code: 'sequence-longer-than-positions',
    message: /513.*512/,
    hint: /at most 512/,
  },
  {
    text: model('"max_position_embeddings": «128»'),
    code: 'sequence-longer-than-positions',
    message: /384.*128/,
    hint: /at most 128/,
  },
  { text: data('"doc_stride": «384»'), code: 'stride-not-below-length', message: /384/, hint: /less than 384/ },
  {
    text: experiment({ ipu: '"layers_per_ipu": «[0, 4, 4, 5]», "gradient_accumulation_steps": 16' }),
    code: 'layers-sum-wrong',
    message: /13 encoder layers/,
    hint: /add up to 12/,
  },
  {
    text: experiment({ ipu: '"layers_per_ipu": «[6, 6]», "ipus_per_replica": 4, "gradient_accumulation_steps": 7' }),
    code: 'layers-list-length-wrong',
    message: /2 entries/,
    hint: /one entry for each/,
  },
  {
    text: experiment({
      ipu: '"layers_per_ipu": [6, 6], "gradient_accumulation_steps": 3, "matmul_proportion": «[0.1]»',
    }),
    code: 'matmul-list-length-wrong',
    message: /1 entry for 2/,
    hint: /one number for all/,
  },
  {
    text: experiment({ ipu: '"layers_per_ipu": [6, 6], "gradient_accumulation_steps": «2»' }),
    code: 'pipeline-not-filled',
    message: /has 3 stages.*runs it all the same/,
    hint: /at least 3/,
    severity: 'warning',
  },
  {
    text: experiment({
      training: '"gradient_accumulation_steps": «2»',
      ipu: '"layers_per_ipu": [6, 6], "gradient_accumulation_steps": 9',
    }),
    code: 'pipeline-not-filled',
    message: /is 2/,
    hint: /at least 3/,
    severity: 'warning',
  },
  {
    text: experiment({ ipu: '"layers_per_ipu": «[6, 6]»' }),
    code: 'pipeline-not-filled',
    message: /is 1/,
    hint: /at least 3/,
    severity: 'warning',
  },
  {
    text: experiment({
      ipu: '"n_ipu": 2, "layers_per_ipu": [0, 4, 4, 4], "ipus_per_replica": «4», "gradient_accumulation_steps": 8',
    }),
    code: 'replicas-zero',
    message: /makes 0 replicas.*runs it all the same/,
    hint: /at least 4 IPUs/,
    severity: 'warning',
  },
  {
    text: experiment({ ipu: '"pod_type": "pod16", "replication_factor": «12»' }),
    code: 'pod-idle',
    message: /4 of the machine’s 16 IPUs idle in training/,
    hint: /Write 16/,
    severity: 'warning',
  },
  {
    text: experiment({ ipu: '"inference_layers_per_ipu": «[6, 5]»' }),
    code: 'layers-sum-wrong',
    message: /^inference_layers_per_ipu \[6, 5\] places 11.*runs it all the same/,
    hint: /add up to 12/,
    severity: 'warning',
  },
  {
    text: `{ "plan": { "optimum_graphcore": "0.6.0" },${experiment({ ipu: '"inference_device_iterations": 4, "inference_matmul_proportion": «0.3»' }).slice(1)}`,
    code: 'field-not-in-version',
    message: /`inference_matmul_proportion` came with version 0\.6\.1/,
    hint: /"optimum_graphcore": "0\.6\.1"/,
    severity: 'warning',
  },
  {
    text: experiment({ ipu: '"seed": «0»' }),
    code: 'seed-zero-unset',
    message: /takes as unset/,
    hint: /another number/,
    severity: 'warning',
  },
  {
    text: experiment({ training: '"lr_scheduler_type": «"constant"», "warmup_ratio": 0.1' }),
    code: 'constant-has-no-warmup',
    message: /`warmup_ratio` is 0\.1/,
    hint: /"constant_with_warmup"/,
    severity: 'warning',
  },
  {
    text: experiment({ training: '«"optim"»: "adamw_torch"' }),
    code: 'unknown-name',
    message: /`optim` is not a field/,
    hint: /"lamb": true/,
  },
  {
    text: experiment({ training: '"do_train": «false», "do_eval": false' }),
    code: 'nothing-to-do',
    message: /both off/,
    hint: /at least one/,
  },
  {
    text: experiment({}).replace('"data": { "train_file": "train.json", ', '«"data"»: { '),
    code: 'data-file-not-named',
    message: /`do_train` is on/,
    hint: /train-v1\.1\.json/,
  },
  {
    text: experiment({ data: '"train_file": "a"' }).replace('"data"', '«"data"»'),
    code: 'data-file-not-named',
    message: /`do_eval` is on/,
    hint: /dev-v1\.1\.json/,
  },
  {
    text: experiment({ data: '"dataset_name": «"squad"», "validation_file": "dev.json"' }),
    code: 'data-file-not-named',
    message: /"squad".*does not download/,
    hint: /folder squad.*"train_file": "squad\/train-v1\.1\.json"/,
  },
  {
    text: experiment({
      data: '"validation_file": "dev.json"',
      training: '"do_train": false, "eval_on_train": true',
    }).replace('"data"', '«"data"»'),
    code: 'data-file-not-named',
    message: /`eval_on_train` is on/,
    hint: /train_file/,
  },
  {
    text: experiment({ model: '"hidden_size": 768' }).replace('"model"', '«"model"»'),
    code: 'vocab-file-not-named',
    message: /no vocabulary/,
    hint: /"vocab_file": "vocab\.txt"/,
  },
];
