// Pipeline stages of a forward pass, as PopART counts them: each stage runs on one IPU, and what a stage computes goes only to later
// ones. An IPU that comes up again later gets one more stage. When the stages run is schedule.ts's business.
// Sources: graphcore/popart willow/src/patterns/contiguateipucopyindices.cpp (copies go to a later stage, no number is left out),
// willow/src/transforms/pipeline.cpp (a weight is used on one IPU only); optimum-graphcore numbers stages with
// poptorch.AutoStage.AutoIncrement: a new number wherever the IPU changes.

import type { PlacedIpu } from './placement.ts';

/** A pipeline stage and the IPU of a replica that it runs on. */
export interface Stage {
  readonly stage: number;
  readonly ipu: number;
}

/** The stage of each part of a model. */
export interface ModelStages {
  readonly embeddings: Stage;
  /** By encoder layer. */
  readonly layers: readonly Stage[];
  /** Pooler, classifier, answer head or masked-language head. */
  readonly head: Stage;
}

/** Numbers the stages of a model whose layers are placed whole. */
export function numberStages(placed: readonly PlacedIpu[]): ModelStages {
  const ipuWith = (isHome: (ipu: PlacedIpu) => boolean): number => placed.find(isHome)?.index ?? 0;
  const layerIpus = placed.flatMap(({ index, attention }) => Array.from({ length: attention }, () => index));
  let current: Stage = { stage: 0, ipu: ipuWith(({ hasEmbeddings }) => hasEmbeddings) };
  const stageOn = (ipu: number): Stage => {
    if (ipu !== current.ipu) current = { stage: current.stage + 1, ipu };
    return current;
  };
  const embeddings = current;
  const layers = layerIpus.map(stageOn);
  return { embeddings, layers, head: stageOn(ipuWith(({ hasHead }) => hasHead)) };
}
