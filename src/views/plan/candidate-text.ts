// One configuration of a search as a line of a quick pick.

import type { Candidate, MemoryVerdict } from '../../shared/plan.ts';

export interface CandidateText {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

const verdicts: Readonly<Record<MemoryVerdict, string>> = {
  fits: 'fits',
  tight: 'tight',
  'does-not-fit': 'does not fit',
};

export function describeCandidate(candidate: Candidate): CandidateText {
  const { layersPerIpu, replicas, microBatch, gradientAccumulationSteps, samplesPerSecond } = candidate;
  const { embeddingSerializationFactor, optimizerStateOffchip, marginBytes, verdict } = candidate;
  const { recomputeCheckpointEveryLayer } = candidate;
  const speed = samplesPerSecond.toLocaleString('en-US', { maximumSignificantDigits: 3 });
  const margin = `${(Math.abs(marginBytes) / 1e6).toLocaleString('en-US', { maximumFractionDigits: 0 })} MB`;
  const memory = marginBytes < 0 ? `${margin} too much` : `${margin} to spare`;
  return {
    label: `${speed} sequences/s · ${verdicts[verdict]}`,
    description: `layers ${layersPerIpu.join(', ')} × ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`,
    detail: [
      memory,
      `micro-batch ${microBatch}`,
      `accumulation ${gradientAccumulationSteps}`,
      ...(embeddingSerializationFactor > 1 ? [`embedding in ${embeddingSerializationFactor} parts`] : []),
      `optimizer ${optimizerStateOffchip ? 'off' : 'on'} the chip`,
      `checkpoint at every ${recomputeCheckpointEveryLayer ? 'layer' : 'IPU'}`,
    ].join(' · '),
  };
}
