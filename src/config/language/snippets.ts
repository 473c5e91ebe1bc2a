// Templates as text to insert, with places to fill in: whole experiments in an empty file, sections in one that lacks them. Names
// of files are those that lie around and fit, where there are any.

import type { Completion, TextRange } from '../../shared/language.ts';
import { sectionDocs, type SectionName, sectionFields } from '../fields.ts';
import { type Draft, draftOf } from './draft.ts';
import { renderJson } from './render.ts';
import { suggestDataFiles } from './suggest-data.ts';
import { suggestVocabularies } from './suggest-models.ts';
import { sortTextOf } from './suggestion.ts';
import type { Surroundings } from './surroundings.ts';
import {
  type Blank,
  experimentTemplates,
  sectionTemplates,
  type TemplateObject,
  type TemplateValue,
} from './templates.ts';

const indent = '  ';

/** Whole experiments; with `braces` as a file of their own, else as entries of an object that has none yet. */
export function wholeExperiments(surroundings: Surroundings, range: TextRange, braces: boolean): Completion[] {
  return experimentTemplates.map(({ label, detail, documentation, values }, index) => {
    const task = values['task'] as Draft['experiment']['task'];
    const draft = draftOf({ task }, surroundings);
    const body = new Snippet(draft, surroundings).render(values);
    return {
      label,
      kind: 'experiment',
      detail,
      documentation,
      insert: braces ? `${body}\n$0` : entriesOf(body),
      isSnippet: true,
      sortText: sortTextOf(index),
      range,
    };
  });
}

/** An object's text without its braces, one level further out. */
function entriesOf(body: string): string {
  return body.slice(2, -2).replaceAll(/^ {2}/gm, '');
}

/** Sections that the file does not have, with their usual fields. */
export function missingSections(
  draft: Draft,
  surroundings: Surroundings,
  taken: readonly string[],
  range: TextRange,
  suffix: string,
): Completion[] {
  const names = (Object.keys(sectionFields) as SectionName[]).filter((name) => !taken.includes(name));
  return names.map((name, index) => {
    const values = sectionTemplates[name]!;
    return {
      label: name,
      kind: 'field',
      detail: Object.keys(values).slice(0, 3).join(', '),
      documentation: `${sectionDocs[name]} With the fields that it usually has.`,
      insert: `${JSON.stringify(name)}: ${new Snippet(draft, surroundings).render(values)}${suffix}`,
      isSnippet: true,
      sortText: sortTextOf(index),
      range,
    };
  });
}

/** Text for VS Code's snippets: plain signs are escaped, blanks are tab stops in their order. */
class Snippet {
  readonly #draft: Draft;
  readonly #surroundings: Surroundings;
  #stops = 0;

  constructor(draft: Draft, surroundings: Surroundings) {
    this.#draft = draft;
    this.#surroundings = surroundings;
  }

  render(value: TemplateValue, name = '', outer = ''): string {
    if (isBlank(value)) return this.#blank(this.#fill(name, value.blank));
    if (Array.isArray(value))
      return `[${(value as readonly TemplateValue[]).map((each) => this.render(each)).join(', ')}]`;
    if (typeof value !== 'object') return escapeSnippet(renderJson(value));
    const inner = outer + indent;
    const lines = Object.entries(value as TemplateObject).map(
      ([key, each]) => `${inner}${JSON.stringify(key)}: ${this.render(each, key, inner)}`,
    );
    return `{\n${lines.join(',\n')}\n${outer}}`;
  }

  #blank(value: unknown): string {
    const text = renderJson(value);
    const stop = ++this.#stops;
    // The quotation marks stay outside, so that one types over the text alone.
    const isText = typeof value === 'string';
    const inner = (isText ? text.slice(1, -1) : text).replaceAll(/[\\$}]/g, '\\$&');
    return isText ? `"\${${stop}:${inner}}"` : `\${${stop}:${inner}}`;
  }

  /** The best file around, where the blank is for one. */
  #fill(name: string, fallback: unknown): unknown {
    if (name === 'vocab_file') return suggestVocabularies(this.#draft, this.#surroundings)[0]?.value ?? fallback;
    if (name !== 'train_file' && name !== 'validation_file') return fallback;
    const { dataFiles } = this.#surroundings;
    const fitting = dataFiles.filter(({ tasks }) => tasks.includes(this.#draft.experiment.task));
    return suggestDataFiles(name)(this.#draft, { ...this.#surroundings, dataFiles: fitting })[0]?.value ?? fallback;
  }
}

/** Text that a snippet shows as it is. */
export function escapeSnippet(text: string): string {
  return text.replaceAll(/[\\$]/g, '\\$&');
}

function isBlank(value: TemplateValue): value is Blank {
  return typeof value === 'object' && 'blank' in value;
}
