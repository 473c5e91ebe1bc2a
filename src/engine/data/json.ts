// JSON text to a value, with a broken file answered by line and column. Shared by datasets and prediction files.

import { printParseErrorCode, visit } from 'jsonc-parser';
import { jsonBroken } from './errors.ts';

/** Where JSON is broken, lines and columns from 1, and why. */
export interface JsonFault {
  /** Null if the place is not known. */
  readonly line: number | null;
  readonly column: number;
  readonly reason: string;
}

/** The value that `text` holds; a byte order mark is skipped. `fileName` is for error messages. */
export function parseJson(text: string, fileName: string): unknown {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  try {
    return JSON.parse(json);
  } catch (cause) {
    const { line, column, reason } = locateFault(json, cause);
    throw jsonBroken(fileName, line === null ? '' : `:${line}:${column}`, reason, cause);
  }
}

/** Finds the fault for which JSON.parse threw `cause`: it names the place only now and then, so a second, slower parser does. */
export function locateFault(json: string, cause: unknown): JsonFault {
  if (json.trim() === '') return { line: null, column: 0, reason: 'the file is empty' };
  let first: { code: string; offset: number; length: number } | undefined;
  const onError = (code: number, offset: number, length: number): void => {
    first ??= { code: printParseErrorCode(code), offset, length };
  };
  try {
    visit(json, { onError }, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // Nested so deeply that the parser gave up; JSON.parse's own words must do.
  }
  if (first === undefined) {
    return { line: null, column: 0, reason: cause instanceof Error ? cause.message : String(cause) };
  }
  const before = json.slice(0, first.offset).split('\n');
  const reason = explain(json, first.code, first.offset, first.length);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, reason };
}

function explain(json: string, code: string, offset: number, length: number): string {
  const special = /^-?(NaN|Infinity)\b/.exec(json.slice(offset, offset + 10));
  if (special !== null) return `${special[0]} is no number in JSON; write null, or leave the value out`;
  const breaksOff =
    offset >= json.trimEnd().length || (code === 'UnexpectedEndOfString' && offset + length >= json.length);
  // `CommaExpected` → `comma expected`
  const words = code.replace(/(?<=[a-z])[A-Z]/g, ' $&').toLowerCase();
  return breaksOff ? `the file breaks off here (${words})` : words;
}
