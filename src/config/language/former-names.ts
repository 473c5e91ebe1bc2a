// Names that fields had in older versions of transformers and optimum-graphcore, or in the scripts before them, and what became of each.
// Sources: huggingface/transformers training_args.py and examples (run_squad.py, run_qa.py), huggingface/optimum-graphcore
// training_args.py and ipu_configuration.py.

/** What became of a name. */
export interface FormerName {
  /** The field that does the same now, such as `training.warmup_ratio`; null: there is none. */
  readonly field: string | null;
  /** Since when, and who changed it. */
  readonly since: string;
  /** Where there is no such field: what to do. */
  readonly remedy?: string;
}

const gone = (since: string, remedy: string): FormerName => ({ field: null, since, remedy });
const renamed = (field: string, since: string): FormerName => ({ field, since });

const evaluatesAtTheEnd =
  'Leave it out: the embedded engine evaluates at the end of a run, as `do_eval` and `eval_on_train` say.';

const names: Readonly<Record<string, FormerName>> = {
  per_gpu_train_batch_size: renamed('training.per_device_train_batch_size', 'since version 3.0 of transformers'),
  per_gpu_eval_batch_size: renamed('training.per_device_eval_batch_size', 'since version 3.0 of transformers'),
  warmup_proportion: renamed('training.warmup_ratio', 'since version 4.2 of transformers'),
  predict_file: renamed('data.validation_file', 'since run_qa.py took the place of run_squad.py'),
  gradient_checkpointing: renamed('ipu_config.recompute_checkpoint_every_layer', 'on IPUs'),
  evaluation_strategy: gone('since version 4.41 of transformers called `eval_strategy`', evaluatesAtTheEnd),
  evaluate_during_training: gone('gone since version 4.0 of transformers', evaluatesAtTheEnd),
  eval_accumulation_steps: gone(
    'gone since version 0.2.3 of optimum-graphcore',
    'Leave it out: `inference_device_iterations` in the section `ipu_config` says how many micro-batches an evaluation step has.',
  ),
  complete_last_batch: gone(
    'gone since version 0.4 of optimum-graphcore',
    'Leave it out: the option --pad_on_batch_axis took its place, which the embedded engine does not need.',
  ),
  unscale_lr: gone('never one of optimum-graphcore’s', 'Leave it out, and write the learning rate that is meant.'),
  use_auth_token: gone(
    'since version 4.32 of transformers called `token`',
    'Leave it out and run `huggingface-cli login` once on this machine, or set the environment variable HF_TOKEN.',
  ),
  sharded_execution_for_inference: gone(
    'without effect since version 0.4 of optimum-graphcore',
    'Leave it out: evaluation has always been sharded since.',
  ),
  enable_half_first_order_momentum: gone(
    'without effect since version 0.4 of optimum-graphcore',
    'Leave it out: the first moment has always had 16 bits on IPUs since.',
  ),
  decompose_grad_sum: gone('gone since version 0.4 of optimum-graphcore', 'Leave it out.'),
  use_popdist: gone('gone since version 0.4 of optimum-graphcore', 'Leave it out.'),
  profile_dir: gone(
    'gone since version 0.4 of optimum-graphcore',
    'Leave it out: to profile on IPUs, set POPLAR_ENGINE_OPTIONS to {"autoReport.all":"true"}.',
  ),
  synthetic_data: gone('gone since version 0.2.3 of optimum-graphcore', 'Leave it out.'),
};

/** What became of `name` in the section (none: at the top of the file); undefined if no version had it. */
export function formerName(name: string, section: string | undefined): FormerName | undefined {
  // The IPUs' random numbers and the trainer's have seeds of their own.
  if (name === 'random_seed')
    return renamed(
      section === 'ipu_config' ? 'ipu_config.seed' : 'training.seed',
      'since version 0.2.1 of optimum-graphcore',
    );
  return Object.hasOwn(names, name) ? names[name] : undefined;
}
