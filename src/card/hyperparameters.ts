// An experiment → the list of hyper-parameters that the trainer writes into a card, in its words and its numbers.
// Source: huggingface/optimum-graphcore optimum/graphcore/modelcard.py, `extract_hyperparameters_from_trainer`.

import type { Experiment } from '../config/fields.ts';
import { planInputOf } from '../config/plan-input.ts';
import { pythonFloat } from '../engine/eval/python-json.ts';
import { batchSizes } from '../engine/ipu/batch.ts';
import type { CardEntry } from './facts.ts';

/** The list for a run of the embedded engine. The totals count what a call from the host of IPUs would take, as the trainer does. */
export function listHyperparameters(experiment: Experiment): readonly CardEntry[] {
  const { training } = experiment;
  const { perStep, evalPerStep } = batchSizes(planInputOf(experiment));
  const float = (value: number): string => pythonFloat(value).digits;
  const entries: (readonly [name: string, text: string])[] = [
    ['learning_rate', float(training.learning_rate)],
    ['train_batch_size', String(training.per_device_train_batch_size)],
    ['eval_batch_size', String(training.per_device_eval_batch_size)],
    ['seed', String(training.seed)],
    // Hugging Face's word for one process: the engine computes the replicas one after the other.
    ['distributed_type', 'NO'],
    ['gradient_accumulation_steps', String(training.gradient_accumulation_steps)],
    ['total_train_batch_size', String(perStep)],
    ['total_eval_batch_size', String(evalPerStep)],
    ['optimizer', describeOptimizer(training)],
    ['lr_scheduler_type', training.lr_scheduler_type],
  ];
  if (training.warmup_steps > 0) entries.push(['lr_scheduler_warmup_steps', String(training.warmup_steps)]);
  else if (training.warmup_ratio > 0) entries.push(['lr_scheduler_warmup_ratio', float(training.warmup_ratio)]);
  if (training.max_steps > 0) entries.push(['training_steps', String(training.max_steps)]);
  else entries.push(['num_epochs', float(training.num_train_epochs)]);
  entries.push(['training precision', 'float32']);
  return entries.map(([name, text]) => ({ name, text }));
}

function describeOptimizer(training: Experiment['training']): string {
  const name = training.lamb || training.lamb_no_bias_correction ? 'LAMB' : 'Adam';
  const [beta1, beta2, epsilon] = [training.adam_beta1, training.adam_beta2, training.adam_epsilon].map(
    (value) => pythonFloat(value).digits,
  );
  return `${name} with betas=(${beta1},${beta2}) and epsilon=${epsilon}`;
}
