// The front matter of a card: as the Hub's rules have it. What the Hub computes itself (`verified`) is not written. Reading is
// read-front-matter.ts. Source: huggingface/hub-docs modelcard.md; huggingface_hub repocard_data.py.

import type { CardMetadata } from './facts.ts';
import { renderYaml } from './yaml.ts';

/** A card that has none. */
export const noMetadata: CardMetadata = {
  license: null,
  tags: [],
  datasets: [],
  baseModels: [],
  pipelineTag: null,
  metrics: [],
  modelIndex: null,
  other: {},
};

/** The front matter with its fences. */
export function renderFrontMatter(metadata: CardMetadata): string {
  const { license, tags, datasets, baseModels, pipelineTag, metrics, modelIndex, other } = metadata;
  const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);
  const yaml = renderYaml({
    license: license ?? undefined,
    tags: some(tags),
    datasets: some(datasets),
    base_model: baseModels.length === 1 ? baseModels[0] : some(baseModels),
    pipeline_tag: pipelineTag ?? undefined,
    metrics: some(metrics),
    ...other,
    'model-index': modelIndex === null ? undefined : [{ name: modelIndex.name, results: modelIndex.results }],
  });
  return yaml === '' ? '' : `---\n${yaml}\n---\n`;
}
