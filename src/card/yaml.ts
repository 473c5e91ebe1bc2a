// JSON values → YAML that every reader takes for the same values, those of YAML 1.1 included (PyYAML, which the Hub's own library
// uses): a text that could be anything but a text stands in quotes, with all that is invisible in it as numbers. It reads nothing.

const word = /^[A-Za-z][\w./-]*$/;
// What some version of YAML takes for a truth value, a number or nothing.
const meaning = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
const unprintable = /[\u007F-\u009F\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g;

/** The value as lines of YAML; undefined entries are left out. */
export function renderYaml(value: Readonly<Record<string, unknown>>): string {
  return block(value, '').join('\n');
}

function block(value: object, indent: string): string[] {
  if (Array.isArray(value)) {
    return (value as unknown[]).flatMap((item) => {
      if (!isNested(item)) return [`${indent}- ${scalar(item)}`];
      const [first = '', ...rest] = block(item, `${indent}  `);
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
    });
  }
  return Object.entries(value).flatMap(([key, item]) => {
    if (item === undefined) return [];
    const name = `${indent}${text(key)}:`;
    if (!isNested(item)) return [`${name} ${scalar(item)}`];
    return [name, ...block(item, Array.isArray(item) ? indent : `${indent}  `)];
  });
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object' && value !== null) return '{}';
  return typeof value === 'boolean' ? String(value) : 'null';
}

function number(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (Object.is(value, -0)) return '-0.0';
  // YAML 1.1 has no exponent without a point.
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function text(value: string): string {
  if (word.test(value) && !meaning.test(value)) return value;
  return JSON.stringify(value.toWellFormed()).replaceAll(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
