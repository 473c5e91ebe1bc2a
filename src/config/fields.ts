// Every field of an experiment file, described once. Names are Hugging Face's (run_qa.py, TrainingArguments, config.json)
// and optimum-graphcore's (IPUConfig) own, so that what a user knows carries over one to one.

import {
  boolean,
  choice,
  commandArguments,
  integer,
  number,
  sweepParameters,
  text,
  texts,
  type ValueOf,
} from './field.ts';
import { bertBaseUncased as bert } from '../engine/model/config.ts';
import { executionProviders } from '../shared/execution-provider.ts';
import { ipuConfigFields, planFields } from './ipu-fields.ts';

/** Fields at the top of the file. */
export const rootFields = {
  extends: texts(
    'What this file builds on: the path of another experiment file, or the name of a published configuration, or a list of them. What it leaves out is theirs; of several, the last one that has a field wins. `name` and `description` are not passed on. In a run folder’s experiment.json everything is written out, and this is empty.',
    { example: 'base.ipu.json' },
  ),
  name: text('', 'Name of the experiment; runs are called after it. Default: the file name without `.ipu.json`.', {
    example: 'bert-base-squad',
  }),
  description: text('', 'What the experiment is for, in your own words.'),
  group: text(
    '',
    'Runs of the same group are shown together. Default: none; the runs of a sweep make a group of their own.',
    {
      example: 'learning-rates',
    },
  ),
  runner: choice(
    ['embedded'],
    'embedded',
    'Who runs it. `embedded`: the engine that comes with the workbench, on this machine.',
  ),
  task: choice(
    ['question-answering', 'sequence-classification', 'token-classification', 'multiple-choice', 'pretraining'],
    'question-answering',
    'What is learned. `question-answering`: answers as spans of a context (SQuAD). `sequence-classification`: a label for each text or pair of texts, or a figure (GLUE). `token-classification`: a tag for each word (CoNLL). `multiple-choice`: the right ending of several (SWAG). `pretraining`: masked words, and whether the second text followed the first (BERT’s own tasks).',
  ),
  extra_args: commandArguments(
    'Arguments of run_qa.py and its relatives that the workbench does not know, without their hyphens: kept when a command line is imported and written back when one is copied. `true` is a flag alone; a list, several values. The embedded engine passes them over.',
    { example: { report_to: 'none', fp32: true } },
  ),
};

/** What a sweep varies, and how many of its runs go at a time. */
const sweepFields = {
  method: choice(
    ['grid', 'random', 'seeds'],
    'grid',
    'Which experiments are tried. `grid`: every combination of the values in `parameters`. `random`: `count` combinations drawn at random. `seeds`: the same experiment with `count` seeds in a row, from `training.seed` on.',
  ),
  parameters: sweepParameters(
    'What is varied: fields by their section and name, each with a list of values, or for `random` with `min`, `max` and `scale` (`linear` or `log`).',
    { example: { 'training.learning_rate': [3e-5, 6e-5, 9e-5], 'training.warmup_ratio': [0.1, 0.2] } },
  ),
  count: integer(
    null,
    'Experiments of `random` and `seeds`. Null: 10 of `random`, 3 of `seeds`. `grid` has as many as there are combinations.',
    {
      min: 1,
      max: 1000,
      example: 20,
    },
  ),
  seed: integer(42, 'Fixes what `random` draws.', { min: 0, max: 4294967295 }),
  concurrency: integer(1, 'Runs of the sweep that go at the same time; the others wait.', {
    min: 1,
    max: 64,
    unit: 'runs',
  }),
};

