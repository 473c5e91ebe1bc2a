// What batch sizes, lengths, epochs, learning rates and checkpoints lead to: arithmetic with the counts of the data, as IPUs take
// them, and modelled times.

import type { BatchPlan, Plan } from '../../shared/plan.ts';
import type { Experiment } from '../fields.ts';
import { modelled, worked, type Consequence, type Consequences, type Consequent } from './consequence.ts';
import { codeSpan, formatBytes, formatCount, formatPlural, formatSeconds, formatValue } from './figures.ts';

/** Rows of the fields that decide how many sequences go where, and when. */
export const batchConsequences: Consequences = {
  'training.per_device_train_batch_size': trainBatch,
  'training.gradient_accumulation_steps': trainBatch,
  'ipu_config.gradient_accumulation_steps': trainBatch,
  'ipu_config.device_iterations': trainBatch,
  'ipu_config.replication_factor': replicas,
  'ipu_config.ipus_per_replica': replicas,
  'ipu_config.n_ipu': replicas,
  'ipu_config.pod_type': replicas,
  'training.per_device_eval_batch_size': evalBatch,
  'ipu_config.inference_device_iterations': evalBatch,
  'ipu_config.inference_replication_factor': evalBatch,
  'plan.sequences_per_pack': packs,
  'data.max_seq_length': tokens,
  'data.train_file': ({ plan }) => countOf('trained on', plan.batch.trainSamples, plan.batch),
  'data.validation_file': ({ plan }) => countOf('evaluated', plan.batch.evalSamples, plan.batch),
  'training.num_train_epochs': epochs,
  'training.max_steps': epochs,
  'training.learning_rate': learningRate,
  'training.lr_scheduler_type': learningRate,
  'training.warmup_ratio': learningRate,
  'training.warmup_steps': learningRate,
  'training.save_steps': checkpoints,
  'training.save_total_limit': checkpoints,
};

type Training = Experiment['training'];

const notTrained = worked('Nothing is trained: `do_train` is off.');

function trainBatch({ plan, experiment }: Consequent): Consequence {
  if (!experiment.training.do_train) return notTrained;
  return worked(batchEquation(plan.batch));
}

/** `2 × 16 × 4 replicas = 128 sequences per update, × 2 device iterations = 256 a step, 345 steps an epoch`. */
function batchEquation(batch: BatchPlan): string {
  const { microBatch, gradientAccumulationSteps, deviceIterations, perUpdate, perStep, stepsPerEpoch } = batch;
  const factors = `${microBatch} × ${gradientAccumulationSteps} × ${formatPlural(batch.replicas, 'replica')}`;
  const update = `${factors} = **${formatCount(perUpdate)} ${nounOf(batch)}** per update`;
  const step = deviceIterations > 1 ? `, × ${deviceIterations} device iterations = ${formatCount(perStep)} a step` : '';
  const epoch = stepsPerEpoch === null ? '' : `, ${formatPlural(stepsPerEpoch, 'step')} an epoch on IPUs`;
  return `${update}${step}${epoch}.`;
}

function nounOf({ sequencesPerPack }: BatchPlan): string {
  return sequencesPerPack > 1 ? 'packs' : 'sequences';
}

function replicas({ plan, experiment }: Consequent): Consequence {
  const { machine, batch } = plan;
  const isTrained = experiment.training.do_train;
  const count = isTrained ? machine.replicas : machine.inferenceReplicas;
  const each = isTrained ? machine.ipusPerReplica : machine.inferenceIpusPerReplica;
  const there = machine.podIpus === null ? '' : ` of ${formatCount(machine.podIpus)}`;
  const used = `${formatPlural(count, 'replica')} × ${formatPlural(each, 'IPU')} = **${formatCount(machine.usedIpus)}${there} IPUs**.`;
  return worked(isTrained ? `${used} ${batchEquation(batch)}` : used);
}

function evalBatch({ plan, experiment }: Consequent): Consequence {
  if (!experiment.training.do_eval) return worked('Nothing is evaluated: `do_eval` is off.');
  const { evalMicroBatch, evalReplicas, evalDeviceIterations, evalPerStep, evalSteps } = plan.batch;
  const iterations = formatPlural(evalDeviceIterations, 'device iteration');
  const equation = `${evalMicroBatch} × ${formatPlural(evalReplicas, 'replica')} × ${iterations}`;
  const calls = evalSteps === null ? '' : `, ${formatPlural(evalSteps, 'call')} for all of the data`;
  return worked(`${equation} = **${formatCount(evalPerStep)} ${nounOf(plan.batch)}** in each evaluation call${calls}.`);
}

function packs({ experiment, plan }: Consequent): Consequence {
  const { sequences_per_pack: perPack } = experiment.plan;
  if (perPack <= 1) return worked('Nothing is packed: every sequence has a row of its own.');
  const sequences = formatCount(plan.batch.perUpdate * perPack);
  return worked(`${formatCount(plan.batch.perUpdate)} packs × ${perPack} = **${sequences} sequences** per update.`);
}

