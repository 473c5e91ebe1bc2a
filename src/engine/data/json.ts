// JSON text to a value, with a broken file answered by line and column. Shared by datasets and prediction files.

import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { jsonBroken } from './errors.ts';

/** The value that `text` holds; a byte order mark is skipped. `fileName` is for error messages. */
export function parseJson(text: string, fileName: string): unknown {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (json.trim() === '') throw jsonBroken(fileName, '', 'the file is empty', undefined);
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw locate(json, fileName, cause);
  }
}

/** JSON.parse names the place only now and then, so a second, slower parser finds it. */
function locate(json: string, fileName: string, cause: unknown): Error {
  const errors: ParseError[] = [];
  parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined)
    return jsonBroken(fileName, '', cause instanceof Error ? cause.message : String(cause), cause);
  const before = json.slice(0, first.offset).split('\n');
  const position = `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  return jsonBroken(fileName, position, describe(printParseErrorCode(first.error)), cause);
}

/** `CommaExpected` → `comma expected`. */
function describe(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, ' $&').toLowerCase();
}
