// An experiment in the making: values of fields in the order of the file, each with where it comes from; and its text.

import type { PartialExperiment } from '../fields.ts';
import { rootFields, sectionFields } from '../fields.ts';

interface Entry {
  readonly value: unknown;
  /** Where the value comes from, where that is not the source that the head of the file names. */
  readonly comment: string;
}

export class Draft {
  readonly #entries = new Map<string, Entry>();

  /** Sets a field, such as `data.max_seq_length`; the last value counts. */
  set(path: string, value: unknown, comment = ''): void {
    this.#entries.set(path, { value, comment });
  }

  remove(path: string): void {
    this.#entries.delete(path);
  }

  has(path: string): boolean {
    return this.#entries.has(path);
  }

  get(path: string): unknown {
    return this.#entries.get(path)?.value;
  }

  /** Puts a comment to a field that is there. */
  annotate(path: string, comment: string): void {
    const entry = this.#entries.get(path);
    if (entry) this.set(path, entry.value, entry.comment === '' ? comment : `${entry.comment}; ${comment}`);
  }

  /** The values as an experiment file holds them. */
  values(): PartialExperiment {
    const root: Record<string, unknown> = this.#section('');
    for (const section of Object.keys(sectionFields)) {
      const values = this.#section(`${section}.`);
      if (Object.keys(values).length > 0) root[section] = values;
    }
    return root as PartialExperiment;
  }

  /** The text of the file; `head` are lines of comment before it. */
  render(head: readonly string[]): string {
    const parts = [
      ...this.#lines('', Object.keys(rootFields)).map((line) => [line]),
      ...Object.entries(sectionFields).flatMap(([section, fields]) => {
        const lines = this.#lines(`${section}.`, Object.keys(fields));
        if (lines.length === 0) return [];
        const body = joinLines(lines).map((line) => `    ${line}`);
        return [[{ code: `"${section}": {\n${body.join('\n')}\n  }`, comment: '' }]];
      }),
    ].flat();
    const comments = head.map((line) => `// ${oneLine(line)}`.trimEnd());
    const body = joinLines(parts).map((line) => `  ${line}`);
    return [...comments, '{', ...body, '}', ''].join('\n');
  }

  #section(prefix: string): Record<string, unknown> {
    const own = [...this.#entries].filter(([path]) => (prefix === '' ? !path.includes('.') : path.startsWith(prefix)));
    return Object.fromEntries(own.map(([path, { value }]) => [path.slice(prefix.length), value]));
  }

  #lines(prefix: string, names: readonly string[]): Line[] {
    return names.flatMap((name) => {
      const entry = this.#entries.get(prefix + name);
      if (!entry) return [];
      const indent = prefix === '' ? '  ' : '    ';
      return [{ code: `${JSON.stringify(name)}: ${renderJson(entry.value, indent)}`, comment: oneLine(entry.comment) }];
    });
  }
}

interface Line {
  readonly code: string;
  readonly comment: string;
}

function joinLines(lines: readonly Line[]): string[] {
  return lines.map(({ code, comment }, at) => {
    const comma = at < lines.length - 1 ? ',' : '';
    return `${code}${comma}${comment === '' ? '' : ` // ${comment}`}`;
  });
}

/** Numbers and texts in a line, an object's entries below one another. */
function renderJson(value: unknown, indent: string): string {
  if (Array.isArray(value)) return `[${value.map((each) => renderJson(each, indent)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return renderPlain(value);
  const entries = Object.entries(value).map(
    ([name, each]) => `${indent}  ${renderPlain(name)}: ${renderJson(each, '')}`,
  );
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
}

function renderPlain(value: unknown): string {
  // 9e-5 as one writes it, and not 0.00009.
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  // Line separators and marks that turn the direction of text would make the file look like another one.
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function oneLine(text: string): string {
  return text
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g, ' ')
    .trim();
}
