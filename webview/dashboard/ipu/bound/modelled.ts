// What would bound the run on the IPUs that its experiment describes: the parts of a step, as the plan has them. Modelled, never
// measured. Pure.

import * as l10n from '@vscode/l10n';
import type { Plan } from '../../../../src/shared/plan.ts';
import { formatPercent, formatSeconds } from '../../../common/quantities.ts';

export type PartId = 'compute' | 'bubble' | 'exchange' | 'host';

/** A part of a step; the parts add up to it. */
export interface StepPart {
  readonly id: PartId;
  readonly label: string;
  /** What is counted to it. */
  readonly meaning: string;
  readonly share: number;
  readonly text: string;
}

export interface ModelledBound {
  readonly subject: string;
  readonly sentence: string;
  /** In the order in which they are drawn. */
  readonly parts: readonly StepPart[];
}

/** Null if the plan has no times of training. */
export function modelledBound(plan: Plan | null): ModelledBound | null {
  if (!plan || plan.mode !== 'training' || !(plan.time.stepSeconds > 0) || plan.ipus.length === 0) return null;
  const { stepSeconds } = plan.time;
  const parts = partsOf(plan).map((part): StepPart => {
    const share = part.seconds / stepSeconds;
    return { ...part, share, text: `${formatPercent(share)} · ${formatSeconds(part.seconds)}` };
  });
  const [largest, next] = [...parts].sort((a, b) => b.share - a.share);
  return {
    subject: largest!.label,
    sentence: l10n.t(
      '{0} of a modelled step of {1}; next comes {2} with {3}.',
      ...[formatPercent(largest!.share), formatSeconds(stepSeconds), next!.label, formatPercent(next!.share)],
    ),
    parts,
  };
}

function partsOf({ time, pipeline, batch }: Plan) {
  const updates = Math.max(1, batch.deviceIterations);
  const inPipeline = updates * time.pipelineSeconds;
  const bubble = inPipeline * pipeline.bubble;
  return [
    {
      id: 'compute' as const,
      label: l10n.t('Compute'),
      meaning: l10n.t('work of the busiest IPU, with the activations that it passes on'),
      seconds: inPipeline - bubble,
    },
    {
      id: 'bubble' as const,
      label: l10n.t('Pipeline bubble'),
      meaning: l10n.t('even the busiest IPU waits for the pipeline to fill and run empty'),
      seconds: bubble,
    },
    {
      id: 'exchange' as const,
      label: l10n.t('Exchange and update'),
      meaning: l10n.t('gradients between replicas, optimizer, state kept off the chip'),
      seconds: updates * time.updateOverheadSeconds,
    },
    {
      id: 'host' as const,
      label: l10n.t('Host'),
      meaning: l10n.t('calls and data that the IPUs wait for'),
      seconds: Math.max(0, time.stepSeconds - updates * time.updateSeconds),
    },
  ];
}
