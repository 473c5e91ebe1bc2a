// Says in words what lies on an IPU. Where it lies and what it costs is decided elsewhere.

import type { PlannedTask } from './plan-input.ts';
import type { PlacedIpu } from './placement.ts';

const heads: Readonly<Record<PlannedTask, readonly string[]>> = {
  'question-answering': ['QA head'],
  'sequence-classification': ['pooler', 'classifier'],
  'token-classification': ['classifier'],
  'multiple-choice': ['pooler', 'classifier'],
  pretraining: ['pooler', 'next-sentence head', 'masked-language head'],
};

/** What lies on an IPU, in order of execution: `embeddings`, `layers 0–3`, `pooler`, `QA head` … */
export function describeContents(task: PlannedTask, ipu: PlacedIpu): string[] {
  const { embeddingShare, hasEmbeddings, hasHead, projectionShare } = ipu;
  const table = embeddingShare < 1 ? `${percent(embeddingShare)} of the word embeddings` : 'word embeddings';
  const hasAllEmbeddings = hasEmbeddings && embeddingShare === 1;
  return [
    ...(hasAllEmbeddings ? ['embeddings'] : embeddingShare > 0 ? [table] : []),
    ...(hasEmbeddings && !hasAllEmbeddings ? ['other embeddings'] : []),
    ...describeBlocks(ipu),
    ...(hasHead ? heads[task] : []),
    ...(projectionShare > 0 && projectionShare < 1 ? [`${percent(projectionShare)} of the vocabulary projection`] : []),
    ...(projectionShare === 1 && !hasHead ? ['vocabulary projection'] : []),
  ];
}

/** Whole encoder layers; where attention and feed-forward blocks are placed apart, half the blocks. */
export function countLayers({ attention, feedForward }: PlacedIpu): number {
  return (attention + feedForward) / 2;
}

function describeBlocks({ attention, feedForward, firstLayer }: PlacedIpu): string[] {
  if (attention === 0 && feedForward === 0) return [];
  if (attention !== feedForward) return [`${attention} attention and ${feedForward} feed-forward blocks`];
  return [attention === 1 ? `layer ${firstLayer}` : `layers ${firstLayer}–${firstLayer + attention - 1}`];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
