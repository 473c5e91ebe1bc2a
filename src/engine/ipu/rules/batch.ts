// Rules of batches: the pipeline's filling, what a step counts, and whether the data fill one.
// Sources: graphcore/popart willow/src/transforms/pipeline.cpp; huggingface/optimum-graphcore optimum/graphcore/trainer.py
// (loaders, issue 35: a dataset smaller than the combined batch), ipu_configuration.py (replicated tensor sharding).

import { batchSizes } from '../batch.ts';
import type { PlanInput } from '../plan-input.ts';
import { countStages } from '../schedule.ts';
import { percent } from '../warnings/words.ts';
import { counted, figure } from '../words.ts';
import { type ConfigurationFinding, isCount, replicaFields, type Rule } from './finding.ts';

/** The fields whose product is a step of training. */
const stepFields = [
  'ipu_config.device_iterations',
  'training.gradient_accumulation_steps',
  'ipu_config.gradient_accumulation_steps',
  'ipu_config.replication_factor',
  'training.per_device_train_batch_size',
];

/** The fields whose product is a step of evaluation. */
const evalFields = [
  'ipu_config.inference_device_iterations',
  'ipu_config.inference_replication_factor',
  'training.per_device_eval_batch_size',
];

/** Rules of training's batch. */
export const trainingBatchRules: readonly Rule[] = [
  checkFilling,
  checkSharding,
  checkDeviceIterations,
  checkTrainSamples,
];

/** Rules of evaluation's batch. */
export const evaluationBatchRules: readonly Rule[] = [checkInferencePipeline, checkEvalSamples];

// PopART: "For pipelining, depth (gradient accumulation factor) must equal at least the number of pipeline stages".
function checkFilling({ training, gradientAccumulationSteps: steps }: PlanInput): ConfigurationFinding | undefined {
  const { ipusPerReplica: ipus } = training;
  const stages = countStages(ipus);
  if (!isCount(ipus) || !isCount(steps) || steps >= stages) return undefined;
  return {
    severity: 'error',
    code: 'pipeline-not-filled',
    message: `\`gradient_accumulation_steps\` is ${steps}, but a pipeline of ${ipus} IPUs has ${stages} stages (2N − 1) and IPUs refuse to start with fewer micro-batches.`,
    hint: `Write at least ${stages}; the more, the less the IPUs wait for each other.`,
    fields: [
      'training.gradient_accumulation_steps',
      'ipu_config.gradient_accumulation_steps',
      'ipu_config.ipus_per_replica',
      'ipu_config.layers_per_ipu',
    ],
    needs: ['training.gradient_accumulation_steps', 'ipu_config.gradient_accumulation_steps', ...replicaFields],
  };
}

function checkSharding({ replicatedTensorSharding, training, family }: PlanInput): ConfigurationFinding | undefined {
  if (!replicatedTensorSharding || training.replicationFactor !== 1) return undefined;
  const forced = family === undefined || family === '0.6.1' ? '' : ' This version turns it off with a warning.';
  return {
    severity: 'warning',
    code: 'sharding-without-replicas',
    message: `\`replicated_tensor_sharding\` shares the optimizer state among replicas, but \`replication_factor\` is 1: it changes nothing.${forced}`,
    hint: 'Write false, or use more replicas.',
    fields: ['ipu_config.replicated_tensor_sharding', 'ipu_config.replication_factor'],
    needs: [
      'ipu_config.replicated_tensor_sharding',
      'ipu_config.replication_factor',
      'ipu_config.n_ipu',
      ...replicaFields,
    ],
  };
}

function checkDeviceIterations(input: PlanInput): ConfigurationFinding | undefined {
  const { deviceIterations: iterations } = input.training;
  const { perUpdate, perStep } = batchSizes(input);
  if (!isCount(iterations) || iterations === 1) return undefined;
  return {
    severity: 'info',
    code: 'device-iterations-count-in-logs',
    message: `One step of the logs is ${figure(iterations)} weight updates: optimum-graphcore’s “total train batch size” ${figure(perStep)} is ${figure(iterations)} × ${figure(perUpdate)}, and the optimizer sees ${figure(perUpdate)}.`,
    hint: 'Choose the learning rate for the weight update; `device_iterations` only saves calls from the host.',
    fields: ['ipu_config.device_iterations'],
    needs: stepFields,
  };
}

function checkTrainSamples(input: PlanInput): ConfigurationFinding | undefined {
  const { trainSamples } = input;
  const { perStep } = batchSizes(input);
  if (trainSamples === null || !isCount(perStep)) return undefined;
  if (trainSamples < perStep)
    return {
      severity: 'error',
      code: 'dataset-smaller-than-step',
      message: `The training data have ${counted(trainSamples, 'sequence')}, but one step takes ${figure(perStep)}: IPUs leave out what does not fill a step, and so would do nothing at all.`,
      hint: 'Lower `device_iterations` or `gradient_accumulation_steps`, or use fewer replicas.',
      fields: stepFields,
      needs: stepFields,
    };
  const left = trainSamples % perStep;
  if (left === 0) return undefined;
  const share = percent(left / trainSamples);
  return {
    severity: left > 0.05 * trainSamples ? 'warning' : 'info',
    code: 'samples-left-over',
    message: `${figure(left)} of ${counted(trainSamples, 'sequence')} (${share}) ${left === 1 ? 'does' : 'do'} not fill a step of ${figure(perStep)} and ${left === 1 ? 'is' : 'are'} left out of every epoch on IPUs.`,
    hint: 'A smaller step leaves out less; which sequences it meets changes from epoch to epoch.',
    fields: stepFields,
    needs: stepFields,
  };
}

// Up to v0.3.2 evaluation was a pipeline, whose micro-batches are counted by inference_device_iterations.
function checkInferencePipeline({ family, inference }: PlanInput): ConfigurationFinding | undefined {
  const { deviceIterations, ipusPerReplica } = inference;
  if (family !== '0.5' || !isCount(deviceIterations) || !(deviceIterations < ipusPerReplica)) return undefined;
  const fields = ['ipu_config.inference_device_iterations'];
  return {
    severity: 'warning',
    code: 'inference-pipeline-not-filled',
    message: `\`inference_device_iterations\` is ${deviceIterations}, but up to version 0.3.2 optimum-graphcore evaluates in a pipeline of ${counted(ipusPerReplica, 'IPU')}, which needs as many.`,
    hint: `Write at least ${ipusPerReplica}; from version 0.4 on it does not matter.`,
    fields,
    needs: [...fields, ...replicaFields],
  };
}

function checkEvalSamples(input: PlanInput): ConfigurationFinding | undefined {
  const { evalSamples } = input;
  const { evalPerStep } = batchSizes(input);
  if (evalSamples === null || evalSamples === 0 || !isCount(evalPerStep)) return undefined;
  const last = evalSamples % evalPerStep;
  if (last === 0) return undefined;
  return {
    severity: 'warning',
    code: 'eval-step-incomplete',
    message: `The last step of evaluation has ${figure(last)} of ${counted(evalPerStep, 'sequence')}: optimum-graphcore keeps it and then fails over its shape, unless --pad_on_batch_axis fills it up.`,
    hint: 'Start optimum-graphcore with --pad_on_batch_axis, or choose a step that divides the data.',
    fields: evalFields,
    needs: evalFields,
  };
}