function tokens({ plan, experiment }: Consequent): Consequence {
  const { max_seq_length: length } = experiment.data;
  const { perUpdate, evalPerStep } = plan.batch;
  const [rows, what] = experiment.training.do_train ? [perUpdate, 'per update'] : [evalPerStep, 'in each call'];
  const product = `${formatCount(rows)} × ${formatCount(length)} = **${formatCount(rows * length)} tokens** ${what}, padding included.`;
  const longest = experiment.model.max_position_embeddings;
  return worked(`${product} The model can read ${formatCount(longest)}.`);
}

function countOf(what: string, count: number | null, batch: BatchPlan): Consequence | null {
  return count === null ? null : worked(`**${formatCount(count)} ${nounOf(batch)}** are ${what}.`);
}

function epochs({ plan, experiment }: Consequent): Consequence | null {
  const { totalUpdates: total } = plan.batch;
  if (total === null || total === 0 || !experiment.training.do_train) return withoutUpdates(plan, experiment);
  const product = `${howMany(plan.batch, experiment.training)}**${formatPlural(total, 'weight update')}**`;
  const { trainSeconds } = plan.time;
  if (trainSeconds === null) return worked(`${product}${onIpus(experiment)}.`);
  return modelled(`${product}, about ${formatSeconds(trainSeconds)} on ${formatPlural(plan.machine.usedIpus, 'IPU')}.`);
}

function howMany({ updatesPerEpoch, totalUpdates }: BatchPlan, training: Training): string {
  if (training.max_steps > 0 || updatesPerEpoch === null) return '';
  const { num_train_epochs: epochs } = training;
  // Of a part of an epoch whole steps are taken.
  return `${epochs} × ${formatCount(updatesPerEpoch)} ${epochs * updatesPerEpoch === totalUpdates ? '=' : '≈'} `;
}

/** What to say where nothing is updated, or nobody knows how often. */
function withoutUpdates({ batch }: Plan, { training }: Experiment): Consequence | null {
  if (!training.do_train) return notTrained;
  return batch.totalUpdates === 0 ? worked('No update on IPUs: the data do not fill a step.') : null;
}

/** Counted from the data, an update is one of IPUs: the embedded engine also takes what does not fill a step. */
function onIpus({ training }: Experiment): string {
  return training.max_steps > 0 ? '' : ' on IPUs';
}

function learningRate({ plan, experiment }: Consequent): Consequence | null {
  const { do_train, lr_scheduler_type: type, learning_rate: peak, ...training } = experiment.training;
  const { totalUpdates: total } = plan.batch;
  if (!do_train || total === 0) return withoutUpdates(plan, experiment);
  const rate = codeSpan(formatValue(peak));
  if (type === 'constant') return worked(`${rate} at every update: \`constant\` has no warm-up.`);
  const warmup = warmupUpdates(training.warmup_steps, training.warmup_ratio, total);
  if (warmup === null) return null;
  const rise = warmup === 0 ? 'No warm-up' : `Warm-up of ${formatPlural(warmup, 'update')}`;
  const peakAt = `${rise}: **peak ${rate} at update ${formatCount(warmup + 1)}**`;
  const rest = (falls as Readonly<Record<string, string>>)[type] ?? 'then constant';
  if (total === null) return worked(`${peakAt}, ${rest}.`);
  const all = `${formatCount(total)}${onIpus(experiment)}`;
  const never = `${rise}, and there are only ${all}: ${rate} is never reached.`;
  return worked(warmup >= total ? never : `${peakAt} of ${all}, ${rest}.`);
}

const falls = { linear: 'then down to 0 in a line', cosine: 'then down to 0 along half a cosine' };

/** As the engine and transformers count them; null as long as their share is not known to be of what. */
function warmupUpdates(steps: number, ratio: number, total: number | null): number | null {
  if (steps > 0) return steps;
  if (ratio === 0) return 0;
  return total === null ? null : Math.ceil(total * ratio);
}

// The weight and its two moments, in 32 bits.
const checkpointBytesPerParameter = 12;

function checkpoints({ plan, experiment }: Consequent): Consequence | null {
  const { do_train, save_steps: every, save_total_limit: kept } = experiment.training;
  const { totalUpdates: total } = plan.batch;
  if (!do_train || total === 0) return withoutUpdates(plan, experiment);
  const parameters = plan.ipus.reduce((sum, ipu) => sum + ipu.parameters, 0);
  if (parameters === 0) return null;
  const bytes = checkpointBytesPerParameter * parameters;
  const size = `about ${formatBytes(bytes)}`;
  if (total === null) return worked(`Each checkpoint takes ${size}.`);
  const count = Math.ceil(total / every);
  const left = Math.min(count, kept ?? count);
  const each = count > 1 ? `, the last at the end, ${size} each` : ` at the end, ${size}`;
  const limit = left < count ? `; ${left === 1 ? 'the newest is' : `the newest ${formatCount(left)} are`} kept` : '';
  const sum = left > 1 ? `: ${formatBytes(left * bytes)} in all` : '';
  return worked(`**${formatPlural(count, 'checkpoint')}**${onIpus(experiment)}${each}${limit}${sum}.`);
}
