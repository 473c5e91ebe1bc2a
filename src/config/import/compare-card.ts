// What a model card's list of hyper-parameters says against the experiment made of its command line: the command line counts,
// and every difference is told and marked in the file.

import { batchSizes } from '../../engine/ipu/batch.ts';
import type { Experiment } from '../fields.ts';
import { planInputOf } from '../plan-input.ts';
import { scriptArguments, writeNumber } from './arguments.ts';
import type { Card, CardParameter } from './card.ts';
import type { Draft } from './draft.ts';
import type { Notices } from './notices.ts';

/** Compares the card's list with the experiment that `draft` stands for, settled and with everything it extends. */
export function compareCard(card: Card, draft: Draft, experiment: Experiment, notices: Notices): void {
  for (const parameter of card.parameters) {
    if (parameter.name.startsWith('total_')) compareTotal(parameter, draft, experiment, notices);
    else compareValue(parameter, draft, experiment, notices);
  }
}

function compareValue(
  { name, text, value }: CardParameter,
  draft: Draft,
  experiment: Experiment,
  notices: Notices,
): void {
  const argument = scriptArguments.get(name);
  if (!argument) return;
  const path = `${argument.section}.${name}`;
  const own = (experiment[argument.section] as Readonly<Record<string, unknown>>)[name];
  if (own === value) return;
  const isGiven = draft.has(path);
  const says = isGiven
    ? `the command line says ${writeNumber(own)}`
    : `the command line leaves it at ${writeNumber(own)}`;
  notices.add('contradiction', name, `The card contradicts itself on ${name}: ${says}, its list of hyper-parameters ${text}. The experiment keeps to the command line.`); // prettier-ignore
  if (!isGiven) draft.set(path, own, 'the default');
  draft.annotate(path, `the card's list says ${text}`);
}

/** One call from the host, which the list counts, is device_iterations weight updates. */
function compareTotal({ name, value }: CardParameter, draft: Draft, experiment: Experiment, notices: Notices): void {
  const { perStep, evalPerStep } = batchSizes(planInputOf(experiment));
  const { training, ipu_config: ipu } = experiment;
  const isTraining = name === 'total_train_batch_size';
  const total = isTraining ? perStep : evalPerStep;
  if (total === value || typeof value !== 'number') return;
  const field = isTraining ? 'device_iterations' : 'inference_device_iterations';
  const iterations = ipu[field];
  const factors = isTraining
    ? `${training.per_device_train_batch_size} × ${training.gradient_accumulation_steps} gradient accumulation × ${ipu.replication_factor} replicas × ${iterations} device iterations`
    : `${training.per_device_eval_batch_size} × ${ipu.inference_replication_factor} replicas × ${iterations} device iterations`;
  const fitting = (iterations * value) / total;
  const remedy = Number.isInteger(fitting) && fitting >= 1 ? ` It is ${value} with \`${field}\` ${fitting}.` : '';
  notices.add('contradiction', name, `The card says ${name} ${value}, but ${factors} = ${total}.${remedy}`);
  const path = draft.has(`ipu_config.${field}`) ? `ipu_config.${field}` : `training.per_device_${isTraining ? 'train' : 'eval'}_batch_size`; // prettier-ignore
  draft.annotate(path, `the card's ${name} is ${value}, here ${total}`);
}
