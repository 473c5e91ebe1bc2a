// Broken experiment files, one problem each. In each text «…» marks where the problem must be.

/** A broken text, its one problem, and between « and » the place of it. */
export interface Case {
  readonly text: string;
  readonly code: string;
  readonly message: RegExp;
  readonly hint: RegExp;
  readonly severity?: 'error' | 'warning';
}

/** A whole experiment with one section replaced; what is not said is as it should be. */
export function experiment(sections: {
  root?: string;
  model?: string;
  data?: string;
  training?: string;
  ipu?: string;
}): string {
  const {
    root = '"runner": "embedded"',
    model = '"vocab_file": "vocab.txt"',
    data = '"train_file": "train.json", "validation_file": "dev.json"',
    training = '"learning_rate": 1e-3',
    ipu = '"layers_per_ipu": [-1]',
  } = sections;
  return `{\n  ${root},\n  "model": { ${model} },\n  "data": { ${data} },\n  "training": { ${training} },\n  "ipu_config": { ${ipu} }\n}\n`;
}

/** An experiment with further fields in its section `model`. */
export const model = (fields: string): string => experiment({ model: `"vocab_file": "vocab.txt", ${fields}` });
/** An experiment with further fields in its section `data`. */
export const data = (fields: string): string =>
  experiment({ data: `"train_file": "train.json", "validation_file": "dev.json", ${fields}` });