/** Fields of each section, under the section's name. */
export const sectionFields = {
  model: {
    model_name_or_path: text(
      null,
      'Hugging Face BERT model to start from: a folder (config.json, model.safetensors or pytorch_model.bin, vocab.txt), or a name on the Hugging Face Hub, which is taken from its local cache or downloaded when the run starts. A folder of that name beside the experiment goes first. Null: start from random weights with the geometry below.',
      { path: 'folder-or-name', example: 'Graphcore/bert-base-uncased' },
    ),
    model_revision: text(
      null,
      'Branch, tag or commit of a model on the Hugging Face Hub; a commit makes the run repeatable. Null: `main`. Without effect on a folder.',
      { example: 'main' },
    ),
    vocab_file: text(null, 'WordPiece vocabulary, one token a line. Null: `vocab.txt` in the model folder.', {
      path: 'file',
      example: 'vocab.txt',
    }),
    do_lower_case: boolean(true, 'Lower-case the text and strip accents, as the uncased models expect.'),
    vocab_size: integer(
      null,
      'Entries of the vocabulary, for plans of a model whose vocabulary is not on this machine. Null: as the model’s config.json says, or as many as `vocab_file` has; both go before this field.',
      { min: 1, unit: 'tokens', example: bert.vocab_size },
    ),
    hidden_size: integer(
      bert.hidden_size,
      'Width of the model. Only for random weights; a model folder brings its own.',
      { min: 1 },
    ),
    num_hidden_layers: integer(
      bert.num_hidden_layers,
      'Number of encoder layers. Only for random weights; a model folder brings its own.',
      { min: 1 },
    ),
    num_attention_heads: integer(
      bert.num_attention_heads,
      'Attention heads of a layer; divides `hidden_size`. Only for random weights; a model folder brings its own.',
      { min: 1 },
    ),
    intermediate_size: integer(
      bert.intermediate_size,
      'Width of the feed-forward layer. Only for random weights; a model folder brings its own.',
      { min: 1 },
    ),
    max_position_embeddings: integer(
      bert.max_position_embeddings,
      'Longest sequence the model can read. Only for random weights; a model folder brings its own.',
      { min: 8, unit: 'tokens' },
    ),
    hidden_dropout_prob: number(
      bert.hidden_dropout_prob,
      'Dropout of embeddings and layer outputs while training. Default with a model folder: what its config.json says.',
      {
        min: 0,
        max: 0.99,
      },
    ),
    attention_probs_dropout_prob: number(
      bert.attention_probs_dropout_prob,
      'Dropout of attention probabilities while training. Default with a model folder: what its config.json says.',
      { min: 0, max: 0.99 },
    ),
    initializer_range: number(
      bert.initializer_range,
      'Standard deviation of random initial weights; with a model folder, of those it lacks (the answer head).',
      {
        exclusiveMin: 0,
      },
    ),
  },
  data: {
    dataset_name: text(
      null,
      'Name of the dataset on the Hugging Face Hub, for the record. The embedded engine downloads no data; it reads `train_file` and `validation_file`.',
      { example: 'squad' },
    ),
    train_file: text(
      null,
      'Training data as JSON (a list of rows, alone or under `data`), JSON Lines, CSV, TSV or Parquet; the content decides, then the name. Question answering reads SQuAD’s official nested layout, or flat rows as on the Hub. Sequence classification: rows with `label` (names, or figures for a regression) and `sentence` or `text`, or two texts such as `sentence1` and `sentence2`. Token classification: CoNLL text, or rows {`tokens`, `ner_tags` or `tags`}. Multiple choice: rows {`sent1`, `sent2`, `ending0`, `ending1`, …, `label`} as in SWAG. Pre-training: text with one sentence a line and blank lines between documents.',
      { path: 'file', example: 'squad/train-v1.1.json' },
    ),
    validation_file: text(
      null,
      'Evaluation data, in the same formats. Its labels are among those of the training file; if nothing is trained, among those of the model.',
      {
        path: 'file',
        example: 'squad/dev-v1.1.json',
      },
    ),
    max_seq_length: integer(
      384,
      'Longest sequence after tokenisation. Question answering splits a longer context into overlapping windows; the other tasks cut longer texts.',
      { min: 16, unit: 'tokens' },
    ),
    doc_stride: integer(128, 'Overlap of neighbouring windows of a long context. Only for question answering.', {
      min: 0,
      unit: 'tokens',
    }),
    pad_to_max_length: boolean(
      false,
      'Follow Hugging Face’s scripts exactly: every sequence is padded to `max_seq_length`, each micro-batch counts alike in a weight update, and in question answering pad positions take part in the loss and in the choice of answers. Off: padding is masked out, sequences are grouped by length, which is faster, and each label counts alike.',
    ),
    max_train_samples: integer(null, 'Use only the first so many training examples. Null: all.', { min: 1 }),
    max_eval_samples: integer(null, 'Use only the first so many evaluation examples. Null: all.', { min: 1 }),
    version_2_with_negative: boolean(
      false,
      'The dataset has unanswerable questions (SQuAD v2.0). Only for question answering.',
    ),
    null_score_diff_threshold: number(
      0,
      'Answer "no answer" when the null score exceeds the best answer by more than this (SQuAD v2.0). Only for question answering.',
    ),
    n_best_size: integer(20, 'Candidate answers kept for each question. Only for question answering.', { min: 1 }),
    max_answer_length: integer(30, 'Longest answer considered. Only for question answering.', {
      min: 1,
      unit: 'tokens',
    }),
    mlm_probability: number(
      0.15,
      'Share of the tokens that are masked, anew in every epoch: 80 % of them become `[MASK]`, 10 % a random token, 10 % stay. Only for pre-training.',
      { exclusiveMin: 0, max: 1 },
    ),
    max_predictions_per_seq: integer(
      null,
      'Masked tokens of a sequence at most; BERT’s first phase has 20 at 128 tokens. Null: as `mlm_probability` says. Only for pre-training.',
      { min: 1, unit: 'tokens' },
    ),
  },
  training: {
    do_train: boolean(true, 'Train on `train_file`.'),
    do_eval: boolean(
      true,
      'Evaluate on `validation_file` at the end, by the task’s scores: exact match and F1 by the official SQuAD rules; accuracy and F1 of texts, or squared error and correlations of figures; precision, recall and F1 of entities as seqeval counts them; accuracy of choices; loss and accuracy of masked words and next sentences.',
    ),
    eval_on_train: boolean(
      false,
      'At the end, also evaluate on the training data: shows whether the model could learn them at all.',
    ),
    num_train_epochs: number(3, 'How often the training data are gone through.', {
      exclusiveMin: 0,
      unit: 'epochs',
    }),
    max_steps: integer(-1, 'Stop after so many weight updates; 0 or -1: as `num_train_epochs` says.', { min: -1 }),
    per_device_train_batch_size: integer(1, 'Micro-batch: sequences that pass through one replica at a time.', {
      min: 1,
      unit: 'sequences',
    }),
    per_device_eval_batch_size: integer(1, 'The same for evaluation.', { min: 1, unit: 'sequences' }),
    gradient_accumulation_steps: integer(
      null,
      'Micro-batches of each replica whose gradients are added before a weight update. Null: the value in `ipu_config`; given here, it wins.',
      { min: 1 },
    ),
    learning_rate: number(5e-5, 'Peak learning rate.', { min: 0 }),
    weight_decay: number(0, 'Decoupled weight decay; not applied to biases and layer norms.', { min: 0 }),
    adam_beta1: number(0.9, 'Decay rate of the first moment.', { min: 0, max: 0.9999999 }),
    adam_beta2: number(0.999, 'Decay rate of the second moment.', { min: 0, max: 0.9999999 }),
    adam_epsilon: number(1e-8, 'Added to the root of the second moment.', { exclusiveMin: 0 }),
    max_grad_norm: number(1, 'Gradients are scaled down to this norm; 0: never.', { min: 0 }),
    lamb: boolean(
      false,
      'Train with LAMB instead of AdamW: each tensor moves by a share of its own norm, which suits very large batches. Takes `adam_beta1`, `adam_beta2`, `adam_epsilon` and `weight_decay` as AdamW does.',
    ),
    lamb_no_bias_correction: boolean(
      false,
      'Train with LAMB, whose moments are not corrected for their start at zero, as in Graphcore’s pre-training.',
    ),
    lr_scheduler_type: choice(
      ['linear', 'cosine', 'constant', 'constant_with_warmup'],
      'linear',
      'How the learning rate goes on after warm-up: falls to 0 in a line or along half a cosine, or stays. `constant` has no warm-up.',
    ),
    warmup_ratio: number(0, 'Share of the weight updates over which the learning rate rises from 0.', {
      min: 0,
      max: 1,
    }),
    warmup_steps: integer(0, 'The same as a number of weight updates; wins over `warmup_ratio` if above 0.', {
      min: 0,
    }),
    logging_steps: integer(1, 'Record metrics every so many weight updates.', { min: 1 }),
    save_steps: integer(500, 'Save a checkpoint every so many weight updates, and at the end.', { min: 1 }),
    save_total_limit: integer(null, 'Keep only the newest so many checkpoints. Null: all.', { min: 1 }),
    seed: integer(42, 'Fixes initial weights, the order of the training data, dropout and masked words.', {
      min: 0,
      max: 4294967295,
    }),
    execution_provider: choice(
      ['auto', ...executionProviders],
      'cpu',
      'What computes, among ONNX Runtime’s execution providers. `cpu`: the processor, the only one that gives the same run to the bit every time. `webgpu`: the graphics card. `cuda`, `coreml`, `dml`: where ONNX Runtime brings them for the platform. `auto`: measures a step on each and takes the fastest. A resumed run stays with the provider it began on.',
    ),
    loss_scaling: number(
      null,
      'Multiplies the loss, so that small gradients stay inside the range of 16-bit floats; the optimizer divides by it again. The embedded engine computes in 32 bits, where a power of two changes no result. Null: 1.',
      { exclusiveMin: 0, example: 64 },
    ),
    auto_loss_scaling: boolean(
      false,
      'Find the loss scale while training: it begins with `loss_scaling`, or 65536, halves whenever a gradient is not finite, in which case that update is skipped, and doubles after 2000 good updates, as torch.amp.GradScaler does.',
    ),
    dataloader_drop_last: boolean(
      false,
      'Leave out the last examples of an epoch that do not fill a micro-batch of every replica. Off: the last micro-batch is shorter. On IPUs everything that does not fill a whole weight update is always left out.',
    ),
    dataloader_num_workers: integer(
      0,
      'Loader processes on the IPU host. The embedded engine prepares batches itself and passes it over.',
      { min: 0 },
    ),
    dataloader_mode: choice(
      ['sync', 'async', 'async_rebatched'],
      'sync',
      'How the IPU host loads. `sync`: the IPUs wait while the host prepares a step. `async`: it prepares the next step meanwhile. `async_rebatched`: the same, with workers that load single micro-batches. Passed over by the embedded engine.',
    ),
  },
  ipu_config: ipuConfigFields,
  plan: planFields,
  sweep: sweepFields,
};

