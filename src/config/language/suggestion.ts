// A value or a piece of text that could stand at a place, before it is known what it replaces; and how it becomes an entry of the
// editor's list.

import type { Completion, TextRange } from '../../shared/language.ts';
import { renderJson } from './render.ts';

/** A value that a field could have. */
export interface Suggestion {
  readonly value: unknown;
  /** What the list shows, if not the value. */
  readonly label?: string;
  readonly kind: Completion['kind'];
  readonly detail: string;
  /** Markdown: what it is, and where it comes from. */
  readonly documentation: string;
}

/** The entries of a list, in their order; all before those of other providers. */
export function completionsOf(suggestions: readonly Suggestion[], range: TextRange, suffix: string): Completion[] {
  return suggestions.map(({ value, label, kind, detail, documentation }, index) => {
    const text = renderJson(value);
    return {
      label: label ?? (typeof value === 'string' ? value : text),
      kind,
      detail,
      documentation,
      insert: text + suffix,
      isSnippet: false,
      sortText: sortTextOf(index),
      range,
    };
  });
}

/** Orders by index, before every label: those of values begin with a quotation mark or a digit. */
export function sortTextOf(index: number): string {
  return `!${String(index).padStart(3, '0')}`;
}

/** Each value once; the first one that says it counts. */
export function withoutRepeats(suggestions: readonly Suggestion[]): Suggestion[] {
  const seen = new Set<string>();
  return suggestions.filter(({ value }) => {
    const key = JSON.stringify(value);
    return !seen.has(key) && seen.add(key);
  });
}
