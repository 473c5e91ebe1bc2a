// What every parser of a message's parameters begins with.

/** Unknown parameters as fields that are unknown still; throws if they are no object. */
export function fieldsOf(params: unknown): Readonly<Record<string, unknown>> {
  if (typeof params !== 'object' || params === null) throw new TypeError('it is not an object.');
  return params as Record<string, unknown>;
}
