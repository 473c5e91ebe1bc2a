// Tags of runs: which there are, what was typed, and what changes when those of several runs are edited together. Pure.

import type { AnnotationChange, RunSummary } from '../../shared/messages/runs.ts';

/** All tags of these runs, those of most runs first. */
export function listTags(runs: readonly RunSummary[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { annotations } of runs) {
    for (const tag of annotations?.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([tag]) => tag);
}

/** Tags as they are typed: with commas between them. */
export function parseTags(text: string): readonly string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

/** The tags that all of these runs have; `present` has those of each. */
export function sharedTags([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((tag) => others.every((tags) => tags.includes(tag)));
}

/**
 * The tags that are to be when the text and the checks are accepted. A text after which something was checked was there to find it: only
 * one that nothing came after is a tag, or several. `before` were checked when the text was typed.
 */
export function chosenTags(before: readonly string[], checked: readonly string[], text: string): readonly string[] {
  const isUnchanged = before.length === checked.length && before.every((tag) => checked.includes(tag));
  return isUnchanged ? [...new Set([...checked, ...parseTags(text)])] : checked;
}

/**
 * What makes all runs have the wanted tags; undefined if nothing does. `present` has the tags of each run. A tag that only some of the
 * runs have was never shown as theirs, and stays where it is.
 */
export function planTagChange(
  present: readonly (readonly string[])[],
  wanted: readonly string[],
): Pick<AnnotationChange, 'addTags' | 'removeTags'> | undefined {
  const shared = sharedTags(present);
  const addTags = wanted.filter((tag) => !shared.includes(tag));
  const removeTags = shared.filter((tag) => !wanted.includes(tag));
  if (addTags.length === 0 && removeTags.length === 0) return undefined;
  return { ...(addTags.length > 0 && { addTags }), ...(removeTags.length > 0 && { removeTags }) };
}
