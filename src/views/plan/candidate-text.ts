// One configuration of a search as a line of a quick pick.

import * as l10n from '@vscode/l10n';
import type { Candidate, MemoryVerdict } from '../../shared/plan.ts';

export interface CandidateText {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

const verdicts: Readonly<Record<MemoryVerdict, () => string>> = {
  fits: () => l10n.t('fits'),
  tight: () => l10n.t('tight'),
  'does-not-fit': () => l10n.t('does not fit'),
};

export function describeCandidate(candidate: Candidate): CandidateText {
  const { layersPerIpu, replicas, microBatch, gradientAccumulationSteps, samplesPerSecond } = candidate;
  const { embeddingSerializationFactor, optimizerStateOffchip, marginBytes, verdict } = candidate;
  const { recomputeCheckpointEveryLayer } = candidate;
  const speed = samplesPerSecond.toLocaleString('en-US', { maximumSignificantDigits: 3 });
  const margin = `${(Math.abs(marginBytes) / 1e6).toLocaleString('en-US', { maximumFractionDigits: 0 })} MB`;
  const memory = marginBytes < 0 ? l10n.t('{0} too much', margin) : l10n.t('{0} to spare', margin);
  const layers = layersPerIpu.join(', ');
  return {
    label: `${l10n.t('{0} sequences/s', speed)} · ${verdicts[verdict]()}`,
    description:
      replicas === 1 ? l10n.t('layers {0} × 1 replica', layers) : l10n.t('layers {0} × {1} replicas', layers, replicas),
    detail: [
      memory,
      l10n.t('micro-batch {0}', microBatch),
      l10n.t('accumulation {0}', gradientAccumulationSteps),
      ...(embeddingSerializationFactor > 1 ? [l10n.t('embedding in {0} parts', embeddingSerializationFactor)] : []),
      optimizerStateOffchip ? l10n.t('optimizer off the chip') : l10n.t('optimizer on the chip'),
      recomputeCheckpointEveryLayer ? l10n.t('checkpoint at every layer') : l10n.t('checkpoint at every IPU'),
    ].join(' · '),
  };
}
