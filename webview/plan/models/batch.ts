// The batch arithmetic, written out: each line an equation whose factors are named. Pure.

import * as l10n from '@vscode/l10n';
import type { PlanView } from '../../../src/shared/messages/plan.ts';
import type { BatchPlan, Plan } from '../../../src/shared/plan.ts';
import { formatCount } from '../../common/quantities.ts';

export interface Factor {
  /** The sign before it; the first has none. */
  readonly sign: '' | '×' | '÷';
  readonly text: string;
  readonly label: string;
}

export interface BatchResult {
  /** Key of the batch plan, such as `perUpdate`. */
  readonly name: string;
  /** Null if unknown. */
  readonly value: number | null;
  readonly text: string;
}

export interface BatchLine {
  readonly title: string;
  /** What this size means, in a few words. */
  readonly meaning: string;
  readonly factors: readonly Factor[];
  readonly result: BatchResult;
  readonly unit: string;
  /** Further results that follow, such as weight updates an epoch. */
  readonly more: readonly (BatchResult & { readonly unit: string })[];
}

export interface BatchModel {
  readonly training: readonly BatchLine[];
  readonly evaluation: readonly BatchLine[];
  readonly note: string;
  readonly counting: boolean;
}

export function batchModel({ batch, mode }: Plan, samples: PlanView['samples']): BatchModel {
  return {
    training: mode === 'training' ? [microBatch(batch), update(batch), step(batch), epoch(batch)] : [],
    evaluation: [evalMicroBatch(batch), evalStep(batch), evaluation(batch)],
    note: [packing(batch), samples.note].filter((text) => text !== '').join(' '),
    counting: samples.state === 'counting',
  };
}

function packing({ sequencesPerPack }: BatchPlan): string {
  if (sequencesPerPack === 1) return '';
  return l10n.t('Sizes count packs of {0} sequences on average.', formatFactor(sequencesPerPack));
}

const unitOf = (batch: BatchPlan, count: number): string =>
  batch.sequencesPerPack === 1
    ? count === 1
      ? l10n.t('sequence')
      : l10n.t('sequences')
    : count === 1
      ? l10n.t('pack')
      : l10n.t('packs');

function microBatch(batch: BatchPlan): BatchLine {
  const meaning = l10n.t('what a replica’s pipeline takes in at a time');
  const result = resultOf('microBatch', batch.microBatch);
  return {
    title: l10n.t('Micro-batch'),
    meaning,
    factors: [],
    result,
    unit: unitOf(batch, batch.microBatch),
    more: [],
  };
}

function update(batch: BatchPlan): BatchLine {
  const factors = product([
    [batch.microBatch, l10n.t('micro-batch')],
    [batch.gradientAccumulationSteps, l10n.t('accumulation')],
    [batch.replicas, l10n.t('replicas')],
  ]);
  const result = resultOf('perUpdate', batch.perUpdate);
  const meaning = l10n.t('what the optimizer sees');
  return { title: l10n.t('Weight update'), meaning, factors, result, unit: unitOf(batch, batch.perUpdate), more: [] };
}

function step(batch: BatchPlan): BatchLine {
  const factors = product([
    [batch.perUpdate, l10n.t('weight update')],
    [batch.deviceIterations, l10n.t('device iterations')],
  ]);
  const result = resultOf('perStep', batch.perStep);
  const meaning = l10n.t('one call from the host, one step of the logs');
  return { title: l10n.t('Step'), meaning, factors, result, unit: unitOf(batch, batch.perStep), more: [] };
}

function epoch(batch: BatchPlan): BatchLine {
  const { trainSamples, stepsPerEpoch, updatesPerEpoch, totalSteps, totalUpdates } = batch;
  const more = [
    { ...resultOf('updatesPerEpoch', updatesPerEpoch), unit: l10n.t('weight updates') },
    { ...resultOf('totalSteps', totalSteps), unit: l10n.t('steps in all') },
    { ...resultOf('totalUpdates', totalUpdates), unit: l10n.t('weight updates in all') },
  ];
  return {
    title: l10n.t('Epoch'),
    meaning: l10n.t('whole steps only; what is left over is dropped'),
    factors: quotient(trainSamples, batch.perStep),
    result: resultOf('stepsPerEpoch', stepsPerEpoch),
    unit: stepsPerEpoch === 1 ? l10n.t('step') : l10n.t('steps'),
    more: more.filter(({ value }) => value !== null),
  };
}

function evalMicroBatch(batch: BatchPlan): BatchLine {
  const result = resultOf('evalMicroBatch', batch.evalMicroBatch);
  const meaning = l10n.t('what a replica takes in at a time');
  return {
    title: l10n.t('Micro-batch'),
    meaning,
    factors: [],
    result,
    unit: unitOf(batch, batch.evalMicroBatch),
    more: [],
  };
}

function evalStep(batch: BatchPlan): BatchLine {
  const factors = product([
    [batch.evalMicroBatch, l10n.t('micro-batch')],
    [batch.evalReplicas, l10n.t('replicas')],
    [batch.evalDeviceIterations, l10n.t('device iterations')],
  ]);
  const result = resultOf('evalPerStep', batch.evalPerStep);
  return {
    title: l10n.t('Step'),
    meaning: l10n.t('one call'),
    factors,
    result,
    unit: unitOf(batch, batch.evalPerStep),
    more: [],
  };
}

function evaluation(batch: BatchPlan): BatchLine {
  return {
    title: l10n.t('Evaluation'),
    meaning: l10n.t('the last step may be smaller'),
    factors: quotient(batch.evalSamples, batch.evalPerStep),
    result: resultOf('evalSteps', batch.evalSteps),
    unit: batch.evalSteps === 1 ? l10n.t('step') : l10n.t('steps'),
    more: [],
  };
}

function resultOf(name: keyof BatchPlan, value: number | null): BatchResult {
  return { name, value, text: value === null ? '?' : formatCount(value) };
}

function product(factors: readonly (readonly [value: number, label: string])[]): Factor[] {
  return factors.map(([value, label], index) => {
    return { sign: index === 0 ? '' : '×', text: formatFactor(value), label };
  });
}

function quotient(samples: number | null, perStep: number): Factor[] {
  return [
    { sign: '', text: samples === null ? '?' : formatCount(samples), label: l10n.t('samples') },
    { sign: '÷', text: formatCount(perStep), label: l10n.t('per step') },
  ];
}

function formatFactor(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(3)));
}

/** An equation as a screen reader says it. */
export function sayLine({ title, factors, result, unit }: BatchLine): string {
  const left = factors.map(({ sign, text, label }) => `${sign} ${text} ${label}`.trim()).join(' ');
  const right = `${result.value === null ? l10n.t('unknown') : result.text} ${unit}`;
  return `${title}: ${left === '' ? right : `${left} = ${right}`}`;
}