/** Texts that are not JSON. */
export const syntax: Case[] = [
  { text: '«»', code: 'experiment-empty', message: /empty/, hint: /quick-start/ },
  { text: '«»// nothing\n', code: 'experiment-empty', message: /empty/, hint: /braces/ },
  { text: '{\n  "name": "a"«,»\n}', code: 'json-syntax', message: /comma too many/, hint: /Remove the comma/ },
  {
    text: '{ "ipu_config": { "layers_per_ipu": [1, 1«,»] } }',
    code: 'json-syntax',
    message: /comma too many/,
    hint: /Remove/,
  },
  {
    text: '{ "name": "a", // why\n  "description": "b"«,» /* c */ }',
    code: 'json-syntax',
    message: /comma too many/,
    hint: /Remove/,
  },
  { text: '{ "a": 1,«,» "b": 2 }', code: 'json-syntax', message: /comma too many/, hint: /Remove/ },
  { text: '{ "name": "a"\n  «"task"»: "b" }', code: 'json-syntax', message: /comma is missing/, hint: /Put a comma/ },
  { text: '{ "name" «"a"» }', code: 'json-syntax', message: /colon is missing/, hint: /"name": value/ },
  { text: '{ "name": «}»', code: 'json-syntax', message: /value is missing/, hint: /Write a number/ },
  { text: '{ «name»: "a" }', code: 'json-syntax', message: /not a JSON value/, hint: /double quotation marks/ },
  { text: "{ «'name'»: 1 }", code: 'json-syntax', message: /not a JSON value/, hint: /double quotation marks/ },
  { text: '{ "name": «"a»\n}', code: 'json-syntax', message: /does not end/, hint: /same line/ },
  { text: '{ "name": "a"«»', code: 'json-syntax', message: /brace } is missing/, hint: /Every \{/ },
  { text: '{ "name": "a" } «{» }', code: 'json-syntax', message: /after the end/, hint: /remove/ },
  {
    text: '{ "training": { "seed": «01» } }',
    code: 'json-syntax',
    message: /not a JSON number/,
    hint: /leading zeros/,
  },
  { text: '{ "training": { "seed": «1.» } }', code: 'json-syntax', message: /number is not complete/, hint: /digits/ },
  { text: '{ "training": { "seed": «NaN» } }', code: 'json-syntax', message: /not a JSON value/, hint: /true, false/ },
  { text: '{ "name": «"C:\\data"» }', code: 'json-syntax', message: /backslash/, hint: /\\\\/ },
  { text: '{ "name": "a" } «/* b»', code: 'json-syntax', message: /comment does not end/, hint: /\*\// },
  {
    text: `${'['.repeat(32)}«[»${'['.repeat(50_000)}`,
    code: 'json-too-deep',
    message: /32 levels/,
    hint: /experiment file/,
  },
];

/** Names and values that no field has. */
export const values: Case[] = [
  { text: '«[1, 2]»', code: 'experiment-not-an-object', message: /one object/, hint: /quick-start/ },
  { text: '«"squad"»', code: 'experiment-not-an-object', message: /one object in braces/, hint: /"model"/ },
  {
    text: model('«"hiden_size"»: 3'),
    code: 'unknown-name',
    message: /`hiden_size`.*`model`/,
    hint: /mean `hidden_size`/,
  },
  { text: model('«"learning_rate"»: 1'), code: 'unknown-name', message: /`learning_rate`/, hint: /section `training`/ },
  {
    text: experiment({ root: '«"seed"»: 1' }),
    code: 'unknown-name',
    message: /neither a field nor/,
    hint: /section `training`/,
  },
  { text: experiment({ root: '«"ipu"»: {}' }), code: 'unknown-name', message: /`ipu`/, hint: /mean `ipu_config`/ },
  {
    text: experiment({ root: '«"pods"»: {}' }),
    code: 'unknown-name',
    message: /`pods`/,
    hint: /Known here: extends, name,/,
  },
  {
    text: model('«"__proto__"»: { "hidden_size": 1 }'),
    code: 'unknown-name',
    message: /__proto__/,
    hint: /Known here/,
  },
  {
    text: experiment({ root: '«"constructor"»: 1' }),
    code: 'unknown-name',
    message: /constructor/,
    hint: /Known here/,
  },
  {
    text: experiment({ training: '«"output_dir"»: "x"' }),
    code: 'unknown-name',
    message: /output_dir/,
    hint: /\.ipu\/runs/,
  },
  {
    text: experiment({ training: '"seed": 1, «"seed"»: 2' }),
    code: 'name-given-twice',
    message: /`training.seed`/,
    hint: /Keep one/,
  },
  {
    text: experiment({ root: '"name": "a", "model": {},\n «"name"»: "b"' }).replace('"model": {},', ''),
    code: 'name-given-twice',
    message: /`name`/,
    hint: /Keep one/,
  },
  {
    text: `${experiment({}).trimEnd().slice(0, -1)}, «"data"»: {} }`,
    code: 'name-given-twice',
    message: /`data`/,
    hint: /Keep one/,
  },
  {
    text: experiment({ training: '"learning_rate": «"5e-5"»' }),
    code: 'value-wrong-type',
    message: /the text "5e-5"/,
    hint: /without quotation marks: 5e-5/,
  },
  {
    text: experiment({ training: '"do_train": «"true"»' }),
    code: 'value-wrong-type',
    message: /true or false/,
    hint: /marks: true/,
  },
  {
    text: experiment({ training: '"do_train": «1»' }),
    code: 'value-wrong-type',
    message: /true or false, but is 1/,
    hint: /true or false/,
  },
  {
    text: experiment({ training: '"learning_rate": «null»' }),
    code: 'value-wrong-type',
    message: /but is null/,
    hint: /a number/,
  },
  { text: experiment({ training: '"seed": «1.5»' }), code: 'value-not-whole', message: /1\.5/, hint: /such as 2/ },
  {
    text: experiment({ training: '"seed": «-1»' }),
    code: 'value-out-of-range',
    message: /is -1/,
    hint: /from 0 to 4294967295/,
  },
  {
    text: experiment({ training: '"num_train_epochs": «0»' }),
    code: 'value-out-of-range',
    message: /is 0/,
    hint: /above 0/,
  },
  {
    text: experiment({ training: '"num_train_epochs": «1e999»' }),
    code: 'value-out-of-range',
    message: /too large/,
    hint: /above 0/,
  },
  {
    text: experiment({ training: '"save_steps": «1e300»' }),
    code: 'value-out-of-range',
    message: /too large/,
    hint: /from 1 upwards/,
  },
  {
    text: experiment({ training: '"lr_scheduler_type": «"lineer"»' }),
    code: 'value-not-a-choice',
    message: /"linear"(,| or) "cosine"/,
    hint: /Write "linear"\./,
  },
  {
    text: experiment({ root: '"runner": «"slurm"»' }),
    code: 'value-not-a-choice',
    message: /"embedded"/,
    hint: /"embedded"/,
  },
  {
    text: experiment({ model: '"vocab_file": «""»' }),
    code: 'value-empty',
    message: /`vocab_file` is empty/,
    hint: /null for none/,
  },
  {
    text: experiment({ ipu: '"layers_per_ipu": [1, «-2»]' }),
    code: 'value-out-of-range',
    message: /layers_per_ipu\[1\]/,
    hint: /from -1/,
  },
  {
    text: experiment({ ipu: '"layers_per_ipu": [1, «{ "a": 1 }»]' }),
    code: 'value-wrong-type',
    message: /an object in braces/,
    hint: /whole number/,
  },
  {
    text: experiment({ ipu: '"layers_per_ipu": «[]»' }),
    code: 'value-empty',
    message: /empty list/,
    hint: /\[0,4,4,4\]/,
  },
  {
    text: experiment({ ipu: `"layers_per_ipu": «[${'0,'.repeat(300)}12]»` }),
    code: 'value-out-of-range',
    message: /301 entries/,
    hint: /at most 256/,
  },
  {
    text: experiment({ ipu: '"matmul_proportion": «"0.2"»' }),
    code: 'value-wrong-type',
    message: /number or a list/,
    hint: /marks: 0\.2/,
  },
  {
    text: experiment({}).replace('{ "layers_per_ipu": [-1] }', '«[4, 4]»'),
    code: 'section-not-an-object',
    message: /`ipu_config` is a section/,
    hint: /"ipu_config": \{/,
  },
];

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
