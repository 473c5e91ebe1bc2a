// The batch arithmetic of a plan in four lines, training beside evaluation: micro-batch, weight update, step, epoch.

import type { BatchPlan, Plan } from '../../shared/plan.ts';
import { renderTable } from '../output.ts';
import { formatCount, formatPlural } from './figures.ts';

const unknown = 'not counted';

/** The four lines; where only inference is planned, those it has. */
export function renderBatch({ batch, mode }: Plan): string {
  const lines: readonly [name: string, training: string, evaluation: string][] = [
    ['micro-batch', formatCount(batch.microBatch), formatCount(batch.evalMicroBatch)],
    ['weight update', describeUpdate(batch), ''],
    ['step', describeStep(batch), describeEvaluationStep(batch)],
    ['epoch', describeEpoch(batch), describeEvaluationEpoch(batch)],
  ];
  const rows =
    mode === 'training'
      ? lines.map(([name, ...cells]) => [`  ${name}`, ...cells])
      : lines
          .filter(([, , cell]) => cell !== '')
          .map(([name, , cell]) => [`  ${name === 'epoch' ? 'all data' : name}`, cell]);
  const heading = ['Batch', ...(mode === 'training' ? ['training', 'evaluation'] : ['inference'])];
  return [renderTable(heading, rows), ...describePacks(batch)].join('\n');
}

function describeUpdate(batch: BatchPlan): string {
  const accumulated = `${formatCount(batch.gradientAccumulationSteps)} accumulated`;
  const replicas = formatPlural(batch.replicas, 'replica');
  return `${formatCount(batch.microBatch)} × ${accumulated} × ${replicas} = ${formatCount(batch.perUpdate)}`;
}

function describeStep({ perUpdate, perStep, deviceIterations }: BatchPlan): string {
  const iterations = formatPlural(deviceIterations, 'device iteration');
  return `${formatCount(perUpdate)} × ${iterations} = ${formatCount(perStep)}`;
}

function describeEvaluationStep(batch: BatchPlan): string {
  const replicas = formatPlural(batch.evalReplicas, 'replica');
  const iterations = formatPlural(batch.evalDeviceIterations, 'device iteration');
  return `${formatCount(batch.evalMicroBatch)} × ${replicas} × ${iterations} = ${formatCount(batch.evalPerStep)}`;
}

function describeEpoch({ trainSamples, perStep, stepsPerEpoch, updatesPerEpoch }: BatchPlan): string {
  if (trainSamples === null || stepsPerEpoch === null) return unknown;
  const steps = `${formatCount(trainSamples)} / ${formatCount(perStep)} = ${formatPlural(stepsPerEpoch, 'step')}`;
  return updatesPerEpoch === null || updatesPerEpoch === stepsPerEpoch
    ? steps
    : `${steps}, ${formatPlural(updatesPerEpoch, 'update')}`;
}

function describeEvaluationEpoch({ evalSamples, evalPerStep, evalSteps }: BatchPlan): string {
  if (evalSamples === null || evalSteps === null) return unknown;
  return `${formatCount(evalSamples)} / ${formatCount(evalPerStep)} = ${formatPlural(evalSteps, 'step')}`;
}

function describePacks({ sequencesPerPack }: BatchPlan): string[] {
  if (sequencesPerPack === 1) return [];
  return [`  counted in packs of ${Number(sequencesPerPack.toFixed(2))} sequences on average`];
}
