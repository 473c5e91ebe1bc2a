// Lays what one experiment file says over what another says. Pure, and associative: it does not matter which of three is
// laid on its neighbour first.

import { type PartialExperiment, type SectionName, sectionFields } from './fields.ts';

/** Fields that are a file's own: what extends it does not get them. */
export const ownFields: readonly string[] = ['extends', 'name', 'description'] satisfies (keyof PartialExperiment)[];

/**
 * What both say; where both say something, `over` wins. A field is taken as a whole, also a list; of `extra_args`, each flag
 * by itself.
 */
export function mergeExperiments(base: PartialExperiment, over: PartialExperiment): PartialExperiment {
  const merged: Record<string, unknown> = { ...base, ...over };
  for (const name of Object.keys(sectionFields) as SectionName[]) {
    if (base[name] && over[name]) merged[name] = { ...base[name], ...over[name] };
  }
  if (base.extra_args && over.extra_args) merged['extra_args'] = { ...base.extra_args, ...over.extra_args };
  return merged as PartialExperiment;
}

/** What a file passes on to those that extend it. */
export function inheritable(values: PartialExperiment): PartialExperiment {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !ownFields.includes(name)));
}