export type SectionName = keyof typeof sectionFields;

/** What each section is about. */
export const sectionDocs: Readonly<Record<SectionName, string>> = {
  model: 'The model to train: a folder to start from, or a geometry for random weights, and its vocabulary.',
  data: 'The data, and how texts become sequences.',
  training: 'How it is trained and evaluated. Hugging Face’s TrainingArguments.',
  ipu_config:
    'How the model is laid out on IPUs. optimum-graphcore’s IPUConfig. Batch sizes and modelled utilisation follow from it; the rest is for real IPUs.',
  plan: 'What a plan has to know besides: the machine, packing, prices. No run depends on it.',
  sweep:
    'Many runs from one file: what is varied and how. Launching the file as a single run, or planning it, passes this section over.',
};

type Values<Fields> = { readonly [K in keyof Fields]: ValueOf<Fields[K]> };
type RootValues = Values<typeof rootFields>;
type SectionValues = { readonly [S in SectionName]: Values<(typeof sectionFields)[S]> };

/** What an experiment file says: any fields may be missing. */
export type PartialExperiment = Partial<RootValues> & { readonly [S in SectionName]?: Partial<SectionValues[S]> };

/** A resolved experiment: every field has a value, paths are absolute. What `experiment.json` of a run folder holds. */
export type Experiment = RootValues &
  SectionValues & {
    // Settled on resolving: both places of gradient_accumulation_steps agree, IPUs and replicas are counted.
    readonly training: { readonly gradient_accumulation_steps: number };
    readonly ipu_config: {
      readonly ipus_per_replica: number;
      readonly replication_factor: number;
      readonly inference_replication_factor: number;
    };
  };

