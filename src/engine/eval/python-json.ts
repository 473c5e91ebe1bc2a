// JSON text as Python's json.dumps(value, indent=4) writes it: ASCII only, and numbers as Python prints them. Python tells whole
// numbers from floats and JavaScript does not, so numbers are passed as text from the two functions below.

/** Text of a JSON number, ready to be written. */
export interface PythonNumber {
  readonly digits: string;
}

/** What can be written; objects are lists of fields, because JavaScript would move keys such as "12" to the front. */
export type PythonJson = string | PythonNumber | { readonly list: readonly PythonJson[] } | PythonObject;

export interface PythonObject {
  readonly fields: Iterable<readonly [string, PythonJson]>;
}

/** `value` as a Python int. */
export function pythonInt(value: number): PythonNumber {
  return { digits: value.toFixed(0) };
}

/** `value` as a Python float: shortest digits that read back the same, always with a point or an exponent. */
export function pythonFloat(value: number): PythonNumber {
  if (Number.isNaN(value)) return { digits: 'NaN' };
  if (!Number.isFinite(value)) return { digits: value > 0 ? 'Infinity' : '-Infinity' };
  if (Object.is(value, -0)) return { digits: '-0.0' };
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    return { digits: value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2') };
  }
  const digits = String(value);
  return { digits: digits.includes('.') ? digits : `${digits}.0` };
}

/** The text of `value`, without a line end after it. */
export function renderPythonJson(value: PythonJson, indent = ''): string {
  if (typeof value === 'string') return renderText(value);
  if ('digits' in value) return value.digits;
  const inner = `${indent}    `;
  if ('list' in value) {
    return enclose(
      '[]',
      value.list.map((entry) => renderPythonJson(entry, inner)),
      indent,
    );
  }
  const fields = Array.from(value.fields, ([name, entry]) => `${renderText(name)}: ${renderPythonJson(entry, inner)}`);
  return enclose('{}', fields, indent);
}

function enclose(brackets: '[]' | '{}', entries: readonly string[], indent: string): string {
  if (entries.length === 0) return brackets;
  const lines = entries.map((entry) => `\n${indent}    ${entry}`).join(',');
  return `${brackets.charAt(0)}${lines}\n${indent}${brackets.charAt(1)}`;
}

function renderText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
