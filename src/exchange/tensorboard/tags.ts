// What a metric is called in TensorBoard: as transformers' own callback names it, so that our runs and others' share their charts.
// Source: huggingface/transformers integrations, `rewrite_logs`.

import { metrics } from '../../shared/metrics.ts';

/** The tag of a metric: `loss` → `train/loss`, `eval_f1` → `eval/f1`; a name that is not ours stays. */
export function tagOfMetric(name: string): string {
  if (!Object.hasOwn(metrics, name)) return name;
  return name.startsWith('eval_') ? `eval/${name.slice('eval_'.length)}` : `train/${name}`;
}

/** The metric of a tag; a tag that is none of ours is a metric of that name. */
export function metricOfTag(tag: string): string {
  const [, group, rest = ''] = /^(train|eval)\/(.+)$/s.exec(tag) ?? [];
  const name = group === 'eval' ? `eval_${rest}` : rest;
  return group !== undefined && Object.hasOwn(metrics, name) && tagOfMetric(name) === tag ? name : tag;
}
