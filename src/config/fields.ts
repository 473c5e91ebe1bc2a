// Every field of an experiment file, described once. Names are Hugging Face's (run_qa.py, TrainingArguments, config.json)
// and optimum-graphcore's (IPUConfig) own, so that what a user knows carries over one to one.

import { choice, commandArguments, text, texts, type ValueOf } from './field.ts';
import { dataFields } from './data-fields.ts';
import { ipuConfigFields, planFields } from './ipu-fields.ts';
import { modelFields } from './model-fields.ts';
import { sweepFields } from './sweep-fields.ts';
import { trainingFields } from './training-fields.ts';

/** Fields at the top of the file. */
export const rootFields = {
  extends: texts(
    'What this file builds on: the path of another experiment file, or the name of a published configuration, or a list of them. What it leaves out is theirs; of several, the last one that has a field wins. `name` and `description` are not passed on. In a run folder’s experiment.json everything is written out, and this is empty.',
    {
      example: 'base.ipu.json',
      when: 'Use it when several experiments share most of their fields: write those once, and in each file what differs.',
    },
  ),
  name: text('', 'Name of the experiment; runs are called after it. Default: the file name without `.ipu.json`.', {
    example: 'bert-base-squad',
    when: 'Set it when a run is to be called other than the file.',
  }),
  description: text('', 'What the experiment is for, in your own words.', {
    when: 'Write down what you want to find out; it is shown with the run.',
    example: 'Does a higher learning rate hold with batch 256?',
  }),
  group: text(
    '',
    'Runs of the same group are shown together. Default: none; the runs of a sweep make a group of their own.',
    {
      example: 'learning-rates',
      when: 'Set it when you want to compare runs of several files side by side.',
    },
  ),
  runner: choice(
    ['embedded'],
    'embedded',
    'Who runs it. `embedded`: the engine that comes with the workbench, on this machine.',
    { when: 'There is nothing to choose as long as the list has one entry.', example: 'embedded' },
  ),
  task: choice(
    ['question-answering', 'sequence-classification', 'token-classification', 'multiple-choice', 'pretraining'],
    'question-answering',
    'What is learned. `question-answering`: answers as spans of a context (SQuAD). `sequence-classification`: a label for each text or pair of texts, or a figure (GLUE). `token-classification`: a tag for each word (CoNLL). `multiple-choice`: the right ending of several (SWAG). `pretraining`: masked words, and whether the second text followed the first (BERT’s own tasks).',
    {
      when: 'It comes first: model head, data format, scores and many fields follow from it.',
      example: 'token-classification',
    },
  ),
  extra_args: commandArguments(
    'Arguments of run_qa.py and its relatives that the workbench does not know, without their hyphens: kept when a command line is imported and written back when one is copied. `true` is a flag alone; a list, several values. The embedded engine passes them over.',
    {
      example: { report_to: 'none', fp32: true },
      when: 'It fills itself when a command line with arguments of your own script is imported.',
    },
  ),
};

/** Fields of each section, under the section's name. */
export const sectionFields = {
  model: modelFields,
  data: dataFields,
  training: trainingFields,
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
