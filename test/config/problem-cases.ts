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
