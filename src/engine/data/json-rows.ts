// Rows of JSON: a list of objects, such a list under "data", or JSON Lines, one object a line. Names of files are not trusted: JSON Lines
// is often called .json, and the other way round.

import { jsonLinesBroken, notRows } from './errors.ts';
import { locateFault, parseJson } from './json.ts';
import type { DataRow, ParsedRows } from './rows.ts';
import { describe, isFields, listKeys } from './values.ts';

/** True if the text begins as JSON data does. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

/** Rows of a file that is called JSON. */
export function parseJsonOrLines(text: string, fileName: string): ParsedRows {
  return hasRowALine(text) ? parseLines(text, fileName) : listRows(parseJson(text, fileName), fileName);
}

/** Rows of a file that is called JSON Lines. */
export function parseJsonLines(text: string, fileName: string): ParsedRows {
  const whole = hasRowALine(text) ? undefined : tryParse(text);
  const isList = Array.isArray(whole) || (isFields(whole) && Array.isArray(whole['data']));
  return isList ? listRows(whole, fileName) : parseLines(text, fileName);
}

/** True if the first line is an object of its own and others follow: as a whole, that is never JSON. */
function hasRowALine(text: string): boolean {
  const first = /\S[^\n]*/.exec(text);
  if (first === null || !/\S/.test(text.slice(first.index + first[0].length))) return false;
  return isFields(tryParse(first[0]));
}

function listRows(json: unknown, fileName: string): ParsedRows {
  const list = Array.isArray(json) ? (json as unknown[]) : isFields(json) ? json['data'] : undefined;
  if (!Array.isArray(list)) {
    const found = isFields(json) ? `an object with ${listKeys(json)}` : describe(json);
    throw notRows(fileName, `it is ${found}, and has no list "data"`);
  }
  const rows = list.map((fields: unknown, index) => {
    const place = `${Array.isArray(json) ? '' : 'data'}[${index}]`;
    if (!isFields(fields)) throw notRows(fileName, `${place} is ${describe(fields)}, not an object`);
    return { fields, place };
  });
  return { rows, notes: [] };
}

function parseLines(text: string, fileName: string): ParsedRows {
  const rows: DataRow[] = [];
  const broken: { readonly line: number; readonly text: string }[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const fields = tryParse(line);
    if (isFields(fields)) rows.push({ fields, place: `line ${index + 1}` });
    else broken.push({ line: index + 1, text: line });
  });
  const [first, ...others] = broken;
  if (first === undefined) return { rows, notes: [] };
  const [column, reason] = lineFault(first.text);
  throw jsonLinesBroken(
    fileName,
    `:${first.line}${column}`,
    reason,
    others.map(({ line }) => line),
  );
}

function lineFault(line: string): [column: string, reason: string] {
  try {
    return ['', `the line is ${describe(JSON.parse(line))}, not an object`];
  } catch (cause) {
    const { line: found, column, reason } = locateFault(line, cause);
    return [found === null ? '' : `:${column}`, reason.replace('the file breaks off', 'the line breaks off')];
  }
}

/** The value, or undefined if the text is not JSON. */
function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
