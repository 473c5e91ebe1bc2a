// The fields of an experiment file that say how it is trained. Part of the list in fields.ts; names are those of Hugging Face's
// TrainingArguments and of optimum-graphcore's.

import { executionProviders } from '../shared/execution-provider.ts';
import { boolean, choice, integer, number } from './field.ts';

/** How the model is trained and evaluated. */
export const trainingFields = {
  do_train: boolean(true, 'Train on `train_file`.', { when: 'Turn it off to evaluate a finished model.' }),
  do_eval: boolean(
    true,
    'Evaluate on `validation_file` at the end, by the task’s scores: exact match and F1 by the official SQuAD rules; accuracy and F1 of texts, or squared error and correlations of figures; precision, recall and F1 of entities as seqeval counts them; accuracy of choices; loss and accuracy of masked words and next sentences.',
    { when: 'Turn it off when there is no labelled held-out data.' },
  ),
  eval_on_train: boolean(
    false,
    'At the end, also evaluate on the training data: shows whether the model could learn them at all.',
    { when: 'Turn it on when the score is poor, to see whether the model does not learn or does not generalise.' },
  ),
  num_train_epochs: number(3, 'How often the training data are gone through.', {
    exclusiveMin: 0,
    unit: 'epochs',
    when: '2 or 3 are usual for fine-tuning; more soon overfit.',
    example: 2,
  }),
  max_steps: integer(-1, 'Stop after so many weight updates; 0 or -1: as `num_train_epochs` says.', {
    min: -1,
    when: 'Set it when time is what is limited; the learning rate then falls over so many updates.',
    example: 1000,
  }),
  per_device_train_batch_size: integer(1, 'Micro-batch: sequences that pass through one replica at a time.', {
    min: 1,
    unit: 'sequences',
    when: 'The largest that fits in memory is fastest on IPUs; activations grow with it.',
    example: 2,
  }),
  per_device_eval_batch_size: integer(1, 'The same for evaluation.', {
    min: 1,
    unit: 'sequences',
    when: 'Evaluation keeps no activations, so it may be larger than in training.',
    example: 16,
  }),
  gradient_accumulation_steps: integer(
    null,
    'Micro-batches of each replica whose gradients are added before a weight update. Null: the value in `ipu_config`; given here, it wins.',
    { min: 1, when: 'Raise it for a larger batch without more memory, and to keep a pipeline full.', example: 16 },
  ),
  learning_rate: number(5e-5, 'Peak learning rate.', {
    min: 0,
    when: 'The first to tune. Change it with the batch: about with its square root, for Adam.',
    example: 9e-5,
  }),
  weight_decay: number(0, 'Decoupled weight decay; not applied to biases and layer norms.', {
    min: 0,
    when: '0.01 is usual for BERT; it matters more the longer the training.',
    example: 0.01,
  }),
  adam_beta1: number(0.9, 'Decay rate of the first moment.', {
    min: 0,
    max: 0.9999999,
    when: 'Rarely changed.',
    example: 0.95,
  }),
  adam_beta2: number(0.999, 'Decay rate of the second moment.', {
    min: 0,
    max: 0.9999999,
    when: 'Lower it, for instance to 0.98, when the loss jumps after sudden large gradients.',
    example: 0.98,
  }),
  adam_epsilon: number(1e-8, 'Added to the root of the second moment.', {
    exclusiveMin: 0,
    when: 'Raise it, for instance to 1e-6, when updates of tiny gradients are noisy.',
    example: 1e-6,
  }),
  max_grad_norm: number(1, 'Gradients are scaled down to this norm; 0: never.', {
    min: 0,
    when: 'Set it to 0 to reproduce a run on IPUs: optimum-graphcore declares it and never applies it.',
    example: 0,
  }),
  lamb: boolean(
    false,
    'Train with LAMB instead of AdamW: each tensor moves by a share of its own norm, which suits very large batches. Takes `adam_beta1`, `adam_beta2`, `adam_epsilon` and `weight_decay` as AdamW does.',
    { when: 'Use it from a few thousand sequences for each weight update on, as in pre-training.' },
  ),
  lamb_no_bias_correction: boolean(
    false,
    'Train with LAMB, whose moments are not corrected for their start at zero, as in Graphcore’s pre-training.',
    { when: 'Use it to follow Graphcore’s pre-training recipes.' },
  ),
  lr_scheduler_type: choice(
    ['linear', 'cosine', 'constant', 'constant_with_warmup'],
    'linear',
    'How the learning rate goes on after warm-up: falls to 0 in a line or along half a cosine, or stays. `constant` has no warm-up.',
    { when: 'Rarely decides; `constant` makes runs of different length comparable.', example: 'cosine' },
  ),
  warmup_ratio: number(0, 'Share of the weight updates over which the learning rate rises from 0.', {
    min: 0,
    max: 1,
    when: '0.1 to 0.2 keeps large batches and high learning rates from diverging at the start.',
    example: 0.1,
  }),
  warmup_steps: integer(0, 'The same as a number of weight updates; wins over `warmup_ratio` if above 0.', {
    min: 0,
    when: 'Use it instead of `warmup_ratio` when the number of updates may change and warm-up is not to.',
    example: 100,
  }),
  logging_steps: integer(1, 'Record metrics every so many weight updates.', {
    min: 1,
    when: 'Raise it for runs of many thousand updates, whose curves need no point each.',
    example: 25,
  }),
  save_steps: integer(500, 'Save a checkpoint every so many weight updates, and at the end.', {
    min: 1,
    when: 'What a run that is killed loses is at most so many updates; each checkpoint costs disk and time.',
    example: 200,
  }),
  save_total_limit: integer(null, 'Keep only the newest so many checkpoints. Null: all.', {
    min: 1,
    when: 'Set it when disk is short: a checkpoint of BERT-large with its optimizer takes 4 GB.',
    example: 2,
  }),
  seed: integer(42, 'Fixes initial weights, the order of the training data, dropout and masked words.', {
    min: 0,
    max: 4294967295,
    when: 'Change it to see how much of a difference between two runs is chance.',
    example: 7,
  }),
  execution_provider: choice(
    ['auto', ...executionProviders],
    'cpu',
    'What computes, among ONNX Runtime’s execution providers. `cpu`: the processor, the only one that gives the same run to the bit every time. `webgpu`: the graphics card. `cuda`, `coreml`, `dml`: where ONNX Runtime brings them for the platform. `auto`: measures a step on each and takes the fastest. A resumed run stays with the provider it began on.',
    { when: 'Change it when there is a graphics card and runs need not be the same to the bit.', example: 'auto' },
  ),
  loss_scaling: number(
    null,
    'Multiplies the loss, so that small gradients stay inside the range of 16-bit floats; the optimizer divides by it again. The embedded engine computes in 32 bits, where a power of two changes no result. Null: 1.',
    {
      exclusiveMin: 0,
      example: 64,
      when: 'Needed on IPUs, which compute in 16 bits: gradients vanish without it, and overflow with too much.',
    },
  ),
  auto_loss_scaling: boolean(
    false,
    'Find the loss scale while training: it begins with `loss_scaling`, or 65536, halves whenever a gradient is not finite, in which case that update is skipped, and doubles after 2000 good updates, as torch.amp.GradScaler does.',
    { when: 'Use it when you do not know the right `loss_scaling`.', version: 'v0.3.1 on' },
  ),
  dataloader_drop_last: boolean(
    false,
    'Leave out the last examples of an epoch that do not fill a micro-batch of every replica. Off: the last micro-batch is shorter. On IPUs everything that does not fill a whole weight update is always left out.',
    { when: 'Turn it on when every batch has to have the same size, as on IPUs.' },
  ),
  dataloader_num_workers: integer(
    0,
    'Loader processes on the IPU host. The embedded engine prepares batches itself and passes it over.',
    { min: 0, when: 'Raise it when IPUs wait for the host, which the plan shows.', example: 32 },
  ),
  dataloader_mode: choice(
    ['sync', 'async', 'async_rebatched'],
    'sync',
    'How the IPU host loads. `sync`: the IPUs wait while the host prepares a step. `async`: it prepares the next step meanwhile. `async_rebatched`: the same, with workers that load single micro-batches. Passed over by the embedded engine.',
    { when: 'Change it when IPUs wait for the host.', example: 'async_rebatched' },
  ),
};
