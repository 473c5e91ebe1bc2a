// Warnings about memory: what is too full or nearly so, in training and in evaluation.

import type { PlanWarning } from '../../../shared/plan.ts';
import { judgeMemory } from '../evaluate.ts';
import { figure } from '../words.ts';
import type { Check, WarningInput } from './check.ts';
import { megabytes, percent } from './words.ts';

/** The checks of memory. */
export const memoryChecks: readonly Check[] = [memory, evaluationMemory];

function memory({ worked, remedies }: WarningInput): PlanWarning | null {
  const { input } = worked;
  const plans = (input.mode === 'training' ? worked.training : worked.inference)?.memory;
  if (!plans) return null;
  const fullest = plans.reduce((most, plan, ipu) => (plan.marginBytes < plans[most]!.marginBytes ? ipu : most), 0);
  const { totalBytes, capacityBytes, marginBytes, tileBytes, tileCapacityBytes } = plans[fullest]!;
  const { verdict } = judgeMemory(plans);
  const others = plans.filter((plan) => plan.verdict === 'does-not-fit').length - 1;
  if (verdict === 'fits') return null;
  const use = `IPU ${fullest} takes ${megabytes(totalBytes)} of ${megabytes(capacityBytes)}`;
  const tile = `its fullest tile ${figure(tileBytes)} of ${figure(tileCapacityBytes)} bytes`;
  const fields = ['training.per_device_train_batch_size', 'ipu_config.layers_per_ipu'];
  if (verdict === 'tight') {
    const message = `Memory is tight: ${use}, and ${tile}.`;
    const hint = 'The model may be off by as much: have some more room before a long run is planned on it.';
    return { code: 'memory-tight', severity: 'warning', message, hint, fields, remedies };
  }
  const over = percent(-marginBytes / capacityBytes);
  const more = others > 0 ? ` ${others === 1 ? 'One more IPU is' : `${others} more IPUs are`} too full.` : '';
  return {
    code: 'memory-does-not-fit',
    severity: 'error',
    message: `It does not fit: ${use}, ${over} too much, and ${tile}.${more}`,
    hint: remedies.length > 0 ? 'Take one of the remedies.' : 'Take more IPUs for a replica, or a smaller model.',
    fields,
    remedies,
  };
}

function evaluationMemory({ worked: { input, inference, batch } }: WarningInput): PlanWarning | null {
  if (input.mode === 'inference' || !inference) return null;
  const full = inference.memory.findIndex(({ verdict }) => verdict === 'does-not-fit');
  const plan = inference.memory[full];
  if (!plan) return null;
  return {
    code: 'evaluation-memory-does-not-fit',
    severity: (batch.evalSamples ?? 0) > 0 ? 'error' : 'warning',
    message: `Evaluation does not fit: IPU ${full} takes ${megabytes(plan.totalBytes)} of ${megabytes(plan.capacityBytes)}.`,
    hint: 'Write a smaller per_device_eval_batch_size, or spread inference_layers_per_ipu over more IPUs.',
    fields: ['training.per_device_eval_batch_size', 'ipu_config.inference_layers_per_ipu'],
    remedies: [],
  };
}