/** Arguments of run_qa.py command lines that an experiment file does not have, and what takes their place. */
export const droppedArguments = {
  output_dir: 'Leave it out: every run gets a folder of its own, `.ipu/runs/<run id>`.',
  overwrite_output_dir: 'Leave it out: every run gets a folder of its own, so nothing is overwritten.',
  overwrite_cache: 'Leave it out: features are computed anew for every run.',
  optim: 'Leave it out for AdamW; for LAMB write `"lamb": true` in the section `training`.',
  resume_from_checkpoint: 'Leave it out: a run that ended early goes on in its own folder with `ipuw resume RUN`.',
  ipu_config_overrides: 'Write each overridden field in the section `ipu_config`.',
  parallelize_kwargs: 'Leave it out: BERT is laid out by the other fields alone.',
  inference_parallelize_kwargs: 'Leave it out: BERT is laid out by the other fields alone.',
  execute_encoder_on_cpu_for_generation: 'Leave it out: it is reserved, and optimum-graphcore refuses true.',
  sharded_execution_for_inference: 'Leave it out: optimum-graphcore has always evaluated so since 0.4.',
  enable_half_first_order_momentum: 'Leave it out: the first moment has always had 16 bits on IPUs since 0.4.',
  decompose_grad_sum: 'Leave it out: optimum-graphcore no longer has it.',
  use_popdist: 'Leave it out: optimum-graphcore no longer has it.',
  profile_dir: 'Leave it out: to profile on IPUs, set POPLAR_ENGINE_OPTIONS to {"autoReport.all":"true"}.',
  synthetic_data: 'Leave it out: optimum-graphcore no longer has it.',
  compile_only: 'Leave it out: the embedded engine compiles nothing ahead.',
  random_seed: 'Write `seed` instead.',
  tokenizer_name: 'Write `vocab_file` in the section `model` instead.',
  config_name: 'Write the geometry in the section `model`, or name a model folder in `model_name_or_path`.',
};
